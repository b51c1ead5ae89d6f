"""Who may use a route: said at the view, checked before it runs, refused where nothing is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from service.domain.errors import Refused, TaliqError
from service.http.context import now, store
from service.http.sessions import require_session
from service.moderation.people import ROLES
from service.secrets import token_hash
from service.store.api_keys import find_api_key, is_use_worth_noting, note_use

View = TypeVar("View", bound=Callable[..., Any])

ADMIN = "admin"
_ATTRIBUTE = "taliq_access"
_LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Access:
    """scope: what a caller's key must have. session: the least role of a person in the console.

    Both None: open to everyone. without_factor: also for people who have yet to set up a second factor.
    """

    scope: str | None
    session: str | None = None
    without_factor: bool = False

    @property
    def is_public(self) -> bool:
        """Whether anybody may use it."""
        return self.scope is None and self.session is None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. kind: `key` (a program) or `moderator` (a person in the console)."""

    id: str
    kind: str
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        """Whether this caller has the scope; admin has all."""
        return scope in self.scopes or ADMIN in self.scopes


def access(
    who: str | None = None,
    *,
    scope: str | None = None,
    session: str | None = None,
    without_factor: bool = False,
) -> Callable[[View], View]:
    """Decorator, nearest to the view: `@access("public")`, `@access(scope="moderate")`, `@access(session="viewer")`."""
    if [who == "public", scope is not None, session in ROLES].count(True) != 1:
        raise ValueError("a route is public, or needs a scope, or a session of a role")

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, Access(scope, session, without_factor))
        document = view.__dict__.setdefault("_apidoc", {}).setdefault("manual_doc", {})
        document["security"] = [] if scope is None else [{"key": [scope]}]
        return view

    return declare


def declared_access(app: Flask, endpoint: str, method: str) -> Access | None:
    """What the view behind an endpoint declares for a method; None where it declares nothing."""
    view = app.view_functions[endpoint]
    kind = getattr(view, "view_class", None)
    if kind is not None:
        view = getattr(kind, ("GET" if method == "HEAD" else method).lower(), view)
    declared: Access | None = getattr(view, _ATTRIBUTE, None)
    return declared


def check_access() -> None:
    """Before every request. Raises TaliqError (401) or Refused (403); 403 also for another site's form."""
    if request.endpoint is None or request.method == "OPTIONS":
        return
    declared = declared_access(current_app, request.endpoint, request.method)
    if declared is None:
        raise Refused
    if declared.scope is not None:
        g.caller = _caller_of_key()
        if not g.caller.may(declared.scope):
            raise Refused("auth.scope_missing")
    elif declared.session is not None:
        session = require_session(declared.session, without_factor=declared.without_factor)
        g.caller = Caller(session.moderator_id, "moderator", frozenset())


def current_caller() -> Caller:
    """Who asks; only on routes that need a scope or a session."""
    caller: Caller = g.caller
    return caller


def bearer_token() -> str | None:
    """The token of `Authorization: Bearer …`; None where there is none that could be one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    is_token = token.isascii() and token.isprintable() and 0 < len(token) <= _LONGEST_TOKEN
    return token if scheme.lower() == "bearer" and is_token else None


def _caller_of_key() -> Caller:
    if "Authorization" not in request.headers:
        raise TaliqError("auth.required")
    token = bearer_token()
    if token is None:
        raise TaliqError("auth.invalid")
    with store().read() as db:
        key = find_api_key(db, token_hash(token))
    if key is None:
        raise TaliqError("auth.invalid")
    if is_use_worth_noting(key, now()):
        moment = now()  # here: the work runs in another thread, outside the request
        store().write(lambda db: note_use(db, key.id, now=moment))
    return Caller(key.id, "key", frozenset(key.scopes))
