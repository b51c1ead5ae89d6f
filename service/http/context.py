"""What a view may reach for: the services of its application and facts of its request."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, g, request

from config.settings import Settings
from service.http.i18n.catalogue import DEFAULT_LANGUAGE, LANGUAGES
from service.http.sites import SiteDirectory
from service.limits import Limiter
from service.moderation.submit import ClientFacts
from service.nudge import Nudge
from service.secrets import Keyring
from service.store.engine import Store
from service.store.sites import Site

EXTENSION = "taliq"


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that `create_app` opened."""

    settings: Settings
    store: Store
    keyring: Keyring
    nudge: Nudge
    limiter: Limiter
    sites: SiteDirectory


def services() -> Services:
    """The services of the running application."""
    found: Services = current_app.extensions[EXTENSION]
    return found


def store() -> Store:
    """The database; a view says `with store().read() as db` or `store().write(lambda db: …)`."""
    return services().store


def settings() -> Settings:
    return services().settings


def keyring() -> Keyring:
    return services().keyring


def nudge() -> Nudge:
    """The doorbell; ring it after the commit, never before."""
    return services().nudge


def request_id() -> str:
    """The id under which this request stands in the logs; empty outside a prepared request."""
    found: str = g.get("request_id", "")
    return found


def reader_language() -> str:
    """`ar` or `en` by Accept-Language; Arabic where it names neither."""
    # Not best_match: it prefers a distant "ar" to "en-GB", because only the first matches to the letter.
    for tag, quality in request.accept_languages:
        language = tag.partition("-")[0].lower()
        if quality > 0 and language in LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


def now() -> datetime:
    """The time of this request: one for everything that it writes."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def current_site() -> Site:
    """The site of this request. Raises NotFound (`site.unknown`)."""
    if "site" not in g:
        g.site = services().sites.find(key=request.args.get("site"), host=request.host.partition(":")[0])
    found: Site = g.site
    return found


def client_facts() -> ClientFacts:
    """Who asks, as far as it may be kept: a name for the day, and the network."""
    address = client_address()
    if address is None:
        return ClientFacts(ip_key=None, ip_prefix=None)
    return ClientFacts(
        ip_key=keyring().address_name(str(address), now().date().isoformat()),
        ip_prefix=str(network_of(address, v4=24)),
    )


def client_address() -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The client's address behind the trusted proxies; None where the server knows none."""
    try:
        address = ipaddress.ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def network_of(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, *, v4: int, v6: int = 48
) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """The network around an address, that many bits long."""
    length = v4 if address.version == 4 else v6
    return ipaddress.ip_network((address, length), strict=False)
