"""Where a webhook may point: the guard against reaching the private network through us.

The same guard judges a URL when it is registered and again before every attempt. It
judges addresses, never spellings: a resolver takes `127.1`, `2130706433` and circled
digits for loopback. Whoever connects must dial one of the addresses judged here, not
the name again, or a second answer of the resolver slips through (DNS rebinding).
"""

import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import quote, urlsplit

import idna

from config.settings import Settings
from service.domain.addresses import is_ip_literal, may_reach
from service.domain.errors import TaliqError

Resolver = Callable[[str, int], Sequence[str]]
"""(host, port) -> every IP address of the host. Raises TargetRefused when there is none."""

RESOLVE_S = 5.0
LONGEST_URL = 2000
_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#\\]+)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?", re.I)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::(?P<port>[0-9]{1,5}))?", re.I)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_PORTS = {"https": 443, "http": 80}
# Everything that may stand in a path or query unencoded, and % of what is encoded already.
_AS_IT_IS = "%/?:@!$&'()*+,;=-._~[]"


class TargetRefused(TaliqError):
    """params: reason, one of the short codes `target.…`."""

    code = "webhook.url_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL whose form was found good. host: ASCII; path: with the query, percent-encoded."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """What the receiver is told it is called."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def url(self) -> str:
        """The normal form of the URL, as it is stored."""
        return f"{self.scheme}://{self.host_header}{self.path}"


def resolve(host: str, port: int, *, within_s: float = RESOLVE_S) -> tuple[str, ...]:
    """Every address of a name, from the system's resolver, in its order of preference.

    Raises TargetRefused `target.dns` when there is none, `target.dns_timeout` after `within_s`.
    """
    answers: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    # A daemon: getaddrinfo cannot be interrupted, and must not keep the process from ending.
    threading.Thread(target=lambda: answers.put(_look_up(host, port)), name="resolve", daemon=True).start()
    try:
        addresses = answers.get(timeout=within_s)
    except Empty:
        raise TargetRefused("target.dns_timeout") from None
    if not addresses:
        raise TargetRefused("target.dns")
    return addresses


@dataclass(frozen=True, slots=True)
class TargetGuard:
    """The rules for targets.

    allow_private: development only; plain http, any port, IP addresses, loopback and private networks.
    own_hosts: names under which this service itself is reached.
    """

    allow_private: bool = False
    own_hosts: frozenset[str] = frozenset()
    resolve: Resolver = resolve

    @classmethod
    def of(cls, settings: Settings) -> "TargetGuard":
        """The guard of this installation."""
        own = urlsplit(settings.public_url).hostname
        return cls(settings.allow_private_webhooks, frozenset({own} if own else ()))

    def read(self, url: str) -> Target:
        """Judge the form of a URL, without looking up its name. Raises TargetRefused."""
        target = _parse(url)
        if self.allow_private:
            return target
        if target.scheme != "https":
            raise TargetRefused("target.scheme")
        if target.port != _PORTS["https"]:
            raise TargetRefused("target.port")
        if is_ip_literal(target.host):
            raise TargetRefused("target.ip_literal")
        if target.host in self.own_hosts:
            raise TargetRefused("target.own_address")
        return target

    def addresses(self, target: Target) -> tuple[str, ...]:
        """Resolve once and judge every answer: one bad address refuses the target.

        Raises TargetRefused; takes up to 5 s.
        """
        found = tuple(dict.fromkeys(self.resolve(target.host, target.port)))
        if not found:
            raise TargetRefused("target.dns")
        if not all(may_reach(address, allow_private=self.allow_private) for address in found):
            raise TargetRefused("target.private_address")
        return found

    def admit(self, url: str) -> Target:
        """Judge a URL and what its name leads to now. Raises TargetRefused; takes up to 5 s."""
        target = self.read(url)
        self.addresses(target)
        return target


def _parse(url: str) -> Target:
    match = _URL.fullmatch(url)
    if match is None or len(url) > LONGEST_URL or _UNPRINTABLE.search(url):
        raise TargetRefused("target.malformed")
    if "@" in match["authority"]:
        raise TargetRefused("target.userinfo")
    authority = _AUTHORITY.fullmatch(match["authority"])
    if authority is None:
        raise TargetRefused("target.malformed")
    scheme = match["scheme"].lower()
    port = int(authority["port"]) if authority["port"] else _PORTS[scheme]
    if not 0 < port < 65536:
        raise TargetRefused("target.port")
    path = quote((match["path"] or "/") + (match["query"] or ""), safe=_AS_IT_IS)
    return Target(scheme=scheme, host=_ascii_host(authority["host"]), port=port, path=path)


def _ascii_host(host: str) -> str:
    if host.startswith("["):
        bare = host[1:-1]
        if not is_ip_literal(bare):
            raise TargetRefused("target.malformed")
        return bare.lower()
    try:
        return idna.encode(host.removesuffix("."), uts46=True, std3_rules=True).decode()
    except UnicodeError:
        raise TargetRefused("target.malformed") from None


def _look_up(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(str(entry[4][0]) for entry in found)
