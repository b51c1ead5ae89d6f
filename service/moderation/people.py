"""Moderators: invited by a link that works once, with a role each, and shut out at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from service.domain.errors import Conflict, Fault, Invalid, NotFound, Refused
from service.domain.ids import new_id
from service.moderation import sessions, sign_in
from service.moderation.sessions import BY_ADMIN, SECURITY
from service.secrets import Keyring, Secret, new_token, token_hash
from service.store import factors, staff
from service.store import moderators as store
from service.store.engine import Db
from service.store.moderators import Moderator

ROLES = ("admin", "editor", "moderator", "viewer")
"""Each may do what those behind it may."""

LINK_LIFE = timedelta(hours=24)
FIRST_MODERATOR = "admin@newsroom.example"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link's token for one person; shown once, stored as a hash."""

    moderator_id: str
    role: str
    token: str


def is_at_least(role: str, least: str) -> bool:
    """Whether a role may do what `least` may."""
    return ROLES.index(role) <= ROLES.index(least)


def invite(db: Db, *, keyring: Keyring, email: str, role: str, now: datetime) -> Invitation:
    """Add a moderator, or give a known one a new link; the role of a known one changes to `role`.

    Raises Invalid for an unknown role or an address that cannot be one, Conflict (`person.last_admin`).
    """
    if role not in ROLES:
        raise Invalid([Fault("role", "person.role_unknown", {"roles": ", ".join(ROLES)})])
    address = Secret(_valid(email))
    index, token = keyring.email_index(address), new_token("si")
    link = {"sign_in_hash": token_hash(token), "sign_in_until": now + LINK_LIFE}
    known = store.moderator_by_email(db, index)
    if known is not None:
        if role != "admin":
            require_another_admin(db, known)
        store.set_on_moderator(db, known.id, role=role, disabled_at=None, **link)
        return Invitation(known.id, role, token)
    person_id = new_id("mod")
    sealed = keyring.encrypt(address, place=_place(person_id))
    row = {"id": person_id, "email_index": index, "email_ciphertext": sealed, "role": role, "created_at": now}
    store.add_moderator(db, row | link)
    return Invitation(person_id, role, token)


def first_invitation(db: Db, *, keyring: Keyring, now: datetime) -> Invitation | None:
    """A link for the first moderator, an admin; None once anybody has a way in."""
    if staff.joined(db):
        return None
    return invite(db, keyring=keyring, email=FIRST_MODERATOR, role="admin", now=now)


def people(db: Db, *, keyring: Keyring) -> list[tuple[Moderator, Secret]]:
    """Everybody with their address, for those who manage people."""
    return [(person, address_of(person, keyring=keyring)) for person in store.all_moderators(db)]


def address_of(person: Moderator, *, keyring: Keyring) -> Secret:
    """A moderator's own address."""
    return keyring.decrypt(person.email_ciphertext, place=_place(person.id))


def disable(db: Db, *, keyring: Keyring, email: str, now: datetime) -> None:
    """Shut a person out at once, sessions included.

    Raises NotFound for an unknown address, Conflict (`person.last_admin`).
    """
    shut_out(db, _by_address(db, email, keyring), now=now)


def shut_out(db: Db, person: Moderator, *, now: datetime) -> None:
    """Disable somebody at once, sessions and link included. Raises Conflict (`person.last_admin`)."""
    require_another_admin(db, person)
    store.set_on_moderator(db, person.id, disabled_at=now, sign_in_hash=None, sign_in_until=None)
    sessions.end_all(db, person.id, because=BY_ADMIN, now=now)


def reset_second_factor(db: Db, *, keyring: Keyring, email: str, now: datetime) -> None:
    """Forget a person's second factors, recovery codes included. Raises NotFound for an unknown address."""
    forget_factors(db, _by_address(db, email, keyring), now=now)


def forget_factors(db: Db, person: Moderator, *, now: datetime) -> None:
    """Forget somebody's second factors; they set up a new one when they come in."""
    factors.remove_factors(db, person.id)
    store.set_on_moderator(db, person.id, factor_put_off_at=None)
    sessions.end_all(db, person.id, because=SECURITY, now=now)


def require_another_admin(db: Db, person: Moderator) -> None:
    """Raises Conflict (`person.last_admin`) where nobody else could manage people.

    The admins' rows stay locked until the transaction ends, so that two cannot remove each other at once.
    """
    if staff.joined_admins(db, locking=True) == [person.id]:
        raise Conflict("person.last_admin")


def put_off_factor(db: Db, moderator_id: str, *, now: datetime) -> None:
    """Do not ask for a second factor again; in development only, which the caller sees to."""
    store.set_on_moderator(db, moderator_id, factor_put_off_at=now)


def invited_person(db: Db, *, token: str, now: datetime) -> Moderator:
    """Whom a one-time link is for. Raises Refused (`link.not_valid`) for a spent, old or unknown one."""
    person = store.moderator_by_sign_in(db, token_hash(token))
    if person is None or person.disabled_at or not person.sign_in_until or person.sign_in_until <= now:
        raise Refused("link.not_valid")
    return person


def person_of_spent_link(db: Db, *, token: str) -> Moderator | None:
    """Who used this link, where it is the last one that was made for them."""
    person = store.moderator_by_sign_in(db, token_hash(token))
    return person if person is not None and person.sign_in_until is None else None


def accept_invitation(
    db: Db, *, token: str, password_hash: str, keyring: Keyring, now: datetime
) -> Moderator:
    """Spend a one-time link: the password is set, and whoever was signed in under the old one is no more.

    Raises Refused (`link.not_valid`).
    """
    person = invited_person(db, token=token, now=now)
    if not store.use_sign_in(db, person.id, token_hash(token), now=now, password_hash=password_hash):
        raise Refused("link.not_valid")
    sessions.end_all(db, person.id, because=SECURITY, now=now)
    sign_in.free_account(db, person.id, keyring=keyring)
    return person


def change_password(db: Db, moderator_id: str, *, password_hash: str, keyring: Keyring) -> None:
    """Sign in with another password from now on; wrong attempts at the old one are forgotten."""
    store.set_on_moderator(db, moderator_id, password_hash=password_hash)
    sign_in.free_account(db, moderator_id, keyring=keyring)


def _by_address(db: Db, email: str, keyring: Keyring) -> Moderator:
    person = store.moderator_by_email(db, keyring.email_index(Secret(email.strip())))
    if person is None:
        raise NotFound("person.not_found")
    return person


def _valid(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise Invalid([Fault("email", "email.invalid")]) from None


def _place(moderator_id: str) -> str:
    return f"moderator|email|{moderator_id}"
