"""The console's session in a request: its cookie, and proof that a form is our own and no other site's.

An unsafe request needs both: it comes from our own pages (Fetch Metadata, else Origin), and it
carries the token that only pages of this session hold.
"""

import hmac
from urllib.parse import urlsplit

from flask import Response, after_this_request, g, request

from service.domain.errors import Refused, TaliqError
from service.http import cookies
from service.http.context import now, settings, store
from service.moderation import sessions
from service.moderation.people import is_at_least
from service.moderation.sessions import Session

CSRF_FIELD = "csrf_token"
FORM_BYTES = 64 * 1024
_SAFE = {"GET", "HEAD"}


def require_session(least: str, *, without_factor: bool = False) -> Session:
    """The session of this request.

    least: the role that the person needs at least. without_factor: also for people who have yet to set
    up the second factor that production asks for. Raises TaliqError (`auth.required`, 401) where
    nobody is signed in, and Refused for a lower role and for a form that is not ours.
    """
    token = session_token()
    if token is None:
        raise TaliqError("auth.required")
    with store().read() as db:
        session = sessions.session_of(db, token, now=now())
    if session is None:
        raise TaliqError("auth.required")
    if request.method not in _SAFE:
        require_own_page()
        _require_form_token(session)
    if settings().production and not session.has_factor and not without_factor:
        raise TaliqError("auth.factor_required")
    if not is_at_least(session.role, least):
        raise Refused("auth.role_missing")
    if sessions.is_presence_worth_noting(session, now()):
        moment = now()  # here: the work runs in another thread, outside the request
        store().write(lambda db: sessions.note_presence(db, token, now=moment))
    g.session = session
    return session


def current_session() -> Session:
    """Who is signed in; only on routes that need a session."""
    session: Session = g.session
    return session


def known_session() -> Session | None:
    """The session that a route with this access has found; None on public ones."""
    session: Session | None = g.get("session")
    return session


def require_own_page() -> None:
    """Raises Refused (`request.cross_site`) unless a page of this very origin sends the request.

    Source: W3C Fetch Metadata, "Sec-Fetch-Site"; browsers without it name the Origin of a POST.
    """
    site = request.headers.get("Sec-Fetch-Site")
    own = {origin_of(settings().public_url), origin_of(request.host_url)}
    if site != "same-origin" if site is not None else request.headers.get("Origin") not in own:
        raise Refused("request.cross_site")


def form_value(name: str) -> str:
    """A field of the form sent, empty where it is absent; forms over 64 KiB are refused (413)."""
    request.max_content_length = FORM_BYTES
    return request.form.get(name, "")


def session_token() -> str | None:
    """The cookie's token; None where there is none that could be one."""
    return cookies.value_of(cookies.SESSION)


def give_cookie(reply: Response, session: Session) -> None:
    """Hand the token of a new session to the browser, until the browser closes or the session ends."""
    cookies.give(reply, cookies.SESSION, session.token)


def go_on_as(session: Session) -> None:
    """The rest of this request, and the browser after it, use this renewed session."""
    g.session = session

    @after_this_request
    def hand_over(reply: Response) -> Response:
        give_cookie(reply, session)
        return reply


def take_cookie(reply: Response) -> None:
    """Make the browser forget its session."""
    cookies.take(reply, cookies.SESSION)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, as a browser writes an Origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _require_form_token(session: Session) -> None:
    sent = form_value(CSRF_FIELD)
    if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
        raise Refused("request.token_wrong")
