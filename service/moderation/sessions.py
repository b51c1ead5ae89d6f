"""Sessions: who is signed in, on which device, until when; ended by hand, by time or by what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from service.domain.ids import new_id
from service.secrets import new_token, token_hash
from service.store import factors
from service.store import sessions as store
from service.store.engine import Db
from service.store.moderators import Moderator

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
_PRESENCE_EVERY = timedelta(minutes=1)

SIGNED_OUT, REPLACED, ELSEWHERE, BY_ADMIN, SECURITY = "out", "replaced", "elsewhere", "admin", "security"
"""Why a session was ended before its time; SECURITY: password, second factor or role changed."""


@dataclass(frozen=True, slots=True)
class Client:
    """Where somebody signs in from.

    device: words the person knows it by. network: prefix that may be kept. address: the full address
    (IPv6: its /64), for counting attempts only. browser: the token of a browser that came in before.
    """

    device: str
    network: str | None
    address: str
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in. token: for the cookie, only when the session is made.

    has_factor: whether the person has a second factor.
    """

    moderator_id: str
    role: str
    csrf_token: str
    last_seen_at: datetime
    created_at: datetime
    id: str
    has_factor: bool = False
    token: str = ""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it in the list."""

    id: str
    device: str
    network: str | None
    created_at: datetime
    last_seen_at: datetime
    failures_before: int


def begin_session(
    db: Db, person: Moderator, *, client: Client, now: datetime, failures_before: int = 0
) -> Session:
    """A new session on this device."""
    token, csrf, session_id = new_token("se"), new_token("cs"), new_id("ses")
    row = {
        "token_hash": token_hash(token),
        "moderator_id": person.id,
        "csrf_token": csrf,
        "created_at": now,
        "last_seen_at": now,
        "ends_at": now + ABSOLUTE,
        "id": session_id,
        "device": client.device,
        "network": client.network,
        "failures_before": failures_before,
    }
    store.add_session(db, row)
    has_factor = factors.has_factor(db, person.id)
    return Session(person.id, person.role, csrf, now, now, session_id, has_factor, token)


def session_of(db: Db, token: str, *, now: datetime) -> Session | None:
    """Who this cookie belongs to; None when it ended (idle 30 minutes, absolute 12 hours) or never was."""
    row = store.find_session(db, token_hash(token))
    if row is None or _end(row, now) is not None:
        return None
    return Session(
        moderator_id=row["moderator_id"],
        role=row["role"],
        csrf_token=row["csrf_token"],
        last_seen_at=row["last_seen_at"],
        created_at=row["created_at"],
        id=row["id"],
        has_factor=bool(row["has_factor"]),
    )


def why_ended(db: Db, token: str, *, now: datetime) -> str | None:
    """What ended the session of this cookie: `time` or one of the reasons above; None for one unknown."""
    row = store.find_session(db, token_hash(token))
    return None if row is None else _end(row, now)


def is_presence_worth_noting(session: Session, now: datetime) -> bool:
    """Whether to write down that the session is in use; a minute's precision saves most writes."""
    return now - session.last_seen_at >= _PRESENCE_EVERY


def note_presence(db: Db, token: str, *, now: datetime) -> None:
    """The session is in use: its idle time begins anew."""
    store.touch_session(db, token_hash(token), now=now)


def open_sessions(db: Db, moderator_id: str, *, now: datetime) -> list[OpenSession]:
    """Where a person is signed in, the last used one first."""
    rows = store.open_sessions(db, moderator_id, now=now, seen_after=now - IDLE)
    return [OpenSession(**{name: row[name] for name in OpenSession.__dataclass_fields__}) for row in rows]


def end_session(db: Db, token: str, *, now: datetime, because: str = SIGNED_OUT) -> None:
    """End the session of this cookie."""
    store.end_sessions(db, store.with_token(token_hash(token)), because=because, now=now)


def renew(db: Db, session: Session, *, now: datetime) -> Session:
    """How this person signs in has changed: their other sessions end, and this one goes on under a new token.

    Its absolute end stays, and so does the time by which it is called fresh.
    """
    end_all(db, session.moderator_id, because=SECURITY, now=now, but=session.id)
    token, csrf = new_token("se"), new_token("cs")
    store.replace_token(db, session.id, token_hash=token_hash(token), csrf_token=csrf)
    has_factor = factors.has_factor(db, session.moderator_id)
    return replace(session, token=token, csrf_token=csrf, has_factor=has_factor)


def end_one(db: Db, session_id: str, *, moderator_id: str, now: datetime) -> bool:
    """A person ends one of their own sessions from another; False where they have none of that id."""
    mine = (store.with_id(session_id), store.of_person(moderator_id))
    return bool(store.end_sessions(db, *mine, because=ELSEWHERE, now=now))


def end_all(db: Db, moderator_id: str, *, because: str, now: datetime, but: str | None = None) -> int:
    """End every session of a person, except one by id; returns how many."""
    others = [] if but is None else [~store.with_id(but)]
    return store.end_sessions(db, store.of_person(moderator_id), *others, because=because, now=now)


def _end(row: Mapping[str, Any], now: datetime) -> str | None:
    if row["ended_because"] is not None:
        return str(row["ended_because"])
    if row["disabled_at"] is not None:
        return BY_ADMIN
    return "time" if row["ends_at"] <= now or now - row["last_seen_at"] > IDLE else None
