"""Passwords: what makes a good one, and its hash (argon2id)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from service.domain.errors import Fault, Invalid
from service.secrets import new_token
from service.store.moderators import Moderator

SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 256
_FEWEST_LETTERS = 6  # different ones
# What guessers try first, as far as it is long enough once doubled or joined.
_COMMON = (
    "password",
    "passw0rd",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwerty",
    "123456789",
    "0123456789",
    "987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "moderator",
    "newsroom",
    "taliq",
    "كلمةالمرور",
    "كلمةالسر",
    "مرحبا",
    "تعليق",
    "ضصثقفغعهخحجد",
)


def checked_password(password: str, *, about: Iterable[str] = ()) -> str:
    """The password in the form that is hashed, whatever keyboard it came from (NFKC, as NIST SP 800-63B says).

    about: words that belong to the person or the place and so are no secret.
    Raises Invalid: `password.length`, or `password.too_easy` for few letters and for what guessers try first.
    """
    normal = _normal(password)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        limits = {"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD}
        raise Invalid([Fault("password", "password.length", limits)])
    rest = _letters(normal)
    if len(set(rest)) < _FEWEST_LETTERS or len(_without(rest, (*_COMMON, *about))) < SHORTEST_PASSWORD // 2:
        raise Invalid([Fault("password", "password.too_easy")])
    return normal


def hash_password(password: str) -> str:
    """argon2id, 64 MiB and about a tenth of a second: never inside a transaction."""
    return _hasher().hash(_normal(password))


def is_password_of(password: str, person: Moderator | None) -> bool:
    """Whether the password is this person's; as slow for nobody as for somebody."""
    stored = person.password_hash if person and person.password_hash else _dummy_hash()
    try:
        _hasher().verify(stored, _normal(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return person is not None and person.password_hash is not None and person.disabled_at is None


def is_outdated(person: Moderator) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return person.password_hash is not None and _hasher().check_needs_rehash(person.password_hash)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted(map(_letters, words), key=len, reverse=True):
        text = text.replace(word, "") if len(word) > 3 else text
    return "" if text.isdecimal() else text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _dummy_hash() -> str:
    return _hasher().hash(new_token("no"))
