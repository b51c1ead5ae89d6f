"""Passkeys: coming in with one, adding and removing them. The page's form carries the authenticator's answer."""

from flask import Response

from service.domain.errors import NotFound, Refused
from service.http.access import access
from service.http.clients import current_client
from service.http.console.door import door_page, relying_party
from service.http.console.door_texts import door_texts
from service.http.console.entry import enter, limit_by_address
from service.http.console.fresh import require_fresh
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.context import keyring, now, store
from service.http.sessions import (
    current_session,
    form_value,
    go_on_as,
    require_own_page,
    session_token,
)
from service.moderation import passkeys as use
from service.moderation import people, sessions
from service.moderation import sign_in as door
from service.moderation.sessions import Session
from service.moderation.sign_in import Admission
from service.store.engine import Db
from service.store.moderators import moderator_by_id

passkeys = new_blueprint("console_passkeys")


@passkeys.post("/console/sign-in/passkey")
@access("public")
def come_in() -> Response:
    """Sign in with a passkey: both factors at once."""
    require_own_page()
    limit_by_address()
    keys, client, moment, replaced = keyring(), current_client(), now(), session_token()
    party, challenge, credential = relying_party(), form_value("challenge"), form_value("credential")

    def work(db: Db) -> Admission:
        if party is None:
            raise Refused("passkey.refused")
        person = use.person_of_passkey(
            db, keyring=keys, party=party, challenge=challenge, credential=credential, now=moment
        )
        return door.admit_proved(db, person, client=client, replaced=replaced, now=moment)

    try:
        return enter(store().write(work))
    except Refused:
        return door_page(status=403, notice=door_texts(language()).passkey_refused, refused=True)


@passkeys.get("/console/second-factor/passkey")
@access(session="viewer", without_factor=True)
def show_offer() -> Response:
    """Add a passkey."""
    require_fresh()
    return _offer()


@passkeys.post("/console/second-factor/passkey")
@access(session="viewer", without_factor=True)
def accept_offer() -> Response:
    """Put it in force; other sessions end, and the first factor comes with recovery codes, shown this once."""
    require_fresh()
    session, keys, moment, party = current_session(), keyring(), now(), relying_party()
    challenge, credential = form_value("challenge"), form_value("credential")
    name = form_value("name").strip() or current_client().device or door_texts(language()).passkey

    def work(db: Db) -> tuple[list[str], Session]:
        if party is None:
            raise Refused("passkey.refused")
        codes = use.accept_passkey(
            db,
            keyring=keys,
            party=party,
            moderator_id=session.moderator_id,
            challenge=challenge,
            credential=credential,
            name=name,
            now=moment,
        )
        return codes, sessions.renew(db, session, now=moment)

    try:
        codes, renewed = store().write(work)
    except Refused:
        return _offer(fault=door_texts(language()).passkey_refused)
    go_on_as(renewed)
    if not codes:
        return see_other("console_settings.show_settings", done="passkey_added")
    return page("recovery_codes.html", codes=codes)


@passkeys.post('/console/settings/passkeys/<id("pky"):passkey_id>/remove')
@access(session="viewer")
def remove(passkey_id: str) -> Response:
    """Come in without it from now on. Raises NotFound for anybody else's."""
    require_fresh()
    session, moment = current_session(), now()

    def work(db: Db) -> Session:
        if not use.remove_passkey(db, passkey_id, moderator_id=session.moderator_id):
            raise NotFound("passkey.not_found")
        return sessions.renew(db, session, now=moment)

    go_on_as(store().write(work))
    return see_other("console_settings.show_settings", done="passkey_removed")


def _offer(*, fault: str | None = None) -> Response:
    keys, session, party = keyring(), current_session(), relying_party()
    challenge = None
    with store().read() as db:
        person = moderator_by_id(db, session.moderator_id)
        if party is not None and person is not None:
            challenge = use.offer_passkey(
                db,
                keyring=keys,
                party=party,
                moderator_id=session.moderator_id,
                name=people.address_of(person, keyring=keys).reveal(),
                now=now(),
            )
    return page(
        "passkey_offer.html",
        status=422 if fault else 200,
        challenge=challenge,
        device=current_client().device,
        longest=use.LONGEST_NAME,
        fault=fault,
    )
