"""Managing people, for admins: who there is, roles, new links, shutting out; an admin always remains."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.errors import Conflict, Fault, Invalid, NotFound
from service.moderation import people, sessions
from service.moderation.people import ROLES, Invitation, address_of, invite
from service.moderation.sessions import SECURITY
from service.secrets import Keyring, Secret, new_token, token_hash
from service.store import moderators as store
from service.store import staff
from service.store.engine import Db
from service.store.moderators import Moderator


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person in the list. state: `active`, `invited`, `expired` (the link was not used) or `disabled`."""

    id: str
    address: Secret
    role: str
    state: str
    has_factor: bool
    last_seen_at: datetime | None
    is_last_admin: bool


def colleagues(db: Db, *, keyring: Keyring, now: datetime) -> list[Colleague]:
    """Everybody, those who can come in first."""
    last_seen, with_factor = staff.last_seen(db), staff.with_factor(db)
    joined, admins = staff.joined(db), staff.joined_admins(db)
    rows = [
        Colleague(
            id=person.id,
            address=address_of(person, keyring=keyring),
            role=person.role,
            state=_state(person, person.id in joined, now),
            has_factor=person.id in with_factor,
            last_seen_at=last_seen.get(person.id),
            is_last_admin=admins == [person.id],
        )
        for person in store.all_moderators(db)
    ]
    return sorted(rows, key=lambda row: row.state == "disabled")


def invite_new(db: Db, *, keyring: Keyring, email: str, role: str, now: datetime) -> Invitation:
    """Add somebody. Raises Invalid for a wrong address or role, and for somebody who is here already."""
    if store.moderator_by_email(db, keyring.email_index(Secret(email.strip()))) is not None:
        raise Invalid([Fault("email", "person.known")])
    return invite(db, keyring=keyring, email=email, role=role, now=now)


def new_link(db: Db, person_id: str, *, now: datetime, life_s: float) -> Invitation:
    """A one-time link for somebody known: it sets a new password and leaves the second factor as it is.

    Raises NotFound, and Conflict (`person.disabled`).
    """
    person = _person(db, person_id)
    if person.disabled_at is not None:
        raise Conflict("person.disabled")
    token = new_token("si")
    until = datetime.fromtimestamp(now.timestamp() + life_s, now.tzinfo)
    store.set_on_moderator(db, person.id, sign_in_hash=token_hash(token), sign_in_until=until)
    return Invitation(person.id, person.role, token)


def change_role(db: Db, person_id: str, role: str, *, now: datetime) -> None:
    """Give somebody another role; they sign in anew under it.

    Raises NotFound, Invalid for an unknown role, Conflict (`person.last_admin`).
    """
    if role not in ROLES:
        raise Invalid([Fault("role", "person.role_unknown", {"roles": ", ".join(ROLES)})])
    person = _person(db, person_id)
    if role == person.role:
        return
    people.require_another_admin(db, person)
    store.set_on_moderator(db, person.id, role=role)
    sessions.end_all(db, person.id, because=SECURITY, now=now)


def shut_out(db: Db, person_id: str, *, now: datetime) -> None:
    """Disable somebody at once, sessions and link included. Raises NotFound, Conflict (`person.last_admin`)."""
    people.shut_out(db, _person(db, person_id), now=now)


def let_back_in(db: Db, person_id: str) -> None:
    """Enable somebody again, with the password and the factor they had. Raises NotFound."""
    store.set_on_moderator(db, _person(db, person_id).id, disabled_at=None)


def reset_second_factor(db: Db, person_id: str, *, now: datetime) -> None:
    """Forget somebody's second factors; they set up a new one when they come in. Raises NotFound."""
    people.forget_factors(db, _person(db, person_id), now=now)


def _person(db: Db, person_id: str) -> Moderator:
    person = store.moderator_by_id(db, person_id)
    if person is None:
        raise NotFound("person.not_found")
    return person


def _state(person: Moderator, has_joined: bool, now: datetime) -> str:
    if person.disabled_at is not None:
        return "disabled"
    if has_joined:
        return "active"
    return "invited" if person.sign_in_until and person.sign_in_until > now else "expired"
