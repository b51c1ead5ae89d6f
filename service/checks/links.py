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
    for token in _TOKEN.finditer(text):
        if not _LINKISH.search(token[0]):
            continue
        for match in _finder().match(token[0]) or ():
            host = ascii_host(_host_of(match.url))
            if match.schema == "mailto:" or host is None:
                continue
            span = (token.start() + match.index, token.start() + match.last_index)
            original = rewritten.span(*span) if rewritten else span
            changed = rewritten is not None and original[1] - original[0] != span[1] - span[0]
            yield Link(original, host, _kind(host, changed or _begins_disguised(rewritten, original)))


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
def _finder() -> LinkifyIt:
    """The finder with every top-level domain of the list, Arabic ones included."""
    finder = LinkifyIt()
    finder.tlds([suffix for suffix in _suffixes().tlds if "." not in suffix], True)
    return finder
