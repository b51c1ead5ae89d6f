"""Advertisements of our days and innocent talk about the same trades, all of our own writing.

Labelled collections know the spam of 2011 to 2020. `texts/spam.jsonl` holds about as many innocent texts
as advertisements in each trade, so that it is the offer that decides and not the ware it names. Names,
numbers and addresses in it are invented.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from service.learn.rows import Row

SOURCE = "taliq_spam"
LICENCE = "Apache-2.0"
_TEXTS = Path(__file__).parent / "texts" / "spam.jsonl"


def own_spam() -> tuple[Row, ...]:
    """All texts as rows; spam 1 or 0, abuse unlabelled."""
    return tuple(row for rows in own_spam_by_trade().values() for row in rows)


def own_spam_by_trade() -> Mapping[str, tuple[Row, ...]]:
    """The rows of each trade, in the order of the file."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    with _TEXTS.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            # Written for what they offer: nobody looked at whether one is rude.
            labels = {"abuse": None, "spam": data["spam"]}
            found[data["trade"]].append(Row(data["text"], labels, SOURCE, LICENCE, data["language"]))
    return {trade: tuple(rows) for trade, rows in found.items()}
