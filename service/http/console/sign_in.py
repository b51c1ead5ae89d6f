"""Coming in and going out: the one-time link, e-mail and password, sign-out."""

import threading

from flask import Response, request

from service.domain.errors import Invalid, Refused
from service.http import cookies
from service.http.access import access
from service.http.clients import current_client
from service.http.console.door_texts import door_texts
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.context import client_address, keyring, network_of, now, store
from service.http.i18n.catalogue import fault_message
from service.http.rate import use_limits
from service.http.sessions import form_value, give_cookie, require_own_page, session_token, take_cookie
from service.limits import Rule
from service.moderation import passwords, people, sessions
from service.moderation import sign_in as door
from service.moderation.sessions import Client
from service.moderation.sign_in import Admission, Attempt
from service.store.engine import Db

SIGN_IN_BY_ADDRESS = Rule("sign_in", 30, 300)
# argon2 takes 64 MiB and a core for about 0.1 s; more at once would starve readers.
_hashing = threading.BoundedSemaphore(2)
sign_in = new_blueprint("console_sign_in")


@sign_in.get("/console/sign-in")
@access("public")
def show_form() -> Response:
    """E-mail and password; straight on for who is signed in."""
    if _is_signed_in():
        return see_other("console_queue.show_queue")
    return page("sign_in.html", notice=_notice())


@sign_in.post("/console/sign-in")
@access("public")
def check_form() -> Response:
    """Sign in; the answer is the same for an unknown address, a wrong password and a paused account."""
    require_own_page()
    _limit_by_address()
    email, password = form_value("email"), form_value("password")
    keys, client, moment = keyring(), current_client(), now()
    try:
        attempt = store().write(
            lambda db: door.begin_attempt(db, keyring=keys, email=email, client=client, now=moment)
        )
    except Refused:
        attempt = None
    admission = attempt and _by_password(attempt, password, client)
    if not admission:
        return page("sign_in.html", status=403, failed=True, email=email)
    return _come_in(admission)


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
    """Spend the link: the password is set and the person is in.

    A form that was sent twice gets the same answer twice: its password is right the second time.
    """
    require_own_page()
    _limit_by_address()
    keys, client, moment, replaced = keyring(), current_client(), now(), session_token()
    password = form_value("password")
    try:
        with store().read() as db:
            person = people.invited_person(db, token=token, now=moment)
            address = people.address_of(person, keyring=keys)
        normal = passwords.checked_password(password, about=address.reveal().split("@"))
        with _hashing:
            hashed = passwords.hash_password(normal)
    except Refused:
        return _sent_again(token, password, client)
    except Invalid as error:
        fault = error.faults[0]
        return _invitation(fault_message(fault.code, language(), fault.params))

    def work(db: Db) -> Admission:
        person = people.accept_invitation(db, token=token, password_hash=hashed, keyring=keys, now=moment)
        return door.admit(db, person, client=client, replaced=replaced, now=moment)

    try:
        return _come_in(store().write(work))
    except Refused:
        return _sent_again(token, password, client)


@sign_in.post("/console/sign-out")
@access(session="viewer")
def leave() -> Response:
    """End the session, here and in the database."""
    token, moment = session_token() or "", now()
    store().write(lambda db: sessions.end_session(db, token, now=moment))
    reply = see_other("console_sign_in.show_form", notice="out")
    take_cookie(reply)
    return reply


def _by_password(attempt: Attempt, password: str, client: Client) -> Admission | None:
    """Let in by password; None where address and password do not belong together.

    The hash is computed outside the transactions; the account is looked at again afterwards.
    """
    moment, replaced, person = now(), session_token(), attempt.person
    with _hashing:
        if not passwords.is_password_of(password, person):
            return None
        rehashed = passwords.hash_password(password) if person and passwords.is_outdated(person) else None
    return store().write(
        lambda db: door.come_in(db, attempt, client=client, replaced=replaced, rehashed=rehashed, now=moment)
    )


def _sent_again(token: str, password: str, client: Client) -> Response:
    """The link is spent; whoever sends the password that it was spent with comes in all the same."""
    keys, moment = keyring(), now()

    def begin(db: Db) -> Attempt | None:
        person = people.person_of_spent_link(db, token=token)
        if person is None:
            return None
        return door.begin_attempt_of(db, person, keyring=keys, client=client, now=moment)

    try:
        attempt = store().write(begin)
    except Refused:
        attempt = None
    admission = attempt and _by_password(attempt, password, client)
    return _come_in(admission) if admission else page("link_spent.html", status=403)


def _come_in(admission: Admission) -> Response:
    reply = see_other("console_queue.show_queue")
    give_cookie(reply, admission.session)
    cookies.give(reply, cookies.BROWSER, admission.browser, life_s=cookies.BROWSER_LIFE_S)
    return reply


def _notice() -> str | None:
    """Why the person is at the door, where the address says so."""
    return door_texts(language()).notices.get(request.args.get("notice", ""))


def _is_signed_in() -> bool:
    token = session_token()
    if token is None:
        return False
    with store().read() as db:
        return sessions.session_of(db, token, now=now()) is not None


def _limit_by_address() -> None:
    address = client_address()
    if address is not None:
        use_limits([(SIGN_IN_BY_ADDRESS, str(network_of(address, v4=32, v6=64)))])


def _invitation(fault: str | None = None) -> Response:
    return page(
        "invitation.html",
        status=422 if fault else 200,
        fault=fault,
        shortest=passwords.SHORTEST_PASSWORD,
        longest=passwords.LONGEST_PASSWORD,
    )
