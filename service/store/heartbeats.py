"""Signs of life: a row for each worker, renewed by a task that went the whole way."""

from datetime import datetime

from sqlalchemy import delete, func, select

from service.store.engine import Db
from service.store.tables import heartbeat
from service.store.upsert import insert_or_replace


def beat(db: Db, name: str, *, now: datetime) -> None:
    """Say that the worker `name` ("host:pid") did some work now."""
    insert_or_replace(db, heartbeat, [{"name": name, "beat_at": now}], key=("name",))


def newest_beat(db: Db) -> datetime | None:
    """When any worker last worked; None where none ever did."""
    return db.execute(select(func.max(heartbeat.c.beat_at))).scalar()


def living_workers(db: Db, *, since: datetime) -> list[str]:
    """Names of the workers that worked since then."""
    query = select(heartbeat.c.name).where(heartbeat.c.beat_at >= since).order_by(heartbeat.c.name)
    return list(db.execute(query).scalars())


def forget_beats(db: Db, *, before: datetime) -> int:
    """Remove workers that have been silent since; returns how many."""
    return db.execute(delete(heartbeat).where(heartbeat.c.beat_at < before)).rowcount
