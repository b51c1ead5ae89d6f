"""Keys, private values and one-way names.

An e-mail address exists in clear only inside `Secret`, in process memory. The
database holds it encrypted (AES-256-GCM, bound to its row) and indexed by a
keyed hash; tokens and API keys are stored as hashes only.
"""

import base64
import hashlib
import hmac
import os
import secrets as randomness
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import idna
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.domain.errors import TaliqError

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12


class CannotDecrypt(TaliqError):
    """The key is missing, or the value was moved to another row or altered."""

    code = "secret.cannot_decrypt"


class Secret:
    """A private value that refuses to be shown, logged, serialised or compared by accident."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The value in clear; every caller of this is a place to review."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not serialised")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The service's keys, derived once at start.

    email_keys: 32-byte AES keys, newest first: the first encrypts, all decrypt.
    index_key, token_key, credential_key, address_key, guard_key: 32-byte HMAC keys, each for one purpose.
    """

    email_keys: tuple[bytes, ...]
    index_key: bytes
    token_key: bytes
    credential_key: bytes
    address_key: bytes
    guard_key: bytes

    @classmethod
    def derive(cls, secret_key: str, email_keys: Sequence[bytes]) -> "Keyring":
        """Keys of this instance from TALIQ_SECRET_KEY (HKDF-SHA256) and TALIQ_EMAIL_KEYS."""
        return cls(
            email_keys=tuple(email_keys),
            index_key=_derive(secret_key, b"email-index"),
            token_key=_derive(secret_key, b"author-token"),
            credential_key=_derive(secret_key, b"author-credential"),
            address_key=_derive(secret_key, b"ip-address"),
            guard_key=_derive(secret_key, b"body-guard"),
        )

    def __repr__(self) -> str:
        return "Keyring(***)"

    def encrypt(self, secret: Secret, *, place: str) -> bytes:
        """version | key id | nonce | ciphertext; `place` is "table|column|row id" and binds it there."""
        key = self.email_keys[0]
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, secret.reveal().encode(), place.encode())
        return _VERSION + _key_id(key) + nonce + sealed

    def decrypt(self, value: bytes, *, place: str) -> Secret:
        """The private value of this row.

        Raises CannotDecrypt for a value of another row, a missing key, or any change.
        """
        key_id, rest = value[1 : 1 + _KEY_ID_BYTES], value[1 + _KEY_ID_BYTES :]
        for key in self.email_keys:
            if _key_id(key) == key_id and value[:1] == _VERSION:
                try:
                    clear = AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place.encode())
                except InvalidTag:
                    raise CannotDecrypt from None
                return Secret(clear.decode())
        raise CannotDecrypt

    def email_index(self, email: Secret) -> str:
        """Keyed hash (hex) by which an address is found; spelling variants of one address share it."""
        return hmac.new(self.index_key, normal_email(email.reveal()).encode(), hashlib.sha256).hexdigest()

    def author_token(self, comment_id: str) -> str:
        """The author's only secret for one comment; derived, so that a repeated request gets the same."""
        digest = hmac.new(self.token_key, comment_id.encode(), hashlib.sha256).digest()
        return "ct_" + base64.urlsafe_b64encode(digest[:24]).decode()

    def address_name(self, address: str, day: str) -> str:
        """A name for an IP address that nobody can turn back; another one every day (`2026-11-23`)."""
        return hmac.new(self.address_key, f"{day}|{address}".encode(), hashlib.sha256).hexdigest()[:32]

    def guard(self, *parts: str) -> bytes:
        """Keyed hash of several values together, for duplicate and idempotency guards."""
        return _keyed(self.guard_key, parts)

    def credential_seal(self, *parts: str) -> str:
        """What proves that we issued an author's credential over these values: 32 URL-safe characters."""
        return base64.urlsafe_b64encode(_keyed(self.credential_key, parts)[:24]).decode()


def normal_email(address: str) -> str:
    """The form under which an address is recognised: casefolded, its domain in ASCII."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return f"{local.casefold()}@{domain.lower()}"
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        ascii_domain = domain
    return f"{local.casefold()}@{ascii_domain.lower()}"


def email_domain(address: str) -> str:
    """Lower-case ASCII domain of an address."""
    return normal_email(address).rpartition("@")[2]


def token_hash(token: str) -> bytes:
    """What is stored of a random token of 128 bits or more: SHA-256 needs no salt there."""
    return hashlib.sha256(token.encode()).digest()


def new_token(prefix: str) -> str:
    """A fresh random token such as `tk_…` with 256 random bits."""
    return f"{prefix}_{randomness.token_urlsafe(32)}"


def _keyed(key: bytes, parts: Sequence[str]) -> bytes:
    """HMAC-SHA256 over several values, each framed by its length so that none can lend to the next."""
    framed = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    return hmac.new(key, framed, hashlib.sha256).digest()


def _derive(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"taliq|" + purpose).derive(
        secret_key.encode()
    )


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"taliq|key-id|" + key).digest()[:_KEY_ID_BYTES]
