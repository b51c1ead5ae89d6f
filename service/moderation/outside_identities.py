"""People whom an OpenID provider vouches for: linked by hand, by an invitation or from one's own settings.

A provider's e-mail address decides nothing: it changes hands, and some providers let people write it themselves.
"""

from datetime import datetime

from service.domain.errors import Conflict, Refused
from service.moderation import people, sessions, sign_in
from service.moderation.openid import Outsider
from service.moderation.sessions import SECURITY, Client
from service.moderation.sign_in import Admission
from service.secrets import Keyring, token_hash
from service.store import identities as store
from service.store import moderators, passkeys
from service.store.engine import Db


def come_in(db: Db, outsider: Outsider, *, keyring: Keyring, client: Client, now: datetime) -> Admission:
    """Let in whoever is linked with this person of the provider.

    Where the provider asked for one factor only, ours is asked for. Raises Refused: `outside.unknown`
    for nobody of ours, `outside.refused` for somebody disabled.
    """
    person_id = store.person_behind(db, issuer=outsider.issuer, subject=outsider.subject)
    person = person_id and moderators.moderator_by_id(db, person_id)
    if not person:
        raise Refused("outside.unknown")
    if person.disabled_at is not None:
        raise Refused("outside.refused")
    if outsider.has_two_factors:
        return sign_in.admit_proved(db, person, client=client, replaced=None, now=now)
    return sign_in.admit(db, person, keyring=keyring, client=client, replaced=None, now=now)


def accept_invitation(
    db: Db, outsider: Outsider, *, token: str, keyring: Keyring, client: Client, now: datetime
) -> Admission:
    """Spend a one-time link without setting a password: the provider's person is linked instead.

    Raises Refused (`link.not_valid`), Conflict (`outside.taken`).
    """
    person = people.invited_person(db, token=token, now=now)
    if not moderators.use_sign_in(db, person.id, token_hash(token), now=now):
        raise Refused("link.not_valid")
    link(db, outsider, moderator_id=person.id, now=now)
    return come_in(db, outsider, keyring=keyring, client=client, now=now)


def link(db: Db, outsider: Outsider, *, moderator_id: str, now: datetime) -> None:
    """Let the provider's person come in as this one. Raises Conflict (`outside.taken`) for somebody else's."""
    behind = store.person_behind(db, issuer=outsider.issuer, subject=outsider.subject)
    if behind == moderator_id:
        return
    if not store.add_identity(
        db, issuer=outsider.issuer, subject=outsider.subject, moderator_id=moderator_id, now=now
    ):
        raise Conflict("outside.taken")
    sessions.end_all(db, moderator_id, because=SECURITY, now=now)


def unlink(db: Db, moderator_id: str) -> None:
    """Come in without the provider. Raises Conflict (`outside.only_way`) where there is no other way."""
    person = moderators.moderator_by_id(db, moderator_id)
    if person is None or not (person.password_hash or passkeys.passkeys_of(db, moderator_id)):
        raise Conflict("outside.only_way")
    store.remove_identities(db, moderator_id)
