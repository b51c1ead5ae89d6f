"""Coming in and going out: the one-time link, e-mail and password, sign-out."""

import threading

from flask import Response, request

from service.domain.errors import Invalid, Refused
from service.http.access import access
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.context import client_address, keyring, network_of, now, store
from service.http.i18n.catalogue import fault_message
from service.http.rate import use_limits
from service.http.sessions import form_value, give_cookie, require_own_page, session_token, take_cookie
from service.limits import Rule
from service.moderation import people
from service.moderation.people import Session
from service.store.engine import Db

SIGN_IN_BY_ADDRESS = Rule("sign_in", 30, 300)
# argon2 takes 64 MiB and a core for about 0.1 s; more at once would starve readers.
_hashing = threading.BoundedSemaphore(2)
_NOTICES = {"ended": "session_ended", "out": "signed_out"}

sign_in = new_blueprint("console_sign_in")


@sign_in.get("/console/sign-in")
@access("public")
def show_form() -> Response:
    """E-mail and password; straight on for who is signed in."""
    token = session_token()
    if token is not None:
        with store().read() as db:
            session = people.session_of(db, token, now=now())
        if session is not None:
            return see_other("console_queue.show_queue")
    return page("sign_in.html", notice=_NOTICES.get(request.args.get("notice", "")))


@sign_in.post("/console/sign-in")
@access("public")
def check_form() -> Response:
    """Sign in; the answer is the same for an unknown address, a wrong password and a paused account."""
    require_own_page()
    address = client_address()
    if address is not None:
        use_limits([(SIGN_IN_BY_ADDRESS, str(network_of(address, v4=32, v6=64)))])
    email = form_value("email")
    session = _session_for(email, form_value("password"))
    if session is None:
        return page("sign_in.html", status=403, failed=True, email=email)
    return _come_in(session)


@sign_in.get("/console/sign-in/<token>")
@access("public")
def show_invitation(token: str) -> Response:
    """Set a password; looking at the page does not spend the link, so that mail scanners may."""
    try:
        with store().read() as db:
            people.invited_person(db, token=token, now=now())
    except Refused:
        return page("link_spent.html", status=403)
    return _invitation()


@sign_in.post("/console/sign-in/<token>")
@access("public")
def accept_invitation(token: str) -> Response:
    """Spend the link: the password is set and the person is in."""
    require_own_page()
    password, moment, replaced = form_value("password"), now(), session_token()

    def work(db: Db) -> Session:
        if replaced is not None:
            people.end_session(db, replaced)
        return people.accept_invitation(db, token=token, password=password, now=moment)

    try:
        session = store().write(work)
    except Refused:
        return page("link_spent.html", status=403)
    except Invalid as error:
        fault = error.faults[0]
        return _invitation(fault_message(fault.code, language(), fault.params))
    return _come_in(session)


@sign_in.post("/console/sign-out")
@access(session="viewer")
def leave() -> Response:
    """End the session, here and in the database."""
    token = session_token() or ""
    store().write(lambda db: people.end_session(db, token))
    reply = see_other("console_sign_in.show_form", notice="out")
    take_cookie(reply)
    return reply


def _session_for(email: str, password: str) -> Session | None:
    """A new session, or None where address and password do not belong together or attempts are paused.

    The hash is computed before the transaction; the account is looked at again inside it, so that
    guesses sent all at once are counted one by one.
    """
    keys, moment, replaced = keyring(), now(), session_token()
    try:
        with store().read() as db:
            person = people.person_signing_in(db, keyring=keys, email=email, now=moment)
    except Refused:
        person = None
    with _hashing:
        is_right = people.check_password(password, person)

    def work(db: Db) -> Session | None:
        present = people.person_signing_in(db, keyring=keys, email=email, now=moment)
        if present is None:
            return None
        if not is_right:
            people.note_failure(db, present, now=moment)
            return None
        if replaced is not None:
            people.end_session(db, replaced)
        return people.sign_in(db, present, now=moment)

    try:
        return store().write(work)
    except Refused:
        return None


def _come_in(session: Session) -> Response:
    reply = see_other("console_queue.show_queue")
    give_cookie(reply, session)
    return reply


def _invitation(fault: str | None = None) -> Response:
    return page(
        "invitation.html",
        status=422 if fault else 200,
        fault=fault,
        shortest=people.SHORTEST_PASSWORD,
        longest=people.LONGEST_PASSWORD,
    )
