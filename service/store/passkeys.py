"""Passkeys: public keys of authenticators that people come in with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from service.store.engine import Db
from service.store.tables import passkey


@dataclass(frozen=True, slots=True)
class Passkey:
    """One of a person's passkeys. sign_count: how often it was used, as it says; 0 where it does not count."""

    id: str
    moderator_id: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    transports: Sequence[str]
    created_at: datetime
    last_used_at: datetime | None


_COLUMNS = [passkey.c[name] for name in Passkey.__dataclass_fields__]


def add_passkey(db: Db, made: Passkey) -> None:
    """Store a new passkey."""
    row = {name: getattr(made, name) for name in Passkey.__dataclass_fields__}
    db.execute(insert(passkey).values(**row | {"transports": list(made.transports)}))


def passkeys_of(db: Db, moderator_id: str) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    asked = select(*_COLUMNS).where(passkey.c.moderator_id == moderator_id).order_by(passkey.c.id)
    return [Passkey(**row) for row in db.execute(asked).mappings()]


def find_passkey(db: Db, credential_id: bytes) -> Passkey | None:
    """The passkey that an authenticator names."""
    asked = select(*_COLUMNS).where(passkey.c.credential_id == credential_id)
    row = db.execute(asked).mappings().one_or_none()
    return Passkey(**row) if row else None


def note_passkey_use(db: Db, passkey_id: str, *, sign_count: int, now: datetime) -> None:
    """It was used."""
    db.execute(
        update(passkey).where(passkey.c.id == passkey_id).values(sign_count=sign_count, last_used_at=now)
    )


def remove_passkey(db: Db, passkey_id: str, *, moderator_id: str) -> bool:
    """Forget one; False where the person has none of that id."""
    result = db.execute(
        delete(passkey).where(passkey.c.id == passkey_id, passkey.c.moderator_id == moderator_id)
    )
    return bool(result.rowcount)
