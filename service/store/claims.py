"""Claims: an open case is leased to one person at a time, until a time.

A claim is an UPDATE that repeats what it expects. Nothing ends a lease: once
its time is over, the queries simply do not count it any more.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from service.store.engine import Db
from service.store.queue import QueueFilter, held_cases, in_held_order
from service.store.tables import case


def lease_cases(
    db: Db,
    site_id: str,
    wanted: QueueFilter,
    *,
    person: str,
    order: str,
    limit: int,
    now: datetime,
    until: datetime,
) -> list[str]:
    """Lease up to `limit` open cases of held comments until `until`; returns the comments' ids.

    Live leases of the same person come first and are renewed; then the queue's next, in `order`,
    that nobody has. PostgreSQL skips rows that another claim is taking at this moment.
    """
    waiting = in_held_order(held_cases(site_id, wanted), order).with_for_update(of=case, skip_locked=True)
    own = waiting.where(case.c.lease_by == person, case.c.lease_until > now)
    rows = list(db.execute(own.limit(limit)))
    if len(rows) < limit:
        rows += db.execute(waiting.where(_is_free(now)).limit(limit - len(rows)))
    leased = db.execute(
        update(case)
        .where(
            case.c.id.in_([row.id for row in rows]),
            case.c.decided_at.is_(None),
            or_(_is_free(now), case.c.lease_by == person),
        )
        .values(lease_by=person, lease_until=until)
        .returning(case.c.id)
    )
    mine = set(leased.scalars())
    return [row.comment_id for row in rows if row.id in mine]


def give_back_cases(
    db: Db, site_id: str, *, person: str, comment_ids: Sequence[str] | None, now: datetime
) -> int:
    """End live leases of `person`, all of them or those on some comments; returns how many there were."""
    mine = select(case.c.id).where(
        case.c.site_id == site_id,
        case.c.decided_at.is_(None),
        case.c.lease_by == person,
        case.c.lease_until > now,
    )
    if comment_ids is not None:
        mine = mine.where(case.c.comment_id.in_(comment_ids))
    # What a decision has locked is passed over: it ends the lease itself, and waiting could deadlock.
    ids = list(db.execute(mine.with_for_update(skip_locked=True)).scalars())
    db.execute(update(case).where(case.c.id.in_(ids)).values(lease_by=None, lease_until=None))
    return len(ids)


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(case.c.lease_until.is_(None), case.c.lease_until <= now)
