"""The last step of every way in: the session's cookie, or on to the second factor."""

from flask import Response

from service.http import cookies
from service.http.console.pages import see_other
from service.http.context import client_address, network_of, now, settings, store
from service.http.rate import use_limits
from service.http.sessions import give_cookie, session_token
from service.limits import Rule
from service.moderation import sessions
from service.moderation.sessions import Session
from service.moderation.sign_in import STEP_LIFE, Admission

SIGN_IN_BY_ADDRESS = Rule("sign_in", 30, 300)


def enter(admission: Admission, *, to: str | None = None) -> Response:
    """Lead on whoever proved who they are, to the queue unless told.

    Who has no second factor is led to setting one up, and who was besieged to their own settings.
    """
    if admission.session is None:
        reply = see_other("console_second_factor.show_step")
        cookies.give(reply, cookies.STEP, admission.step, life_s=int(STEP_LIFE.total_seconds()))
        return reply
    reply = see_other(to or _first_page(admission, admission.session))
    give_cookie(reply, admission.session)
    cookies.give(reply, cookies.BROWSER, admission.browser, life_s=cookies.BROWSER_LIFE_S)
    cookies.take(reply, cookies.STEP)
    return reply


def _first_page(admission: Admission, session: Session) -> str:
    if admission.is_asked or (settings().production and not session.has_factor):
        return "console_second_factor.show_offer"
    return "console_settings.show_settings" if admission.is_besieged else "console_queue.show_queue"


def is_signed_in() -> bool:
    """Whether this browser has a session, on pages that need none."""
    token = session_token()
    if token is None:
        return False
    with store().read() as db:
        return sessions.session_of(db, token, now=now()) is not None


def limit_by_address() -> None:
    """Before anything costly. Raises TaliqError (`limit.exceeded`, 429)."""
    address = client_address()
    if address is not None:
        use_limits([(SIGN_IN_BY_ADDRESS, str(network_of(address, v4=32, v6=64)))])
