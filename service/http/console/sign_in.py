"""Coming in and going out: the one-time link, e-mail and password, sign-out."""

from flask import Response, request

from service.domain.errors import Invalid, Refused
from service.http.access import access
from service.http.clients import current_client
from service.http.console.door_texts import door_texts
from service.http.console.entry import enter, is_signed_in, limit_by_address
from service.http.console.fresh import hashing
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.context import keyring, now, store
from service.http.i18n.catalogue import fault_message
from service.http.sessions import form_value, require_own_page, session_token, take_cookie
from service.moderation import passwords, people, sessions
from service.moderation import sign_in as door
from service.moderation.sessions import Client
from service.moderation.sign_in import Admission, Attempt
from service.store.engine import Db

sign_in = new_blueprint("console_sign_in")


@sign_in.get("/console/sign-in")
@access("public")
def show_form() -> Response:
    """E-mail and password; straight on for who is signed in."""
    if is_signed_in():
        return see_other("console_queue.show_queue")
    return page("sign_in.html", notice=_notice())


@sign_in.post("/console/sign-in")
@access("public")
def check_form() -> Response:
    """Sign in; the answer is the same for an unknown address, a wrong password and a paused account."""
    require_own_page()
    limit_by_address()
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
    return enter(admission)


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
    limit_by_address()
    keys, client, moment, replaced = keyring(), current_client(), now(), session_token()
    password = form_value("password")
    try:
        with store().read() as db:
            person = people.invited_person(db, token=token, now=moment)
            address = people.address_of(person, keyring=keys)
        normal = passwords.checked_password(password, about=address.reveal().split("@"))
        with hashing:
            hashed = passwords.hash_password(normal)
    except Refused:
        return _sent_again(token, password, client)
    except Invalid as error:
        fault = error.faults[0]
        return _invitation(fault_message(fault.code, language(), fault.params))

    def work(db: Db) -> Admission:
        person = people.accept_invitation(db, token=token, password_hash=hashed, keyring=keys, now=moment)
        return door.admit(db, person, client=client, keyring=keys, replaced=replaced, now=moment)

    try:
        return enter(store().write(work))
    except Refused:
        return _sent_again(token, password, client)


@sign_in.post("/console/sign-out")
@access(session="viewer", without_factor=True)
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
    keys, moment, replaced, person = keyring(), now(), session_token(), attempt.person
    with hashing:
        if not passwords.is_password_of(password, person):
            return None
        rehashed = passwords.hash_password(password) if person and passwords.is_outdated(person) else None
    return store().write(
        lambda db: door.come_in(
            db, attempt, keyring=keys, client=client, replaced=replaced, rehashed=rehashed, now=moment
        )
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
    return enter(admission) if admission else page("link_spent.html", status=403)


def _notice() -> str | None:
    """Why the person is at the door, where the address says so."""
    return door_texts(language()).notices.get(request.args.get("notice", ""))


def _invitation(fault: str | None = None) -> Response:
    return page(
        "invitation.html",
        status=422 if fault else 200,
        fault=fault,
        shortest=passwords.SHORTEST_PASSWORD,
        longest=passwords.LONGEST_PASSWORD,
    )
