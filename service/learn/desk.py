"""The newsroom's own decisions as labelled rows."""

from collections.abc import Iterable

from service.checks.text import fold
from service.learn.fit import is_held_out
from service.learn.rows import Row
from service.store.desk import DeskDecision

SOURCE = "desk"


def desk_rows(decisions: Iterable[DeskDecision], *, learned_until: int | None = None) -> list[Row]:
    """One row for each text that people judged, in the order of the decisions.

    A refusal labels what its reason names, 1, and says nothing of the rest; an approval is 0 for
    both; a refusal for another reason teaches nothing and leaves no row. Of texts with the same
    letters (folded: spelling, signs and spaces aside) the latest decision counts.

    learned_until: the `seq` up to which a model has learned from decisions; then only what that
    model never saw is given: later decisions, and earlier ones that were kept apart.
    """
    latest: dict[str, DeskDecision] = {}
    for each in decisions:
        letters = letters_of(each.body)
        if letters and (letters not in latest or latest[letters].seq < each.seq):
            latest[letters] = each
    chosen = sorted(latest.values(), key=lambda each: each.seq)
    rows = [
        (each.seq, Row(each.body, labels_of_decision(each), SOURCE, None, each.language)) for each in chosen
    ]
    return [
        row
        for seq, row in rows
        if any(label is not None for label in row.labels.values())
        and (learned_until is None or seq > learned_until or is_held_out(row))
    ]


def labels_of_decision(made: DeskDecision) -> dict[str, int | None]:
    """1, 0 or None by model name, as `Row.labels`."""
    if not made.turned_down:
        return {"abuse": 0, "spam": 0}
    kind = (made.reason or "").partition(".")[0]
    return {name: 1 if kind == name else None for name in ("abuse", "spam")}


def letters_of(text: str) -> str:
    """What makes two texts the same: letters and digits of the folded text."""
    return "".join(filter(str.isalnum, fold(text).folded))
