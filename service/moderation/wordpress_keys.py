"""One line of WordPress's word lists as an entry of ours, or why it cannot be one.

WordPress seeks each line anywhere in the name, e-mail, address, text, IP address and user agent
of a comment, also in the middle of words (`wp_check_comment_disallowed_list`). Here words are
whole, with Arabic particles and pronouns attached; lines with signs are still sought anywhere.
"""

import ipaddress
import re
from dataclasses import dataclass

from service.checks.links import ascii_host, find_links
from service.checks.text import fold
from service.domain.comments import MatchKind

LONGEST_LINE = 1_000

_IP_PREFIX = re.compile(
    r"(?:\d{1,3}\.){1,3}(?:\d{1,3}|\*)?(?:\.\*)*|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}", re.I
)
_USER_AGENT = re.compile(
    r"(?:mozilla|opera|curl|wget|java)/.*"
    r"|libwww-perl.*|python-(?:requests|urllib).*|go-http-client.*"
    r"|.*(?:\(compatible;|windows nt ).*"
    r"|[a-z][\w .-]*/v?\d+\.\d.*",
    re.I,
)
_SIGNS = re.compile(r"[^\w\s'’\-]|_")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ud800-\udfff]")
_SCHEME = re.compile(r"(?:https?:)?//", re.I)


@dataclass(frozen=True, slots=True)
class Key:
    """What becomes of a line: fields of a list entry."""

    kind: str
    value: str
    match: MatchKind


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A line that becomes no entry. reason: short and stable, such as `ip_address`."""

    reason: str


def read_key(line: str, *, inside: bool = False) -> Key | NotTaken | None:
    """The entry for one line; None for an empty one.

    inside: seek words in the middle of others too, as WordPress does. Whether a value is long
    enough to be sought is for the caller to ask (`service.moderation.lists.require_sound`).
    """
    text = line.strip("\ufeff \t\r\n")
    if not text:
        return None
    if len(text) > LONGEST_LINE:
        return NotTaken("too_long")
    if _UNREADABLE.search(text):
        return NotTaken("unreadable")
    if _is_address_of_a_machine(text):
        return NotTaken("ip_address")
    if "@" in text and not re.search(r"\s", text):
        return _email(text, inside)
    return _web(text) or _words(text, inside)


def _is_address_of_a_machine(text: str) -> bool:
    if _IP_PREFIX.fullmatch(text):
        return True
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return not text.isdecimal()


def _email(text: str, inside: bool) -> Key | NotTaken:
    """`@host` is a domain of addresses; a whole address is one person's, for whom sanctions are made."""
    local, _, domain = text.rpartition("@")
    host = ascii_host(domain)
    if host is None:
        return _words(text, inside)
    return Key("email", domain, MatchKind.WORD) if local in {"", "*"} else NotTaken("email_address")


def _web(text: str) -> Key | None:
    """A host name, with or without scheme; with a path only that page, sought as it is written."""
    bare = _SCHEME.sub("", text, count=1).removeprefix("*.").removeprefix(".").removeprefix("www.")
    host, slash, path = bare.partition("/")
    found = find_links(bare)
    is_link = len(found) == 1 and found[0].span == (0, len(bare))
    if not is_link and not (_SCHEME.match(text) and ascii_host(host)):
        return None
    if slash and path:
        return Key("phrase", bare, MatchKind.INSIDE)
    return Key("domain", host, MatchKind.WORD) if ascii_host(host) else None


def _words(text: str, inside: bool) -> Key | NotTaken:
    if _USER_AGENT.fullmatch(text):
        return NotTaken("user_agent")
    folded = fold(text).folded.strip()
    kind = "phrase" if " " in folded else "word"
    return Key(kind, text, MatchKind.INSIDE if inside or _SIGNS.search(folded) else MatchKind.WORD)
