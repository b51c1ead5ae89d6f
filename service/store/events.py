"""The outbox: events written with the change that they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import tuple_, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import event
from service.store.upsert import insert_rows


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One fact for the outside. data: the payload's `data`, free of e-mail and IP addresses.

    grace: how long it stays inside first. is_told: False for one that is only kept, for its number.
    """

    site_id: str
    type: str
    sequence: int
    data: dict[str, Any]
    comment_id: str | None = None
    endpoint_id: str | None = None
    grace: timedelta = timedelta(0)
    is_told: bool = True


def add_events(db: Db, events: Sequence[NewEvent], *, now: datetime) -> list[str]:
    """Put events into the outbox; returns their ids. The bytes are made once and never change."""
    rows = [
        {
            "id": new_id("evt"),
            "site_id": made.site_id,
            "type": made.type,
            "comment_id": made.comment_id,
            "sequence": made.sequence,
            "payload": _payload(made, now),
            "endpoint_id": made.endpoint_id,
            "created_at": now,
            "fan_out_after": now + made.grace,
            "cancelled_at": None if made.is_told else now,
        }
        for made in events
    ]
    insert_rows(db, event, rows)
    return [str(row["id"]) for row in rows]


def cancel_waiting(db: Db, numbers: Mapping[str, int], *, now: datetime) -> set[str]:
    """Keep events inside that are still in their grace; returns the comments whose event it was.

    numbers: of each comment, the sequence number of the event.
    """
    if not numbers:
        return set()
    cancelled = db.execute(
        update(event)
        .where(
            tuple_(event.c.comment_id, event.c.sequence).in_(list(numbers.items())),
            event.c.fanned_out_at.is_(None),
            event.c.cancelled_at.is_(None),
            event.c.fan_out_after > now,
        )
        .values(cancelled_at=now)
        .returning(event.c.comment_id)
    )
    return set(cancelled.scalars())


def _payload(made: NewEvent, now: datetime) -> str:
    stamp = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"type": made.type, "timestamp": stamp, "data": made.data}).decode()
