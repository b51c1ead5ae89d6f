"""Sessions of the console, and the browsers that a person has come in with before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, select, update

from service.store.engine import Db
from service.store.rows import plain_row
from service.store.tables import known_browser, moderator, passkey, session, totp
from service.store.upsert import insert_or_replace


def add_session(db: Db, row: Mapping[str, Any]) -> None:
    """Insert a session row."""
    db.execute(insert(session).values(**row))


def find_session(db: Db, token_hash: bytes) -> Mapping[str, Any] | None:
    """The session of this cookie, ended or not, with its person's `role`, `disabled_at` and `has_factor`."""
    has_factor = exists().where(totp.c.moderator_id == moderator.c.id) | exists().where(
        passkey.c.moderator_id == moderator.c.id
    )
    row = (
        db.execute(
            select(
                session,
                moderator.c.role,
                moderator.c.disabled_at,
                has_factor.label("has_factor"),
            )
            .join(moderator, moderator.c.id == session.c.moderator_id)
            .where(session.c.token_hash == token_hash)
        )
        .mappings()
        .one_or_none()
    )
    return plain_row(row) if row else None


def open_sessions(db: Db, moderator_id: str, *, now: datetime, seen_after: datetime) -> list[dict[str, Any]]:
    """The sessions of a person that have not ended, the last used one first."""
    rows = db.execute(
        select(session)
        .where(
            session.c.moderator_id == moderator_id,
            session.c.ended_at.is_(None),
            session.c.ends_at > now,
            session.c.last_seen_at >= seen_after,
        )
        .order_by(session.c.last_seen_at.desc(), session.c.id)
    ).mappings()
    return [plain_row(row) for row in rows]


def touch_session(db: Db, token_hash: bytes, *, now: datetime) -> None:
    """Remember that a session is in use."""
    db.execute(update(session).where(session.c.token_hash == token_hash).values(last_seen_at=now))


def replace_token(db: Db, session_id: str, *, token_hash: bytes, csrf_token: str) -> None:
    """The session goes on under another token."""
    changed = update(session).where(session.c.id == session_id)
    db.execute(changed.values(token_hash=token_hash, csrf_token=csrf_token))


def end_sessions(db: Db, *conditions: Any, because: str, now: datetime) -> int:
    """End the open sessions that meet the conditions; returns how many."""
    statement = update(session).where(session.c.ended_at.is_(None), *conditions)
    return db.execute(statement.values(ended_at=now, ended_because=because)).rowcount


def with_token(token_hash: bytes) -> Any:
    """The session of one cookie."""
    return session.c.token_hash == token_hash


def of_person(moderator_id: str) -> Any:
    """The sessions of one person."""
    return session.c.moderator_id == moderator_id


def with_id(session_id: str) -> Any:
    """The session that forms call so."""
    return session.c.id == session_id


def remember_browser(db: Db, *, token_hash: bytes, moderator_id: str, now: datetime) -> None:
    """This person has come in with this browser."""
    row = {"token_hash": token_hash, "moderator_id": moderator_id, "seen_at": now}
    insert_or_replace(db, known_browser, [row], key=["token_hash"])


def is_browser_of(db: Db, *, token_hash: bytes, moderator_id: str) -> bool:
    """Whether this person has come in with this browser before."""
    found = select(known_browser.c.seen_at).where(
        known_browser.c.token_hash == token_hash, known_browser.c.moderator_id == moderator_id
    )
    return db.execute(found).first() is not None


def forget_browsers(db: Db, moderator_id: str) -> None:
    """Treat every browser of this person as a stranger's again."""
    db.execute(known_browser.delete().where(known_browser.c.moderator_id == moderator_id))
