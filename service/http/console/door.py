"""The page at the door, and which ways in there are beside the password."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from flask import Response, request

from service.http.console.pages import page
from service.http.context import keyring, now, settings
from service.http.sessions import origin_of
from service.moderation import passkeys as use
from service.moderation.passkeys import Challenge, RelyingParty


def door_page(*, status: int = 200, **values: Any) -> Response:
    """The form for signing in. values: `notice`, `refused`, `failed`, `email`."""
    return page(
        "sign_in.html",
        status=status,
        challenge=challenge_at_the_door(),
        provider=provider_name(),
        **values,
    )


def provider_name() -> str | None:
    """What the pages call the OpenID provider; None where there is none."""
    issuer = settings().oidc_issuer
    return issuer and (settings().oidc_name or urlsplit(issuer).hostname)


def relying_party() -> RelyingParty | None:
    """Whom passkeys are made for here; None at an address for which browsers make none.

    In development also `localhost`, whatever the public URL says (W3C WebAuthn Level 3, "RP ID").
    """
    url = settings().public_url if settings().production else request.host_url
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" and host != "localhost":
        return None
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return RelyingParty(host, origin_of(url))
    return None


def challenge_at_the_door() -> Challenge | None:
    """For the pages that let somebody in; None where no passkey can be used."""
    party = relying_party()
    return use.ask_for_passkey(keyring=keyring(), party=party, now=now()) if party else None
