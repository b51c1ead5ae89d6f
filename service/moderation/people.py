"""Moderators: invited by a link that works once, known by password, followed by session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from email_validator import EmailNotValidError, validate_email

from service.domain.errors import Fault, Invalid, NotFound, Refused
from service.domain.ids import new_id
from service.secrets import Keyring, Secret, new_token, token_hash
from service.store import moderators as store
from service.store.engine import Db
from service.store.moderators import Moderator

ROLES = ("admin", "editor", "moderator", "viewer")
"""Each may do what those behind it may."""

LINK_LIFE = timedelta(hours=24)
IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
_PRESENCE_EVERY = timedelta(minutes=1)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 256
_FREE_FAILURES, _LONGEST_PAUSE = 5, timedelta(minutes=15)
FIRST_MODERATOR = "admin@newsroom.example"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link's token for one person; shown once, stored as a hash."""

    moderator_id: str
    role: str
    token: str


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in. token: for the cookie, only when the session is made."""

    moderator_id: str
    role: str
    csrf_token: str
    last_seen_at: datetime
    token: str = ""


def is_at_least(role: str, least: str) -> bool:
    """Whether a role may do what `least` may."""
    return ROLES.index(role) <= ROLES.index(least)


def invite(db: Db, *, keyring: Keyring, email: str, role: str, now: datetime) -> Invitation:
    """Add a moderator, or give a known one a new link; the role of a known one changes to `role`.

    Raises Invalid for an unknown role or an address that cannot be one.
    """
    if role not in ROLES:
        raise Invalid([Fault("role", "person.role_unknown", {"roles": ", ".join(ROLES)})])
    address = Secret(_valid(email))
    index, token = keyring.email_index(address), new_token("si")
    link = {"sign_in_hash": token_hash(token), "sign_in_until": now + LINK_LIFE}
    known = store.moderator_by_email(db, index)
    if known is not None:
        store.set_on_moderator(db, known.id, role=role, disabled_at=None, **link)
        return Invitation(known.id, role, token)
    person_id = new_id("mod")
    sealed = keyring.encrypt(address, place=_place(person_id))
    row = {"id": person_id, "email_index": index, "email_ciphertext": sealed, "role": role, "created_at": now}
    store.add_moderator(db, row | link)
    return Invitation(person_id, role, token)


def first_invitation(db: Db, *, keyring: Keyring, now: datetime) -> Invitation | None:
    """A link for the first moderator, an admin; None once anybody has set a password."""
    if any(person.password_hash for person in store.all_moderators(db)):
        return None
    return invite(db, keyring=keyring, email=FIRST_MODERATOR, role="admin", now=now)


def people(db: Db, *, keyring: Keyring) -> list[tuple[Moderator, Secret]]:
    """Everybody with their address, for those who manage people."""
    return [
        (person, keyring.decrypt(person.email_ciphertext, place=_place(person.id)))
        for person in store.all_moderators(db)
    ]


def disable(db: Db, *, keyring: Keyring, email: str, now: datetime) -> None:
    """Shut a person out at once, sessions included. Raises NotFound for an unknown address."""
    person = store.moderator_by_email(db, keyring.email_index(Secret(email.strip())))
    if person is None:
        raise NotFound("person.not_found")
    store.set_on_moderator(db, person.id, disabled_at=now, sign_in_hash=None, sign_in_until=None)
    store.end_sessions(db, moderator_id=person.id)


def accept_invitation(db: Db, *, token: str, password: str, now: datetime) -> Session:
    """Set the password behind a one-time link and sign in.

    Raises Refused (`link.not_valid`) for a spent, old or unknown link, Invalid for a password
    of less than 15 or more than 256 characters.
    """
    person = invited_person(db, token=token, now=now)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        limits = {"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD}
        raise Invalid([Fault("password", "password.length", limits)])
    if not store.use_sign_in(db, person.id, token_hash(token), password_hash=_hasher().hash(password)):
        raise Refused("link.not_valid")
    store.end_sessions(db, moderator_id=person.id)
    return _begin_session(db, person, now)


def invited_person(db: Db, *, token: str, now: datetime) -> Moderator:
    """Whom a one-time link is for. Raises Refused (`link.not_valid`)."""
    person = store.moderator_by_sign_in(db, token_hash(token))
    if person is None or person.disabled_at or not person.sign_in_until or person.sign_in_until <= now:
        raise Refused("link.not_valid")
    return person


def check_password(password: str, person: Moderator | None) -> bool:
    """Whether the password is this person's; as slow for nobody as for somebody (argon2id)."""
    stored = person.password_hash if person and person.password_hash else _dummy_hash()
    try:
        _hasher().verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return person is not None and person.password_hash is not None and person.disabled_at is None


def person_signing_in(db: Db, *, keyring: Keyring, email: str, now: datetime) -> Moderator | None:
    """The person of an address. Raises Refused (`sign_in.too_many`) while attempts are paused."""
    person = store.moderator_by_email(db, keyring.email_index(Secret(email.strip())))
    if person is not None and person.locked_until is not None and person.locked_until > now:
        raise Refused("sign_in.too_many")
    return person


def note_failure(db: Db, person: Moderator, *, now: datetime) -> None:
    """Count a wrong password: five are free, then 1, 2, 4 … seconds up to 15 minutes."""
    failures = person.failures + 1
    over = failures - _FREE_FAILURES
    pause = min(timedelta(seconds=2.0 ** min(over, 20)), _LONGEST_PAUSE) if over >= 0 else None
    store.set_on_moderator(db, person.id, failures=failures, locked_until=now + pause if pause else None)


def sign_in(db: Db, person: Moderator, *, now: datetime) -> Session:
    """A new session for somebody whose password was right."""
    store.set_on_moderator(db, person.id, failures=0, locked_until=None)
    return _begin_session(db, person, now)


def session_of(db: Db, token: str, *, now: datetime) -> Session | None:
    """Who this cookie belongs to; None when it ended (idle 30 minutes, absolute 12 hours) or never was."""
    row = store.find_session(db, token_hash(token))
    if row is None or row["ends_at"] <= now or now - row["last_seen_at"] > IDLE:
        return None
    person = store.moderator_by_id(db, row["moderator_id"])
    if person is None or person.disabled_at is not None:
        return None
    return Session(person.id, person.role, row["csrf_token"], row["last_seen_at"])


def is_presence_worth_noting(session: Session, now: datetime) -> bool:
    """Whether to write down that the session is in use; a minute's precision saves most writes."""
    return now - session.last_seen_at >= _PRESENCE_EVERY


def note_presence(db: Db, token: str, *, now: datetime) -> None:
    """The session is in use: its idle time begins anew."""
    store.touch_session(db, token_hash(token), now=now)


def end_session(db: Db, token: str) -> None:
    """Sign out."""
    store.end_sessions(db, token_hash=token_hash(token))


def _begin_session(db: Db, person: Moderator, now: datetime) -> Session:
    token, csrf = new_token("se"), new_token("cs")
    store.add_session(
        db,
        {
            "token_hash": token_hash(token),
            "moderator_id": person.id,
            "csrf_token": csrf,
            "created_at": now,
            "last_seen_at": now,
            "ends_at": now + ABSOLUTE,
        },
    )
    return Session(person.id, person.role, csrf, now, token)


def _valid(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise Invalid([Fault("email", "email.invalid")]) from None


def _place(moderator_id: str) -> str:
    return f"moderator|email|{moderator_id}"


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _dummy_hash() -> str:
    return _hasher().hash(new_token("no"))
