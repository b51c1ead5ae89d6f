"""Deliveries as a work list: claiming what is due, and writing what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, insert, literal_column, or_, select, update

from service.store.endpoints import SealedSecret, live_secrets
from service.store.engine import Db
from service.store.tables import attempt, delivery, endpoint, event

LEASE = timedelta(seconds=60)
IN_FLIGHT_PER_ENDPOINT = 4
# Not a bound parameter: with one, neither planner may use the index of the pending rows.
_PENDING: ColumnElement[str] = literal_column("'pending'")


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """One event for one endpoint, claimed until `lease_until`.

    payload: the exact text to send. attempts: made before this one. secrets: live ones, newest first.
    """

    id: str
    event_id: str
    endpoint_id: str
    url: str
    payload: str
    attempts: int
    lease_until: datetime
    secrets: tuple[SealedSecret, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One HTTP try. status: None when no answer began; error: None when the receiver took it."""

    number: int
    started_at: datetime
    duration_ms: float
    status: int | None
    error: str | None
    response: str | None


def claim_due(
    db: Db,
    *,
    now: datetime,
    limit: int,
    but_not: Sequence[str] = (),
    per_endpoint: int = IN_FLIGHT_PER_ENDPOINT,
) -> list[DueDelivery]:
    """Lease up to `limit` due deliveries of endpoints that are enabled and not blocked.

    At most `per_endpoint` of one endpoint are in flight, over all workers: the endpoint's row is
    locked while its deliveries are claimed, and one that another worker has locked is left to it.
    Endpoints that answer well come first. but_not: endpoint ids to pass over.
    A claim moves `next_attempt_at` to the end of the lease, so that a delivery whose worker died is
    due again then.
    """
    ready = _ready_endpoints(db, now=now, but_not=but_not)
    busy = _in_flight(db, ready, now=now)
    ids: list[str] = []
    for endpoint_id in ready:
        free = min(per_endpoint - busy.get(endpoint_id, 0), limit - len(ids))
        if free > 0:
            ids += _first_due(db, endpoint_id, now=now, limit=free)
    if not ids:
        return []
    until = now + LEASE
    db.execute(
        update(delivery).where(delivery.c.id.in_(ids)).values(lease_until=until, next_attempt_at=until)
    )
    return _load(db, ids, now=now)


def close_attempt(
    db: Db, due: DueDelivery, *, state: str, next_attempt_at: datetime | None, now: datetime
) -> bool:
    """Count an attempt and let go of the lease.

    state: `pending` with a next time, else `delivered`, `exhausted` or `disabled` without one.
    Returns False, and changes nothing, when the lease has ended and somebody else holds or has
    finished the delivery.
    """
    held = (delivery.c.lease_until == due.lease_until) & (delivery.c.attempts == due.attempts)
    changed = db.execute(
        update(delivery)
        .where(delivery.c.id == due.id, held)
        .values(
            state=state,
            attempts=due.attempts + 1,
            lease_until=None,
            next_attempt_at=next_attempt_at,
            ended_at=now if next_attempt_at is None else None,
        )
    )
    return changed.rowcount == 1


def add_attempt(db: Db, delivery_id: str, made: Attempt) -> None:
    """Write one line of the delivery log."""
    db.execute(
        insert(attempt).values(
            delivery_id=delivery_id,
            number=made.number,
            started_at=made.started_at,
            duration_ms=made.duration_ms,
            status=made.status,
            error=made.error,
            response=made.response,
        )
    )


def end_pending(db: Db, endpoint_id: str, *, now: datetime) -> int:
    """End what still waits for an endpoint that was disabled; returns how many.

    The lease of one in flight stays: its worker may still report that the receiver took it.
    """
    waiting = (delivery.c.endpoint_id == endpoint_id) & (delivery.c.state == _PENDING)
    ended = update(delivery).where(waiting).values(state="disabled", next_attempt_at=None, ended_at=now)
    return db.execute(ended).rowcount


def endpoint_of_delivery(db: Db, site_id: str, delivery_id: str) -> str | None:
    """Which endpoint of this site a delivery is for."""
    query = select(delivery.c.endpoint_id).join(endpoint, endpoint.c.id == delivery.c.endpoint_id)
    return db.execute(query.where(delivery.c.id == delivery_id, endpoint.c.site_id == site_id)).scalar()


def make_due(db: Db, delivery_id: str, *, now: datetime) -> bool:
    """Let a delivery be tried at once, also one that has ended; False while one is in flight."""
    idle = or_(delivery.c.lease_until.is_(None), delivery.c.lease_until <= now)
    due = update(delivery).where(delivery.c.id == delivery_id, idle)
    fresh = {"state": "pending", "next_attempt_at": now, "lease_until": None, "ended_at": None}
    return db.execute(due.values(**fresh)).rowcount == 1


def _ready_endpoints(db: Db, *, now: datetime, but_not: Sequence[str]) -> list[str]:
    has_due = exists().where(_due(now), delivery.c.endpoint_id == endpoint.c.id)
    free = or_(endpoint.c.blocked_until.is_(None), endpoint.c.blocked_until <= now)
    query = (
        select(endpoint.c.id)
        .where(endpoint.c.enabled.is_(True), free, has_due, endpoint.c.id.not_in(but_not))
        .order_by(endpoint.c.consecutive_failures, endpoint.c.id)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return list(db.execute(query).scalars())


def _in_flight(db: Db, endpoint_ids: Sequence[str], *, now: datetime) -> Mapping[str, int]:
    query = (
        select(delivery.c.endpoint_id, func.count())
        .where(delivery.c.endpoint_id.in_(endpoint_ids), delivery.c.lease_until > now)
        .group_by(delivery.c.endpoint_id)
    )
    return dict(db.execute(query).all())


def _first_due(db: Db, endpoint_id: str, *, now: datetime, limit: int) -> list[str]:
    query = (
        select(delivery.c.id)
        .where(delivery.c.endpoint_id == endpoint_id, _due(now))
        .order_by(delivery.c.next_attempt_at, delivery.c.id)
        .limit(limit)
    )
    return list(db.execute(query).scalars())


def _due(now: datetime) -> ColumnElement[bool]:
    return (delivery.c.state == _PENDING) & (delivery.c.next_attempt_at <= now)


def _load(db: Db, ids: Sequence[str], *, now: datetime) -> list[DueDelivery]:
    rows = db.execute(
        select(
            delivery.c.id,
            delivery.c.event_id,
            delivery.c.endpoint_id,
            endpoint.c.url,
            event.c.payload,
            delivery.c.attempts,
            delivery.c.lease_until,
        )
        .join(event, event.c.id == delivery.c.event_id)
        .join(endpoint, endpoint.c.id == delivery.c.endpoint_id)
        .where(delivery.c.id.in_(ids))
        .order_by(delivery.c.id)
    ).all()
    secrets = live_secrets(db, [row.endpoint_id for row in rows], now=now)
    claimed: list[dict[str, Any]] = [dict(row._mapping) for row in rows]
    return [DueDelivery(**row, secrets=tuple(secrets.get(row["endpoint_id"], ()))) for row in claimed]
