"""Removing what has had its time. Every function may run at any moment, any number of times."""

from datetime import datetime

from sqlalchemy import delete, update

from service.store.engine import Db
from service.store.tables import idempotency, moderator, session


def forget_idempotency(db: Db, *, now: datetime) -> int:
    """Remove kept replies that no repeat may ask for any more; returns how many."""
    return db.execute(delete(idempotency).where(idempotency.c.expires_at <= now)).rowcount


def forget_sessions(db: Db, *, now: datetime) -> int:
    """Remove sessions beyond their absolute end; returns how many."""
    return db.execute(delete(session).where(session.c.ends_at <= now)).rowcount


def forget_sign_in_links(db: Db, *, now: datetime) -> int:
    """Make sign-in links that were not used in time useless; returns how many."""
    return db.execute(
        update(moderator)
        .where(moderator.c.sign_in_hash.is_not(None), moderator.c.sign_in_until <= now)
        .values(sign_in_hash=None, sign_in_until=None)
    ).rowcount
