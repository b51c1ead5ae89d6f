"""Which network addresses a webhook may be sent to.

Python's `is_global` alone is not enough: 3.11 says True for 192.0.0.8, 224.0.0.1,
64:ff9b::7f00:1, 2002:7f00:1:: and fec0::1 (part of it is CVE-2024-4032), so the
ranges that hide or reach something private are listed here as well.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST_V6 = ip_network("2000::/3")  # RFC 4291 §2.4: everything else is special
_REFUSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carrier-grade NAT
        "169.254.0.0/16",  # link-local, metadata services
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved
        "::/96",  # IPv4-compatible
        "64:ff9b::/96",  # NAT64: an IPv4 address inside
        "64:ff9b:1::/48",
        "100::/64",  # discard
        "2001::/23",  # protocol assignments, Teredo
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, as some systems still route it
    )
)
# What a developer's own network consists of; link-local stays out, metadata services live there.
_PRIVATE = tuple(
    ip_network(block)
    for block in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


def may_reach(address: str, *, allow_private: bool = False) -> bool:
    """Whether a connection to this IP address is allowed.

    address: as the resolver gives it; IPv4-mapped IPv6 is judged as its IPv4 address.
    allow_private: also loopback and private networks (development only).
    False for anything that is no IP address, or carries a zone (`fe80::1%eth0`).
    """
    try:
        judged = _unwrapped(ip_address(address))
    except ValueError:
        return False
    if allow_private and any(judged in block for block in _PRIVATE):
        return True
    return _is_public(judged)


def is_ip_literal(host: str) -> bool:
    """Whether a host is spelled as an address, in any form that resolvers take for one.

    Besides proper addresses these are names that end in a number, such as 127.1,
    2130706433 or 0x7f.1 (https://url.spec.whatwg.org/#ends-in-a-number-checker).
    """
    try:
        ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2].lower()
        digits = last.removeprefix("0x")
        return last.isdigit() or (digits != last and all(digit in "0123456789abcdef" for digit in digits))
    return True


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv6Address):
        if address.scope_id:
            raise ValueError("a zone names an interface of this machine")
        return address.ipv4_mapped or address
    return address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST_V6:
        return False
    if not address.is_global or any(address in block for block in _REFUSED):
        return False
    return not (
        address.is_private
        or address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )
