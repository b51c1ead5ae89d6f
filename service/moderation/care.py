"""Care for those who read what nobody wants to read: severe texts folded, a pause offered after a run of them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from service.store import desk_settings as store
from service.store.engine import Db

SEVERE = frozenset({"abuse.threat", "abuse.hate", "abuse.obscene", "abuse.harassment"})
"""Reasons whose texts are folded until somebody opens them."""

RUN = 8
"""So many severe texts in twenty minutes are a run, after which a pause is offered."""


@dataclass(frozen=True, slots=True)
class Care:
    """What a person has chosen. fold: severe texts stay folded; pause: one is offered after a run."""

    fold: bool = True
    pause: bool = True


def is_severe(codes: Iterable[str]) -> bool:
    """Whether a comment with these reasons is folded."""
    return not SEVERE.isdisjoint(codes)


def care_of(db: Db, moderator_id: str) -> Care:
    """The person's choice, else the default, which is the gentler one."""
    chosen = store.chosen_by(db, moderator_id)
    return Care(**{each.name: chosen[each.name] for each in fields(Care) if each.name in chosen})


def set_care(db: Db, moderator_id: str, care: Care, *, now: datetime) -> None:
    """Keep what a person chooses."""
    chosen: Mapping[str, bool] = asdict(care)
    store.choose(db, moderator_id, store.chosen_by(db, moderator_id) | dict(chosen), now=now)
