"""What the page of people asks about all of them at once."""

from datetime import datetime

from sqlalchemy import exists, func, select, union

from service.store.engine import Db
from service.store.tables import moderator, outside_identity, passkey, session, totp

_JOINED = (
    moderator.c.password_hash.is_not(None)
    | exists().where(passkey.c.moderator_id == moderator.c.id)
    | exists().where(outside_identity.c.moderator_id == moderator.c.id)
)
"""Whether somebody has used their link: there is a way in."""


def joined(db: Db) -> set[str]:
    """Who has a way to come in."""
    return set(db.execute(select(moderator.c.id).where(_JOINED)).scalars())


def joined_admins(db: Db, *, locking: bool = False) -> list[str]:
    """Admins who can come in. locking: nobody else may change them until this transaction ends."""
    admins = moderator.c.disabled_at.is_(None) & (moderator.c.role == "admin")
    asked = select(moderator.c.id).where(_JOINED, admins).order_by(moderator.c.id)
    if locking:
        # All admins are locked before they are counted: a count from before the wait would be old.
        db.execute(select(moderator.c.id).where(admins).order_by(moderator.c.id).with_for_update())
    return list(db.execute(asked).scalars())


def with_factor(db: Db) -> set[str]:
    """Who has a second factor."""
    return set(db.execute(union(select(totp.c.moderator_id), select(passkey.c.moderator_id))).scalars())


def last_seen(db: Db) -> dict[str, datetime]:
    """When each was last in the console, as far as their sessions are still kept."""
    asked = select(session.c.moderator_id, func.max(session.c.last_seen_at)).group_by(session.c.moderator_id)
    return dict(db.execute(asked).all())
