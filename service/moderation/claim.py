"""Claims: taking the next cards so that no two people read the same one, and giving them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.moderation.cards import Card, Viewer, cards_of
from service.store.claims import give_back_cases, lease_cases
from service.store.engine import Db
from service.store.queue import QueueFilter

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The cards that are the person's now, and until when (the first moment at which they are not)."""

    cards: list[Card]
    until: datetime


def claim(
    db: Db, wanted: QueueFilter, *, site_id: str, viewer: Viewer, order: str, limit: int, now: datetime
) -> Claimed:
    """Lease up to `limit` held comments for five minutes: own live claims first, which are renewed."""
    until = now + LEASE
    ids = lease_cases(db, site_id, wanted, person=viewer.id, order=order, limit=limit, now=now, until=until)
    return Claimed(cards_of(db, ids, site_id=site_id, viewer=viewer, now=now), until)


def give_back(db: Db, *, site_id: str, person: str, comment_ids: Sequence[str] | None, now: datetime) -> int:
    """End the person's claims on these comments (None: on all); returns how many were given back."""
    return give_back_cases(db, site_id, person=person, comment_ids=comment_ids, now=now)
