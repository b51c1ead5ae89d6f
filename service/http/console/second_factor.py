"""The second factor: asked for at the door, and set up with an authenticator's picture."""

from flask import Response
from markupsafe import Markup
from segno import make as make_picture

from service.domain.errors import Invalid, Refused
from service.http import cookies
from service.http.access import access
from service.http.clients import current_client
from service.http.console.door import challenge_at_the_door, relying_party
from service.http.console.door_texts import door_texts
from service.http.console.entry import enter, is_signed_in, limit_by_address
from service.http.console.fresh import require_fresh
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.context import keyring, now, settings, store
from service.http.sessions import current_session, form_value, go_on_as, require_own_page, session_token
from service.moderation import people, second_factor, sessions
from service.moderation import sign_in as door
from service.moderation.sessions import Session
from service.moderation.sign_in import Admission
from service.store.engine import Db
from service.store.moderators import moderator_by_id

factor = new_blueprint("console_second_factor")


@factor.get("/console/sign-in/second-factor")
@access("public")
def show_step() -> Response:
    """Ask whoever gave the right password for a code."""
    if is_signed_in():
        return see_other("console_queue.show_queue")
    try:
        with store().read() as db:
            door.person_at_step(db, _step(), keyring=keyring(), now=now())
    except Refused:
        return _from_the_start()
    return _ask()


@factor.post("/console/sign-in/second-factor")
@access("public")
def check_step() -> Response:
    """The code of the authenticator, or a recovery code; each counts once."""
    require_own_page()
    limit_by_address()
    keys, client, moment, replaced = keyring(), current_client(), now(), session_token()
    step, code = _step(), form_value("code")

    def begin(db: Db) -> None:
        person = door.person_at_step(db, step, keyring=keys, now=moment)
        door.begin_step(db, person, keyring=keys, client=client, now=moment)

    def work(db: Db) -> Admission | None:
        return door.pass_step(db, step, code, keyring=keys, client=client, replaced=replaced, now=moment)

    try:
        store().write(begin)
        admission = store().write(work)
    except Refused as error:
        if error.code == "sign_in.too_many":
            return _ask(status=429, fault=door_texts(language()).step_paused)
        return see_other("console_queue.show_queue") if is_signed_in() else _from_the_start()
    if admission is None:
        return _ask(status=403, fault=door_texts(language()).step_wrong)
    return enter(admission)


@factor.get("/console/second-factor")
@access(session="viewer", without_factor=True)
def show_offer() -> Response:
    """A new authenticator: the picture for the phone, the secret for typing, and a field for the first code."""
    require_fresh()
    return _offer()


@factor.post("/console/second-factor")
@access(session="viewer", without_factor=True)
def accept_offer() -> Response:
    """Put it in force; other sessions end, and recovery codes are shown this once."""
    require_fresh()
    session, keys, moment = current_session(), keyring(), now()
    offer, code = form_value("offer"), form_value("code")

    def work(db: Db) -> tuple[list[str], Session]:
        codes = second_factor.accept_totp(
            db, keyring=keys, moderator_id=session.moderator_id, offer=offer, code=code, now=moment
        )
        return codes, sessions.renew(db, session, now=moment)

    try:
        codes, renewed = store().write(work)
    except Invalid:
        return _offer(again=offer, fault=door_texts(language()).step_wrong)
    except Refused:
        return _offer(fault=door_texts(language()).offer_old)
    go_on_as(renewed)
    if not codes:
        return see_other("console_settings.show_settings", done="authenticator_added")
    return page("recovery_codes.html", codes=codes)


@factor.post("/console/second-factor/later")
@access(session="viewer", without_factor=True)
def put_off() -> Response:
    """In development only: go on without one. Raises Refused in production."""
    if settings().production:
        raise Refused("auth.factor_required")
    person_id, moment = current_session().moderator_id, now()
    store().write(lambda db: people.put_off_factor(db, person_id, now=moment))
    return see_other("console_queue.show_queue")


def _offer(*, again: str = "", fault: str | None = None) -> Response:
    keys, session = keyring(), current_session()
    with store().read() as db:
        person = moderator_by_id(db, session.moderator_id)
    name = people.address_of(person, keyring=keys).reveal() if person else ""
    offer = second_factor.offer_totp(
        keyring=keys, moderator_id=session.moderator_id, name=name, now=now(), again=again
    )
    picture = make_picture(offer.address, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff")
    return page(
        "factor_offer.html",
        status=422 if fault else 200,
        # Drawn by us from our own address, here on this machine: nobody else sees the secret.
        picture=Markup(picture),  # noqa: S704
        offer=offer,
        fault=fault,
        passkeys_work=relying_party() is not None,
        may_put_off=not settings().production and not session.has_factor,
    )


def _ask(*, status: int = 200, fault: str | None = None) -> Response:
    return page("factor_step.html", status=status, fault=fault, challenge=challenge_at_the_door())


def _step() -> str:
    return cookies.value_of(cookies.STEP) or ""


def _from_the_start() -> Response:
    reply = see_other("console_sign_in.show_form", notice="step_over")
    cookies.take(reply, cookies.STEP)
    return reply
