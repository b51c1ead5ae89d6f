"""Which addresses of people and pages may be kept, and in which form."""

from urllib.parse import quote, urlsplit, urlunsplit

import idna
from email_validator import EmailNotValidError, validate_email

LONGEST_EMAIL = 254  # RFC 5321 §4.5.3.1.3: a path of 256 with its angle brackets
LONGEST_URL = 2000

_SAFE_PATH = "/%:@!$&'()*+,;=-._~"
_SAFE_QUERY = _SAFE_PATH + "?"


def is_email(text: str) -> bool:
    """Whether this is an address that mail could reach: no quoted or literal parts, a dotted domain.

    Names under `.test` are taken too: they are reserved for trying things out (RFC 6761).
    """
    if len(text) > LONGEST_EMAIL or not text.isprintable():
        return False
    try:
        validate_email(text, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError:
        return False
    return "." in text.rpartition("@")[2]


def clean_url(text: str) -> str | None:
    """An http or https address with its host in ASCII (IDNA, UTS 46); None for anything else.

    What is not ASCII in path, query and fragment is percent-encoded. A name or password is refused.
    """
    if len(text) > LONGEST_URL or not text.isprintable() or any(sign in text for sign in ' \\<>"^`{|}'):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    ascii_host = _ascii_host(host)
    if ascii_host is None:
        return None
    clean = urlunsplit(
        (
            parts.scheme,
            ascii_host if port is None else f"{ascii_host}:{port}",
            quote(parts.path, safe=_SAFE_PATH),
            quote(parts.query, safe=_SAFE_QUERY),
            quote(parts.fragment, safe=_SAFE_QUERY),
        )
    )
    return clean if len(clean) <= LONGEST_URL else None


def _ascii_host(host: str) -> str | None:
    if ":" in host:  # an IPv6 address; urlsplit checked its brackets
        return f"[{host}]" if all(sign in "0123456789abcdef:." for sign in host) else None
    try:
        return idna.encode(host, uts46=True).decode().lower()
    except idna.IDNAError:
        return None
