"""Where a person signs in from, in words that they recognise later."""

from flask import request

from service.http import cookies
from service.http.context import client_address, network_of
from service.moderation.sessions import Client

# The first that stands in the User-Agent: most browsers also name those that they descend from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def current_client() -> Client:
    """Who sends this request, as far as it may be kept."""
    address = client_address()
    return Client(
        device=_device(request.headers.get("User-Agent", "")),
        network=None if address is None else str(network_of(address, v4=24)),
        address="" if address is None else str(network_of(address, v4=32, v6=64)),
        browser=cookies.value_of(cookies.BROWSER),
    )


def _device(agent: str) -> str:
    """Browser and system, such as `Firefox · Android`; empty where neither is known."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), None)
    return " · ".join(part for part in (browser, system) if part)
