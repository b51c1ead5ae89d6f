"""Turning events into deliveries: one for every endpoint that wants the event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import delivery, endpoint, event
from service.store.upsert import insert_missing


def fan_out(db: Db, *, now: datetime, limit: int) -> int:
    """Claim events whose time has come, write their deliveries, mark them; returns how many.

    Running it twice, or in several workers at once, changes nothing: claimed rows are locked
    (on SQLite the whole transaction is alone), and (event, endpoint) is unique.
    """
    events = _claim(db, now=now, limit=limit)
    if not events:
        return 0
    receivers = _receivers(db, {row.site_id for row in events})
    rows = [
        {
            "id": new_id("dlv"),
            "event_id": told.id,
            "endpoint_id": receiver.id,
            "state": "pending",
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        for told in events
        for receiver in receivers
        if _wants(receiver, told)
    ]
    insert_missing(db, delivery, rows)
    db.execute(update(event).where(event.c.id.in_([row.id for row in events])).values(fanned_out_at=now))
    return len(events)


def _claim(db: Db, *, now: datetime, limit: int) -> Sequence[Any]:
    waiting = event.c.fanned_out_at.is_(None) & event.c.cancelled_at.is_(None)
    return db.execute(
        select(event.c.id, event.c.site_id, event.c.type, event.c.endpoint_id)
        .where(waiting, event.c.fan_out_after <= now)
        .order_by(event.c.fan_out_after, event.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def _receivers(db: Db, site_ids: set[str]) -> Sequence[Any]:
    # The key share keeps an endpoint from being deleted before its deliveries are written.
    return db.execute(
        select(endpoint.c.id, endpoint.c.site_id, endpoint.c.types)
        .where(endpoint.c.site_id.in_(site_ids), endpoint.c.enabled.is_(True))
        .order_by(endpoint.c.id)
        .with_for_update(read=True, key_share=True)
    ).all()


def _wants(receiver: Any, told: Any) -> bool:
    if receiver.site_id != told.site_id:
        return False
    if told.endpoint_id is not None:
        return bool(told.endpoint_id == receiver.id)
    return receiver.types is None or told.type in receiver.types
