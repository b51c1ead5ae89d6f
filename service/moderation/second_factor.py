"""The second factor: an authenticator's codes (TOTP, RFC 6238), and recovery codes for the day it is lost.

Of an authenticator's codes only the present one counts, and each counts once: the newest time step used is
kept, and the database compares and sets it, so two processes cannot both take the same code.
"""

import base64
import hmac
import secrets as randomness
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from service.domain.errors import Fault, Invalid
from service.moderation import sealed
from service.secrets import Keyring, Secret, token_hash
from service.store import factors as store
from service.store.engine import Db

STEP_S = 30
RECOVERY_CODES = 10
OFFER_LIFE = timedelta(hours=1)
_ISSUER = "Taliq"
_RECOVERY_BYTES = 16
_OFFER = "totp-offer"


@dataclass(frozen=True, slots=True)
class Offer:
    """A new authenticator that is not in force yet.

    secret: in groups of four, for typing. address: for the picture that phones read. sealed: for the form.
    """

    secret: str
    address: str
    sealed: str


def offer_totp(*, keyring: Keyring, moderator_id: str, name: str, now: datetime, again: str = "") -> Offer:
    """A fresh secret; nothing is stored until its first code comes back.

    again: the sealed secret of a form whose code was wrong, so that the phone need not read anew.
    """
    sealed_for = f"{_OFFER}|{moderator_id}"
    if again:
        secret = sealed.unseal(keyring, again, purpose=sealed_for, now=now)["secret"]
    else:
        secret = pyotp.random_base32()
        again = sealed.seal(keyring, {"secret": secret}, purpose=sealed_for, ends_at=now + OFFER_LIFE)
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offer(grouped, address, again)


def accept_totp(
    db: Db, *, keyring: Keyring, moderator_id: str, offer: str, code: str, now: datetime
) -> list[str]:
    """Put an authenticator in force by its first code; returns recovery codes where there were none.

    Raises Invalid (`factor.code_wrong`), Refused (`proof.not_valid`) for an offer that is too old.
    """
    values = sealed.unseal(keyring, offer, purpose=f"{_OFFER}|{moderator_id}", now=now)
    step = _step_of(code, values["secret"], now)
    if step is None:
        raise Invalid([Fault("code", "factor.code_wrong")])
    sealed.spend(db, values)
    ciphertext = keyring.encrypt(Secret(values["secret"]), place=_place(moderator_id))
    store.put_totp(db, moderator_id, secret_ciphertext=ciphertext, last_step=step, now=now)
    return [] if store.count_recovery_codes(db, moderator_id) else renew_recovery_codes(db, moderator_id)


def is_code_right(db: Db, *, keyring: Keyring, moderator_id: str, code: str, now: datetime) -> bool:
    """Whether this is the person's present code or a recovery code; it is used up by asking."""
    ciphertext = store.totp_secret(db, moderator_id)
    if ciphertext is not None:
        secret = keyring.decrypt(ciphertext, place=_place(moderator_id)).reveal()
        step = _step_of(code, secret, now)
        if step is not None:
            return store.use_step(db, moderator_id, step)
    return store.spend_recovery_code(db, moderator_id, token_hash(_plain(code)))


def renew_recovery_codes(db: Db, moderator_id: str) -> list[str]:
    """Ten new codes of 128 bits; the old ones are worth nothing any more. Only their hashes are stored."""
    codes = [_letters(randomness.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    store.replace_recovery_codes(db, moderator_id, [token_hash(code) for code in codes])
    return ["-".join(code[at : at + 5] for at in range(0, len(code), 5)) for code in codes]


def remove_totp(db: Db, moderator_id: str) -> None:
    """Sign in without the authenticator from now on; recovery codes go with the last factor."""
    store.remove_totp(db, moderator_id)
    if not store.has_factor(db, moderator_id):
        store.replace_recovery_codes(db, moderator_id, [])


def _step_of(code: str, secret: str, now: datetime) -> int | None:
    """The present time step, where this is its code."""
    present = pyotp.TOTP(secret).at(now)
    return int(now.timestamp()) // STEP_S if hmac.compare_digest(present, _plain(code)) else None


def _plain(code: str) -> str:
    """A code as it was given out: whatever digits, blanks and capitals it was typed with."""
    kept = (letter for letter in unicodedata.normalize("NFKC", code).lower() if letter.isalnum())
    plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in kept)
    return plain if plain.isascii() else ""


def _letters(value: bytes) -> str:
    return base64.b32encode(value).decode().rstrip("=").lower()


def _place(moderator_id: str) -> str:
    return f"totp|secret|{moderator_id}"
