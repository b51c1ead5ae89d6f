"""Moderators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from service.store.engine import Db
from service.store.tables import moderator


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person who moderates; the address is sealed, see service.secrets."""

    id: str
    email_ciphertext: bytes
    role: str
    password_hash: str | None
    sign_in_until: datetime | None
    created_at: datetime
    disabled_at: datetime | None
    factor_put_off_at: datetime | None


_COLUMNS = [moderator.c[name] for name in Moderator.__dataclass_fields__]


def add_moderator(db: Db, row: Mapping[str, Any]) -> None:
    """Insert a moderator row: id, email_index, email_ciphertext, role, created_at."""
    db.execute(insert(moderator).values(**row))


def moderator_by_email(db: Db, email_index: str) -> Moderator | None:
    """The person of this address, disabled or not."""
    return _one(db, moderator.c.email_index == email_index)


def moderator_by_sign_in(db: Db, sign_in_hash: bytes) -> Moderator | None:
    """The person whom a one-time link was made for, however old the link."""
    return _one(db, moderator.c.sign_in_hash == sign_in_hash)


def moderator_by_id(db: Db, moderator_id: str) -> Moderator | None:
    """The person of this id."""
    return _one(db, moderator.c.id == moderator_id)


def email_index_of(db: Db, moderator_id: str) -> str:
    """Under which keyed hash this person's address is found."""
    found: str = db.execute(
        select(moderator.c.email_index).where(moderator.c.id == moderator_id)
    ).scalar_one()
    return found


def all_moderators(db: Db) -> list[Moderator]:
    """Everybody, oldest first."""
    rows = db.execute(select(*_COLUMNS).order_by(moderator.c.id)).mappings()
    return [Moderator(**row) for row in rows]


def count_moderators(db: Db) -> int:
    """How many there are, disabled ones included."""
    return int(db.execute(select(func.count()).select_from(moderator)).scalar_one())


def set_on_moderator(db: Db, moderator_id: str, **values: Any) -> None:
    """Change columns of one person."""
    db.execute(update(moderator).where(moderator.c.id == moderator_id).values(**values))


def use_sign_in(db: Db, moderator_id: str, sign_in_hash: bytes, *, now: datetime, **values: Any) -> bool:
    """Spend a one-time link and change columns; False when somebody else spent it first.

    The hash stays, without a time: a form that was sent twice is still known as this person's.
    """
    result = db.execute(
        update(moderator)
        .where(
            moderator.c.id == moderator_id,
            moderator.c.sign_in_hash == sign_in_hash,
            moderator.c.sign_in_until > now,
        )
        .values(sign_in_until=None, **values)
    )
    return bool(result.rowcount)


def _one(db: Db, condition: Any) -> Moderator | None:
    row = db.execute(select(*_COLUMNS).where(condition)).mappings().one_or_none()
    return Moderator(**row) if row else None
