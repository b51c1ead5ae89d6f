"""Removing what has had its time. Every function may run at any moment, any number of times."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from service.store.engine import Db
from service.store.tables import idempotency, known_browser, moderator, session, sign_in_budget, spent_proof

_ATTEMPTS_KEPT, _BROWSERS_KEPT = timedelta(days=30), timedelta(days=180)


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


def forget_attempts(db: Db, *, now: datetime) -> int:
    """Remove counts of wrong attempts that nobody added to for a month, and proofs that have ended anyway."""
    stale = delete(sign_in_budget).where(sign_in_budget.c.failed_at <= now - _ATTEMPTS_KEPT)
    ended = delete(spent_proof).where(spent_proof.c.ends_at <= now)
    return db.execute(stale).rowcount + db.execute(ended).rowcount


def forget_browsers(db: Db, *, now: datetime) -> int:
    """Remove browsers that nobody has come in with for half a year."""
    return db.execute(delete(known_browser).where(known_browser.c.seen_at <= now - _BROWSERS_KEPT)).rowcount
