"""One parser per kind of value: text in, a typed value out.

Each raises ValueError with a sentence that ends what is wrong and names the
remedy. The sentence never repeats the value: it may be a secret.
"""

import base64
import binascii
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

SECRET_KEY_MIN_CHARACTERS = 32
EMAIL_KEY_BYTES = 32

_WORDS_ON = {"on", "true", "yes", "1"}
_WORDS_OFF = {"off", "false", "no", "0"}
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_REDIS = ("redis", "rediss", "unix", "redis+unix", "redis+socket")


def switch(text: str) -> bool:
    """`on` or `off` (also true/false, yes/no, 1/0); anything else is refused, not guessed."""
    word = text.casefold()
    if word in _WORDS_ON:
        return True
    if word in _WORDS_OFF:
        return False
    raise ValueError("is neither on nor off; write one of the two")


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A whole number from `low` to `high`, both included."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"is no whole number from {low} to {high}; write one")
        return int(text)

    return parse


def seconds(low: float, high: float) -> Callable[[str], float]:
    """Seconds from `low` to `high`, both included, with an optional decimal part."""

    def parse(text: str) -> float:
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) or not low <= float(text) <= high:
            raise ValueError(f"is no number of seconds from {low:g} to {high:g}; write one")
        return float(text)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    """One of a few words, in any case; returned in the case given here."""

    def parse(text: str) -> str:
        word = text.casefold()
        if word not in choices:
            raise ValueError(f"is none of {', '.join(choices)}; write one of them")
        return word

    return parse


def time_zone(text: str) -> ZoneInfo:
    """A time zone of the IANA database."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown, no name, or a folder of names
        raise ValueError("is no time zone; write an IANA name such as Asia/Riyadh") from None


def folder(text: str) -> Path:
    """A folder, made absolute, so that it means the same in every process."""
    if "?" in text:
        raise ValueError("has a question mark, which a database address cannot hold; choose another folder")
    return Path(text).expanduser().absolute()


def host(text: str) -> str:
    """A host name or address to listen on, without scheme and port."""
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,255}", text):
        raise ValueError("is no host name or address; write one such as 127.0.0.1, without scheme and port")
    return text


def public_url(text: str) -> str:
    """Scheme, host and port of the site as readers see it, without the closing slash."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("is no web address; write one such as https://comments.example.org")
    if parts.query or parts.fragment:
        raise ValueError("has a query or a fragment; write the address without them")
    return text.rstrip("/")


def issuer(text: str) -> str:
    """An OpenID provider's issuer, to the letter: tokens name it so. Plain http only on this machine."""
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("is no web address; write the provider's issuer, such as https://id.example.org")
    if parts.query or parts.fragment:
        raise ValueError("has a query or a fragment; write the issuer without them")
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("is a plain http address of another machine; write one with https")
    return text


def visible_ascii(text: str) -> str:
    """What OAuth allows in a client's id and secret (RFC 6749, appendix A), up to 500 characters."""
    if len(text) > 500 or not (text.isascii() and text.isprintable()):
        raise ValueError("is no line of up to 500 ASCII characters; write it as the provider shows it")
    return text


def label(text: str) -> str:
    """A few words for a button, in any script."""
    if len(text) > 60 or not all(letter.isalnum() or letter in " .-_'&()" for letter in text):
        raise ValueError(
            "is no name of up to 60 letters, digits and blanks; write one such as Newsroom account"
        )
    return text


def database_url(text: str) -> str:
    """`sqlite:///FILE` or `postgresql://…`; PostgreSQL always through psycopg 3."""
    parts = _split(text)
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2:
            raise ValueError("names no file; write sqlite:///FILE (several processes cannot share memory)")
        return text
    if parts.scheme not in _POSTGRESQL:
        raise ValueError("is neither sqlite:///FILE nor postgresql://USER@HOST/NAME; write one of the two")
    return f"postgresql+psycopg{text[len(parts.scheme) :]}"


def redis_url(text: str) -> str:
    """`redis://…`, `rediss://…` or a unix socket in any of its spellings (see `config.redis`)."""
    parts = _split(text)
    if parts.scheme not in _REDIS or not (parts.hostname or parts.path.strip("/")):
        raise ValueError("is no Redis address; write redis://HOST:6379/0 or unix:///PATH/redis.sock")
    return text


def secret_key(text: str) -> str:
    """The key everything short-lived is signed with."""
    if len(text) < SECRET_KEY_MIN_CHARACTERS:
        raise ValueError(
            f"is shorter than {SECRET_KEY_MIN_CHARACTERS} characters; "
            'make one with python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return text


def email_keys(text: str) -> tuple[bytes, ...]:
    """Keys of 32 bytes in base64url, newest first, apart by commas or white space."""
    keys = tuple(_email_key(word) for word in re.split(r"[,\s]+", text) if word)
    if not keys or len(set(keys)) != len(keys):
        raise ValueError("holds no key or one of them twice; write each key once, newest first")
    return keys


def _email_key(word: str) -> bytes:
    try:
        key = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != EMAIL_KEY_BYTES:
        raise ValueError(
            f"holds a key that is not {EMAIL_KEY_BYTES} bytes in base64url; make one with "
            'python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    return key


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError("is no well-formed address; check its brackets and its port") from None
    return parts
