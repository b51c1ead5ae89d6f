"""Cookies of the console: out of reach of scripts and of other sites, bound to the host where there is https."""

from flask import Response, request

from service.http.context import settings

SESSION, BROWSER, STEP = "taliq", "taliq-browser", "taliq-step"
"""The session; a browser that a person has come in with before; half of a sign-in, sealed."""

BROWSER_LIFE_S = 180 * 24 * 3600
_LONGEST = 2000


def value_of(name: str) -> str | None:
    """What the browser sent; None where there is nothing that could be ours."""
    value = request.cookies.get(_full(name), "")
    return value if value.isascii() and 0 < len(value) <= _LONGEST else None


def give(
    reply: Response, name: str, value: str, *, life_s: int | None = None, same_site: str = "Strict"
) -> None:
    """Hand a value to the browser, until it closes unless told."""
    reply.set_cookie(
        _full(name), value, max_age=life_s, path="/", secure=_is_https(), httponly=True, samesite=same_site
    )


def take(reply: Response, name: str, *, same_site: str = "Strict") -> None:
    """Make the browser forget."""
    reply.delete_cookie(_full(name), path="/", secure=_is_https(), httponly=True, samesite=same_site)


def _full(name: str) -> str:
    """`__Host-` binds it to this host and to https; plain http, in development, cannot have that."""
    return f"__Host-{name}" if _is_https() else name


def _is_https() -> bool:
    return settings().public_url.startswith("https://")
