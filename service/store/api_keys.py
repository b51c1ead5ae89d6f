"""API keys: stored as hashes, found by them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.sql import Select

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import api_key

# "Last used" is for people; a write per request would be for nobody.
_USE_IS_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key as it may be shown: never the key itself."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def add_api_key(db: Db, *, name: str, scopes: list[str], key_hash: bytes, now: datetime) -> str:
    """Store a new key by its hash; returns its id."""
    key_id = new_id("key")
    db.execute(insert(api_key).values(id=key_id, name=name, scopes=scopes, key_hash=key_hash, created_at=now))
    return key_id


def find_api_key(db: Db, key_hash: bytes) -> ApiKey | None:
    """The live key with this hash, or None for an unknown or revoked one."""
    query = _columns().where(api_key.c.key_hash == key_hash, api_key.c.revoked_at.is_(None))
    row = db.execute(query).mappings().one_or_none()
    return ApiKey(**{**row, "scopes": tuple(row["scopes"])}) if row else None


def is_use_worth_noting(key: ApiKey, now: datetime) -> bool:
    """Whether the stored time of last use is older than five minutes."""
    return key.last_used_at is None or now - key.last_used_at >= _USE_IS_NOTED_EVERY


def note_use(db: Db, key_id: str, *, now: datetime) -> None:
    """Remember that a key was used."""
    db.execute(update(api_key).where(api_key.c.id == key_id).values(last_used_at=now))


def all_api_keys(db: Db) -> list[ApiKey]:
    """Every key ever made, oldest first."""
    rows = db.execute(_columns().order_by(api_key.c.id)).mappings()
    return [ApiKey(**{**row, "scopes": tuple(row["scopes"])}) for row in rows]


def revoke_api_key(db: Db, key_id_or_name: str, *, now: datetime) -> int:
    """End live keys of this id or name; returns how many there were."""
    result = db.execute(
        update(api_key)
        .where(
            or_(api_key.c.id == key_id_or_name, api_key.c.name == key_id_or_name),
            api_key.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return int(result.rowcount)


def _columns() -> Select[Any]:
    return select(
        api_key.c.id,
        api_key.c.name,
        api_key.c.scopes,
        api_key.c.created_at,
        api_key.c.last_used_at,
        api_key.c.revoked_at,
    )
