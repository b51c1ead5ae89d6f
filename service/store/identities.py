"""Which person an OpenID provider's name stands for."""

from datetime import datetime

from sqlalchemy import delete, select

from service.store.engine import Db
from service.store.tables import outside_identity
from service.store.upsert import insert_missing


def add_identity(db: Db, *, issuer: str, subject: str, moderator_id: str, now: datetime) -> bool:
    """Link a provider's person with ours; False where that one is linked already."""
    row = {"issuer": issuer, "subject": subject, "moderator_id": moderator_id, "created_at": now}
    return insert_missing(db, outside_identity, [row]) == 1


def person_behind(db: Db, *, issuer: str, subject: str) -> str | None:
    """The id of the person whom the provider calls so."""
    asked = select(outside_identity.c.moderator_id).where(
        outside_identity.c.issuer == issuer, outside_identity.c.subject == subject
    )
    return db.execute(asked).scalar_one_or_none()


def has_identity(db: Db, moderator_id: str, *, issuer: str) -> bool:
    """Whether a person is linked with somebody at this provider."""
    asked = select(outside_identity.c.subject).where(
        outside_identity.c.issuer == issuer, outside_identity.c.moderator_id == moderator_id
    )
    return db.execute(asked).first() is not None


def remove_identities(db: Db, moderator_id: str) -> None:
    """Unlink a person from every provider."""
    db.execute(delete(outside_identity).where(outside_identity.c.moderator_id == moderator_id))
