"""Headers of every reply: the request's id, security, and which pages of other origins may read it."""

import re
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, request

from service.domain.errors import NotFound, TaliqError
from service.domain.ids import new_id
from service.http.access import declared_access
from service.http.context import current_site, settings

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PUBLIC_API = "/v1/"
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}

# A view that serves a page sets its own policy; these are for what it leaves out.
_DEFAULTS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HSTS = "max-age=31536000"

_ALLOWED_HEADERS = (
    "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id"
)
_EXPOSED_HEADERS = "ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"


def register_headers(app: Flask) -> None:
    """Must be registered before whatever may refuse a request, so that refusals carry an id too."""
    app.before_request(_name_request)
    app.before_request(_answer_preflight)
    app.after_request(_complete)


def _name_request() -> None:
    """Take the caller's id where it is harmless; refuse paths that no id can have."""
    wanted = request.headers.get("X-Request-Id", "")
    g.request_id = wanted if _REQUEST_ID.fullmatch(wanted) else new_id("req")
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    if not request.path.isprintable():
        raise NotFound("route.unknown")


def _answer_preflight() -> Response | None:
    """A browser asks before it sends JSON from another origin (Fetch standard, "CORS-preflight request")."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    if request.url_rule is None or not _allowed_origin():
        return None
    reply = Response(status=204)
    reply.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(current_app_methods()))
    reply.headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
    reply.headers["Access-Control-Max-Age"] = "600"
    return reply


def current_app_methods() -> set[str]:
    """The methods that the path of this request takes."""
    adapter = current_app.create_url_adapter(request)
    return set(adapter.allowed_methods()) if adapter else set()


def _complete(reply: Response) -> Response:
    reply.headers["X-Request-Id"] = g.get("request_id", "")
    if request.path.startswith(_PUBLIC_API):
        reply.vary.update(("Accept-Language", "Origin"))
        origin = _allowed_origin()
        if origin:
            reply.headers["Access-Control-Allow-Origin"] = origin
            reply.headers["Access-Control-Expose-Headers"] = _EXPOSED_HEADERS
    for name, value in _DEFAULTS.items():
        reply.headers.setdefault(name, value)
    if request.is_secure:
        reply.headers.setdefault("Strict-Transport-Security", _HSTS)
    return reply


def _allowed_origin() -> str | None:
    """The page's origin, where it may read this reply: the site's own, and localhost in development."""
    origin = request.headers.get("Origin")
    if origin is None or not _is_public():
        return None
    if not settings().production and urlsplit_host(origin) in _LOCAL_HOSTS:
        return origin
    try:
        return origin if origin in current_site().origins else None
    except TaliqError:  # an unknown site, or no database to ask: nobody's page
        return None


def _is_public() -> bool:
    if not request.path.startswith(_PUBLIC_API):
        return False
    if request.endpoint is None:
        return True
    declared = declared_access(current_app, request.endpoint, request.method)
    return declared is not None and declared.is_public


def urlsplit_host(origin: str) -> str | None:
    """The host of an origin; None for `null` and what is none."""
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None
