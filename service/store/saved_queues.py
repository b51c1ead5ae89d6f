"""Saved queues: a filter and an order under a name, for everybody of a site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import saved_queue

PREFIX = "sqv"
_SHOWN = ("id", "name", "filter", "due_minutes")


def queues_of_site(db: Db, site_id: str) -> list[dict[str, Any]]:
    """All of a site, by name: {id, name, filter, due_minutes}."""
    query = (
        select(*(saved_queue.c[name] for name in _SHOWN))
        .where(saved_queue.c.site_id == site_id)
        .order_by(saved_queue.c.name)
    )
    return [dict(row) for row in db.execute(query).mappings()]


def put_queue(
    db: Db,
    site_id: str,
    name: str,
    filters: Mapping[str, str],
    *,
    due_minutes: int | None,
    by: str,
    now: datetime,
) -> str:
    """Save a queue in the place of one of the same name; returns its id."""
    db.execute(delete(saved_queue).where(saved_queue.c.site_id == site_id, saved_queue.c.name == name))
    made = new_id(PREFIX)
    db.execute(
        insert(saved_queue).values(
            id=made,
            site_id=site_id,
            name=name,
            filter=dict(filters),
            due_minutes=due_minutes,
            created_by=by,
            created_at=now,
        )
    )
    return made


def delete_queue(db: Db, site_id: str, queue_id: str) -> None:
    """Forget a queue; one that is not there is gone already."""
    db.execute(delete(saved_queue).where(saved_queue.c.site_id == site_id, saved_queue.c.id == queue_id))
