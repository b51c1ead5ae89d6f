"""Passkeys (WebAuthn Level 3): registered by somebody signed in, and enough to come in by themselves.

A passkey proves possession and, because user verification is required, a finger, a face or a PIN as well: it
is both factors at once. Each challenge is ours, five minutes old at most, and used once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from service.domain.errors import Refused
from service.domain.ids import new_id
from service.moderation import sealed
from service.moderation.second_factor import renew_recovery_codes
from service.secrets import Keyring
from service.store import factors
from service.store import passkeys as store
from service.store.engine import Db
from service.store.moderators import Moderator, moderator_by_id
from service.store.passkeys import Passkey

CHALLENGE_LIFE = timedelta(minutes=5)
LONGEST_NAME = 60
_NAME = "Taliq"
_COMING_IN = "passkey-sign-in"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom passkeys are made for. host: its domain. origin: as the browser writes it."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a page needs to ask an authenticator. options: JSON for the browser. sealed: for the form."""

    options: str
    sealed: str


def offer_passkey(
    db: Db, *, keyring: Keyring, party: RelyingParty, moderator_id: str, name: str, now: datetime
) -> Challenge:
    """Ask an authenticator for a new passkey; one that has been registered already will not make another."""
    known = [
        PublicKeyCredentialDescriptor(id=one.credential_id) for one in store.passkeys_of(db, moderator_id)
    ]
    options = generate_registration_options(
        rp_id=party.host,
        rp_name=_NAME,
        user_name=name,
        user_id=moderator_id.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=known,
    )
    told = {"challenge": bytes_to_base64url(options.challenge)}
    purpose = f"passkey-add|{moderator_id}"
    return Challenge(
        options_to_json(options), sealed.seal(keyring, told, purpose=purpose, ends_at=now + CHALLENGE_LIFE)
    )


def accept_passkey(
    db: Db,
    *,
    keyring: Keyring,
    party: RelyingParty,
    moderator_id: str,
    challenge: str,
    credential: str,
    name: str,
    now: datetime,
) -> list[str]:
    """Register the passkey that an authenticator made; returns recovery codes where there were none.

    Raises Refused: `passkey.refused` for an answer that does not hold, `proof.…` for a challenge too old or used.
    """
    values = sealed.unseal(keyring, challenge, purpose=f"passkey-add|{moderator_id}", now=now)
    try:
        answer = parse_registration_credential_json(credential)
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(values["challenge"]),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("passkey.refused") from None
    sealed.spend(db, values)
    if store.find_passkey(db, verified.credential_id) is not None:
        raise Refused("passkey.refused")
    made = Passkey(
        id=new_id("pky"),
        moderator_id=moderator_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name[:LONGEST_NAME],
        transports=[transport.value for transport in answer.response.transports or ()],
        created_at=now,
        last_used_at=None,
    )
    store.add_passkey(db, made)
    return [] if factors.count_recovery_codes(db, moderator_id) else renew_recovery_codes(db, moderator_id)


def ask_for_passkey(*, keyring: Keyring, party: RelyingParty, now: datetime) -> Challenge:
    """Ask whoever is at the door for any passkey of theirs; the authenticator knows whose it is."""
    options = generate_authentication_options(
        rp_id=party.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    told = {"challenge": bytes_to_base64url(options.challenge)}
    return Challenge(
        options_to_json(options), sealed.seal(keyring, told, purpose=_COMING_IN, ends_at=now + CHALLENGE_LIFE)
    )


def person_of_passkey(
    db: Db, *, keyring: Keyring, party: RelyingParty, challenge: str, credential: str, now: datetime
) -> Moderator:
    """Who signed the challenge. Raises Refused as `accept_passkey` does, also for somebody disabled."""
    values = sealed.unseal(keyring, challenge, purpose=_COMING_IN, now=now)
    try:
        answer = parse_authentication_credential_json(credential)
        known = store.find_passkey(db, answer.raw_id)
        if known is None:
            raise Refused("passkey.refused")
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(values["challenge"]),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("passkey.refused") from None
    sealed.spend(db, values)
    person = moderator_by_id(db, known.moderator_id)
    if person is None or person.disabled_at is not None:
        raise Refused("passkey.refused")
    store.note_passkey_use(db, known.id, sign_count=verified.new_sign_count, now=now)
    return person


def remove_passkey(db: Db, passkey_id: str, *, moderator_id: str) -> bool:
    """Come in without it from now on; recovery codes go with the last factor. False where there is none such."""
    was_there = store.remove_passkey(db, passkey_id, moderator_id=moderator_id)
    if not factors.has_factor(db, moderator_id):
        factors.replace_recovery_codes(db, moderator_id, [])
    return was_there
