"""Links: also written-out, disguised, Arabic and shortened ones, and invitations to chat groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import idna
from linkify_it import LinkifyIt
from tldextract import TLDExtract

from service.checks.views import Rewritten
from service.domain.comments import CommentFacts
from service.domain.verdicts import Policy, Signal, Span

NAME = "links"

_TOKEN = re.compile(r"\S+")
_LINKISH = re.compile(r"//|\.[^\W\d_]{2}", re.IGNORECASE)
_LABEL = re.compile(r"\.([^\s.,:;/?#|\\()\[\]{}<>«»\"'!؟،؛_@&=-]+)")
_PLAIN_LABEL = re.compile(r"[a-z0-9\u0620-\u064a]+")
_MAIL = re.compile(r"[a-zA-Z0-9._+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,20}")
_LONG_ADDRESS = 500
_NEXT_ADDRESS = re.compile(r"(?:(?:https?|ftp):)?//|(?<=[,;|)\]}،؛])")
_NEXT_WORD = re.compile(r"(?<=[^\w-])")
"""Where a text without spaces is cut once it is longer than an address is: before a scheme or behind a
comma; behind any sign where it has no path, since no host is that long."""

_DISGUISED = re.compile(
    r"\bh(?:xx|\*\*)p(?P<secure>s?)(?=://|:\\\\)"
    r"|(?P<dot>\s?[\[({](?:\.|dot|دوت|نقطة)[\])}]\s?"
    r"|(?<=[^\W_]) (?:dot|دوت|نقطة) "
    r"(?=(?:com|net|org|info|biz|shop|site|online|xyz|top|live|me|io|co|ru|كوم|نت)\b)"
    r"|(?<=[^\W_])[。．](?=[^\W_]))",
    re.IGNORECASE,
)
_DISGUISE_GATE = re.compile(r"h(?:xx|\*\*)p|[\[({](?:\.|d|د|ن)| (?:dot|دوت|نقطة) |[。．]", re.IGNORECASE)

_INVITES = frozenset((
    "t.me", "telegram.me", "telegram.dog", "wa.me", "chat.whatsapp.com", "api.whatsapp.com", "discord.gg",
    "signal.group", "m.me", "line.me", "join.skype.com", "imo.im",
))  # fmt: skip
_SHORTENERS = frozenset((
    "bit.ly", "tinyurl.com", "cutt.ly", "goo.gl", "is.gd", "v.gd", "ow.ly", "rebrand.ly", "shorturl.at",
    "rb.gy", "s.id", "tiny.cc", "adf.ly", "bl.ink", "t.ly", "shorte.st", "linktr.ee", "urlz.fr",
))  # fmt: skip
_PER_LINK, _PER_INVITE, _PER_DISGUISE, _PER_SHORTENER = 0.25, 0.5, 0.5, 0.25
_MOST_LINKS = 100
"""Links that are looked at in one comment; what follows can only raise a score that is full."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link as found. span: in the text given; host: lower-case ASCII (A-labels).

    kind: plain, disguised (hxxp, "dot"), invite (chat group or number), shortener.
    """

    span: Span
    host: str
    kind: str


def find_links(text: str) -> tuple[Link, ...]:
    """The web links of a text as typed (at most 100), in order; e-mail addresses are none."""
    if _DISGUISE_GATE.search(text):
        plain = Rewritten(text, (_DISGUISED, _undisguise))
        return tuple(islice(_links(plain.text, plain), _MOST_LINKS))
    if not _LINKISH.search(text):
        return ()
    return tuple(islice(_links(text, None), _MOST_LINKS))


def ascii_host(host: str) -> str | None:
    """A host name in lower-case A-labels; None where it is no host name."""
    try:
        name = idna.encode(host.strip().rstrip("."), uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return None
    return name if "." in name else None


def registered_domain(host: str) -> str:
    """`example.co.uk` of `a.example.co.uk`; the host itself where the suffix is unknown."""
    return _suffixes()(host).top_domain_under_public_suffix or host


def check_links(facts: CommentFacts, policy: Policy, links: tuple[Link, ...]) -> tuple[Signal, ...]:
    """Signal links beyond what the site allows, and every link that hides where it leads.

    links: those of the body. `spam.links`: 0.25 per link over `links_allowed` and 0.25 to begin
    with, 0.5 per invitation or disguised link, 0.25 per shortener, capped at 1.
    `spam.author_link`: the author's address is an invitation or a shortener. A plain one is none.
    """
    signals = []
    excess = max(0, len({link.host + str(link.span) for link in links}) - policy.links_allowed)
    kinds = [link.kind for link in links]
    score = _PER_LINK * (excess + 1 if excess else 0)
    score += _PER_INVITE * kinds.count("invite") + _PER_DISGUISE * kinds.count("disguised")
    score += _PER_SHORTENER * kinds.count("shortener")
    if score > 0:
        evidence: dict[str, str | int | float] = {
            "count": len(links),
            "allowed": policy.links_allowed,
            "invites": kinds.count("invite"),
            "disguised": kinds.count("disguised"),
            "host": links[0].host,
        }
        signals.append(
            Signal(NAME, "spam.links", min(1.0, score), tuple(link.span for link in links), evidence)
        )
    for link in find_links(facts.author_url or "")[:1]:
        if link.kind in {"invite", "shortener"}:
            signals.append(Signal(NAME, "spam.author_link", 0.5, (), {"host": link.host}))
    return tuple(signals)


def _links(text: str, rewritten: Rewritten | None) -> Iterator[Link]:
    known: dict[str, tuple[tuple[int, int, str], ...]] = {}
    for start, piece in _pieces(text):
        if piece not in known:
            known[piece] = tuple(_found(piece)) if _may_hold_link(piece) else ()
        for first, end, host in known[piece]:
            span = (start + first, start + end)
            original = rewritten.span(*span) if rewritten else span
            changed = rewritten is not None and original[1] - original[0] != span[1] - span[0]
            yield Link(original, host, _kind(host, changed or _begins_disguised(rewritten, original)))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """What stands between spaces, with its place. Beyond 500 characters a piece is cut where the next
    address can begin: to look for all of them at once takes the square of their number."""
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        while end - start > _LONG_ADDRESS:
            has_path = text.find("/", start, start + _LONG_ADDRESS) >= 0
            cut = (_NEXT_ADDRESS if has_path else _NEXT_WORD).search(text, start + _LONG_ADDRESS, end)
            if cut is None:
                break
            yield start, text[start : cut.start()]
            start = cut.start()
        yield start, text[start:end]


def _may_hold_link(piece: str) -> bool:
    """Whether looking for links is worth it: a scheme, or a dot before a known ending; no mere e-mail address."""
    if not _LINKISH.search(piece) or _MAIL.fullmatch(piece):
        return False
    return (
        "//" in piece
        or "xn--" in piece
        or any(
            label in _endings() or not _PLAIN_LABEL.fullmatch(label)
            for label in _LABEL.findall(piece.lower())
        )
    )


def _found(piece: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, host) of the web links in a piece."""
    for match in _finder().match(piece) or ():
        host = None if match.schema == "mailto:" else ascii_host(_host_of(match.url))
        if host is not None:
            yield match.index, match.last_index, host


def _begins_disguised(rewritten: Rewritten | None, original: Span) -> bool:
    """hxxp:// is as long as http://, so length does not betray it."""
    return rewritten is not None and rewritten.before[original[0] : original[0] + 4].lower() in {
        "hxxp",
        "h**p",
    }


def _host_of(url: str) -> str:
    """The host of an address: without scheme, user, port and path."""
    rest = url.partition("//")[2] or url
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    return authority.rpartition("@")[2].partition(":")[0].removeprefix("www.")


def _kind(host: str, disguised: bool) -> str:
    if host in _INVITES:
        return "invite"
    if disguised:
        return "disguised"
    return "shortener" if host in _SHORTENERS else "plain"


def _undisguise(match: re.Match[str]) -> str:
    return "." if match["dot"] else "http" + match["secure"]


@lru_cache(maxsize=1)
def _suffixes() -> TLDExtract:
    """The public suffix list as the library brings it along; never fetched."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    """Every top-level domain, in lower case."""
    return frozenset(suffix for suffix in _suffixes().tlds if "." not in suffix)


@lru_cache(maxsize=1)
def _finder() -> LinkifyIt:
    """The finder with every top-level domain of the list, Arabic ones included."""
    finder = LinkifyIt()
    finder.tlds(sorted(_endings()), True)
    return finder
