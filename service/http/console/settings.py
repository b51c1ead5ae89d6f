"""One's own settings: how one signs in, and proving again that it is oneself."""

from flask import Response, request

from service.domain.errors import Invalid, NotFound, Refused
from service.http.access import access
from service.http.clients import current_client
from service.http.console.account_texts import ATTEMPTS, CODES, account_texts
from service.http.console.door import provider_name, relying_party
from service.http.console.door_texts import door_texts
from service.http.console.entry import enter
from service.http.console.fresh import hashing, is_fresh, require_fresh
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.console.times import since
from service.http.context import keyring, now, settings, store
from service.http.i18n.catalogue import fault_message
from service.http.sessions import current_session, form_value, go_on_as, session_token
from service.moderation import passwords, people, second_factor, sessions
from service.moderation import sign_in as door
from service.moderation.sessions import OpenSession, Session
from service.moderation.sign_in import Admission, Attempt
from service.store import factors
from service.store.engine import Db
from service.store.identities import has_identity
from service.store.moderators import moderator_by_id
from service.store.passkeys import Passkey, passkeys_of

own_settings = new_blueprint("console_settings")


@own_settings.get("/console/settings")
@access(session="viewer", without_factor=True)
def show_settings() -> Response:
    """The address, the second factor and what is left of the recovery codes."""
    return _settings()


@own_settings.post("/console/settings/password")
@access(session="viewer")
def change_password() -> Response:
    """Set another one; other sessions end."""
    require_fresh()
    session, moment, keys = current_session(), now(), keyring()
    try:
        normal = passwords.checked_password(form_value("password"), about=_own_address().split("@"))
    except Invalid as error:
        fault = error.faults[0]
        return _settings(fault=fault_message(fault.code, language(), fault.params))
    with hashing:
        hashed = passwords.hash_password(normal)

    def work(db: Db) -> Session:
        people.change_password(db, session.moderator_id, password_hash=hashed, keyring=keys)
        return sessions.renew(db, session, now=moment)

    go_on_as(store().write(work))
    return see_other("console_settings.show_settings", done="password_changed")


@own_settings.post("/console/settings/authenticator/remove")
@access(session="viewer")
def remove_authenticator() -> Response:
    """Sign in without it from now on."""
    require_fresh()
    session, moment = current_session(), now()

    def work(db: Db) -> Session:
        second_factor.remove_totp(db, session.moderator_id)
        return sessions.renew(db, session, now=moment)

    go_on_as(store().write(work))
    return see_other("console_settings.show_settings", done="authenticator_removed")


@own_settings.post("/console/settings/recovery-codes")
@access(session="viewer")
def renew_recovery_codes() -> Response:
    """Ten new ones, shown this once; the old ones are worth nothing any more. Raises Refused without a factor."""
    require_fresh()
    session = current_session()
    if not session.has_factor:
        raise Refused("auth.factor_required")
    codes = store().write(lambda db: second_factor.renew_recovery_codes(db, session.moderator_id))
    return page("recovery_codes.html", codes=codes)


@own_settings.post('/console/settings/sessions/<id("ses"):session_id>/end')
@access(session="viewer", without_factor=True)
def end_session(session_id: str) -> Response:
    """End one of one's own sessions, on another device. Raises NotFound for anybody else's."""
    person_id, moment = current_session().moderator_id, now()
    if not store().write(lambda db: sessions.end_one(db, session_id, moderator_id=person_id, now=moment)):
        raise NotFound("session.not_found")
    return see_other("console_settings.show_settings", done="session_ended")


@own_settings.post("/console/settings/sessions/end-others")
@access(session="viewer", without_factor=True)
def end_other_sessions() -> Response:
    """End all of one's own sessions but this one."""
    mine, moment = current_session(), now()
    store().write(
        lambda db: sessions.end_all(
            db, mine.moderator_id, because=sessions.ELSEWHERE, now=moment, but=mine.id
        )
    )
    return see_other("console_settings.show_settings", done="sessions_ended")


@own_settings.get("/console/settings/confirm")
@access(session="viewer", without_factor=True)
def show_confirm() -> Response:
    """Ask for the password again before something that changes how the person signs in."""
    return see_other(_after_confirming()) if is_fresh() else page("confirm.html")


@own_settings.post("/console/settings/confirm")
@access(session="viewer", without_factor=True)
def confirm() -> Response:
    """A new session in place of this one, for whoever knows the password."""
    keys, client, moment, replaced = keyring(), current_client(), now(), session_token()
    person_id, password = current_session().moderator_id, form_value("password")

    def begin(db: Db) -> Attempt | None:
        person = moderator_by_id(db, person_id)
        if person is None:
            return None
        return door.begin_attempt_of(db, person, keyring=keys, client=client, now=moment)

    def work(db: Db) -> Admission | None:
        if attempt is None:
            return None
        return door.come_back(db, attempt, client=client, replaced=replaced, now=moment)

    admission = None
    try:
        attempt = store().write(begin)
        with hashing:
            is_right = attempt is not None and passwords.is_password_of(password, attempt.person)
        admission = store().write(work) if is_right else None
    except Refused:  # paused: the same answer as to a wrong password
        pass
    if admission is None:
        return page("confirm.html", status=403, fault=door_texts(language()).confirm_wrong)
    return enter(admission, to=_after_confirming())


def _after_confirming() -> str:
    return (
        "console_people.show_people"
        if request.args.get("to") == "people"
        else "console_settings.show_settings"
    )


def _settings(*, fault: str | None = None) -> Response:
    session, a = current_session(), account_texts(language())
    with store().read() as db:
        has_totp = factors.totp_secret(db, session.moderator_id) is not None
        left = factors.count_recovery_codes(db, session.moderator_id)
        keys = passkeys_of(db, session.moderator_id)
        is_linked = has_identity(db, session.moderator_id, issuer=settings().oidc_issuer or "")
        found = sessions.open_sessions(db, session.moderator_id, now=now())
    failures = next((one.failures_before for one in found if one.id == session.id), 0)
    return page(
        "settings.html",
        status=422 if fault else 200,
        address=_own_address(),
        role=a.roles[session.role],
        has_totp=has_totp,
        codes_left=a.codes_left.format(codes=CODES.counted(left, a.lang)) if left else a.codes_none,
        done=a.done.get(request.args.get("done", "")),
        provider=provider_name(),
        is_linked=is_linked,
        passkeys=[_passkey_row(one) for one in keys],
        passkeys_work=relying_party() is not None,
        attempts=a.attempts.format(attempts=ATTEMPTS.counted(failures, a.lang)) if failures else None,
        open_sessions=[_session_row(one) for one in found],
        fault=fault,
        shortest=passwords.SHORTEST_PASSWORD,
        longest=passwords.LONGEST_PASSWORD,
    )


def _session_row(one: OpenSession) -> dict[str, object]:
    a = account_texts(language())
    age = since(one.last_seen_at, now(), a.lang)
    return {
        "id": one.id,
        "device": one.device,
        "network": one.network,
        "seen": a.last_seen.format(age=age) if age else a.seen_now,
        "is_this": one.id == current_session().id,
    }


def _passkey_row(one: Passkey) -> dict[str, object]:
    a = account_texts(language())
    age = since(one.last_used_at, now(), a.lang) if one.last_used_at else ""
    used = a.passkey_used.format(age=age) if age else a.passkey_used_now
    return {"id": one.id, "name": one.name, "used": used if one.last_used_at else a.passkey_unused}


def _own_address() -> str:
    with store().read() as db:
        person = moderator_by_id(db, current_session().moderator_id)
    return people.address_of(person, keyring=keyring()).reveal() if person else ""
