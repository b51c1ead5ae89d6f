"""The entries that a new site begins with: config/lists, one JSON object a line.

Written for this product: strong, unmistakable insults hold, mild words only
note. Words that are innocent by themselves («كلب») stand in phrases alone.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import config
from service.domain.comments import ListEntry, MatchKind

FOLDER = Path(config.__file__).parent / "lists"
LANGUAGES = ("ar", "en", "fr")
STARTER_PREFIX = "lst_starter_"


@lru_cache(maxsize=1)
def load_starter_lists() -> tuple[ListEntry, ...]:
    """All starter entries, live, in the order of the files; read once a process.

    An entry's id follows from its language, kind and value, so it is the same on every machine.
    Raises OSError, ValueError or KeyError where a file is missing or damaged.
    """
    return tuple(
        _entry(language, line)
        for language in LANGUAGES
        for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    )


def _entry(language: str, line: str) -> ListEntry:
    row = json.loads(line)
    name = "\n".join((language, row["kind"], row["value"]))
    digest = hashlib.blake2b(name.encode(), digest_size=8).hexdigest()
    return ListEntry(
        id=f"{STARTER_PREFIX}{digest}",
        kind=row["kind"],
        value=row["value"],
        match=MatchKind(row.get("match", "word")),
        action=row["action"],
        reason=row["reason"],
        language=language,
        extra={"dialect": row["dialect"]} if "dialect" in row else {},
    )
