"""The delivery log: what was sent to an endpoint, attempt by attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from service.store.deliveries import Attempt
from service.store.engine import Db
from service.store.tables import attempt, delivery, event


@dataclass(frozen=True, slots=True)
class LoggedDelivery:
    """A delivery with its event and its attempts, oldest first. event_id: the `webhook-id` of every try."""

    id: str
    endpoint_id: str
    event_id: str
    type: str
    comment_id: str | None
    state: str
    next_attempt_at: datetime | None
    created_at: datetime
    ended_at: datetime | None
    attempts: tuple[Attempt, ...]


def deliveries_of_endpoint(
    db: Db, endpoint_id: str, *, limit: int, before: str | None = None, state: str | None = None
) -> list[LoggedDelivery]:
    """Newest first; before: id of the last one of the page before."""
    conditions = [delivery.c.endpoint_id == endpoint_id]
    if before is not None:
        conditions.append(delivery.c.id < before)
    if state is not None:
        conditions.append(delivery.c.state == state)
    return _logged(db, conditions, limit)


def logged_deliveries(db: Db, ids: Sequence[str]) -> list[LoggedDelivery]:
    """These deliveries with their attempts, newest first."""
    return _logged(db, [delivery.c.id.in_(ids)], len(ids))


def _logged(db: Db, conditions: Sequence[ColumnElement[bool]], limit: int) -> list[LoggedDelivery]:
    query = (
        select(
            delivery.c.id,
            delivery.c.endpoint_id,
            delivery.c.event_id,
            event.c.type,
            event.c.comment_id,
            delivery.c.state,
            delivery.c.next_attempt_at,
            delivery.c.created_at,
            delivery.c.ended_at,
        )
        .join(event, event.c.id == delivery.c.event_id)
        .where(*conditions)
        .order_by(delivery.c.id.desc())
        .limit(limit)
    )
    rows = db.execute(query).mappings().all()
    made = _attempts(db, [row["id"] for row in rows])
    return [LoggedDelivery(**row, attempts=tuple(made.get(row["id"], ()))) for row in rows]


def _attempts(db: Db, delivery_ids: Sequence[str]) -> dict[str, list[Attempt]]:
    query = select(attempt).where(attempt.c.delivery_id.in_(delivery_ids)).order_by(attempt.c.number)
    made: dict[str, list[Attempt]] = {}
    for row in db.execute(query).mappings():
        fields = {name: value for name, value in row.items() if name != "delivery_id"}
        made.setdefault(row["delivery_id"], []).append(Attempt(**fields))
    return made
