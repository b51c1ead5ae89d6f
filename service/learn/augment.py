"""More rows from the rows there are: disguised copies, and sentences of our own for what data confuses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from service.checks.features import Indices
from service.learn.disguise import DISGUISES
from service.learn.rows import Row

_SHARE = 0.7
"""Arabic rows that get a copy."""

_OFTEN = {
    "spaced": 4, "dotted": 1, "repeated": 1, "star": 2, "digit": 1, "emoji": 1, "look_alike": 1, "padded": 4,
    "dropped": 11, "swapped": 7, "arabizi": 16,
}  # fmt: skip
"""How often each disguise is taken. What the models' reading takes back whole needs no copy."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Disguised rows; origin: place of the row that each is a copy of."""

    rows: tuple[Row, ...]
    origin: Indices


def disguised_copies(rows: Sequence[Row], seed: int) -> Copies:
    """Copies of a share of the Arabic rows, each under one disguise; the same seed gives the same copies."""
    chance = Random(seed)  # noqa: S311 - chance for copies, not for secrets
    names, often = zip(*_OFTEN.items(), strict=True)
    copies, origin = [], []
    for place, row in enumerate(rows):
        if row.language in {"ar", None} and chance.random() < _SHARE:
            change = DISGUISES[chance.choices(names, often)[0]]
            copies.append(replace(row, text=change(row.text, chance)))
            origin.append(place)
    return Copies(tuple(copies), np.array(origin, dtype=np.int64))
