"""`/console/people`, for admins: who may come in, in which role."""

from collections.abc import Callable

import structlog
from flask import Response, request

from service.domain.errors import Invalid
from service.http.access import access
from service.http.console.account_texts import account_texts
from service.http.console.fresh import require_fresh
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.console.times import since
from service.http.context import keyring, now, settings, store
from service.http.i18n.catalogue import fault_message
from service.http.sessions import current_session, form_value
from service.moderation import staff
from service.moderation.people import LINK_LIFE, ROLES, Invitation
from service.moderation.staff import Colleague
from service.store.engine import Db

people = new_blueprint("console_people")

log = structlog.get_logger()


@people.get("/console/people")
@access(session="admin")
def show_people() -> Response:
    """Everybody, and the form that invites one more."""
    return _people()


@people.post("/console/people")
@access(session="admin")
def invite() -> Response:
    """Add somebody; the page shows their one-time link, this once."""
    require_fresh()
    keys, moment, email, role = keyring(), now(), form_value("email"), form_value("role")
    try:
        made = store().write(
            lambda db: staff.invite_new(db, keyring=keys, email=email, role=role, now=moment)
        )
    except Invalid as error:
        fault = error.faults[0]
        return _people(email=email, fault=fault_message(fault.code, language(), fault.params))
    _log("person.invited", made.moderator_id, role=role)
    return _people(link=made, invited=email.strip())


@people.post('/console/people/<id("mod"):person_id>/link')
@access(session="admin")
def make_link(person_id: str) -> Response:
    """A new one-time link for somebody who lost their password or let the first one pass."""
    require_fresh()
    moment, life_s = now(), LINK_LIFE.total_seconds()
    made = store().write(lambda db: staff.new_link(db, person_id, now=moment, life_s=life_s))
    _log("person.link_made", person_id)
    return _people(link=made)


@people.post('/console/people/<id("mod"):person_id>/role')
@access(session="admin")
def change_role(person_id: str) -> Response:
    """Another role; the person signs in anew."""
    role, moment = form_value("role"), now()
    return _change("role_changed", person_id, lambda db: staff.change_role(db, person_id, role, now=moment))


@people.post('/console/people/<id("mod"):person_id>/disable')
@access(session="admin")
def disable(person_id: str) -> Response:
    """Shut somebody out at once."""
    moment = now()
    return _change("disabled", person_id, lambda db: staff.shut_out(db, person_id, now=moment))


@people.post('/console/people/<id("mod"):person_id>/enable')
@access(session="admin")
def enable(person_id: str) -> Response:
    """Let somebody back in."""
    return _change("enabled", person_id, lambda db: staff.let_back_in(db, person_id))


@people.post('/console/people/<id("mod"):person_id>/second-factor/reset')
@access(session="admin")
def reset_second_factor(person_id: str) -> Response:
    """For somebody who lost the phone and the recovery codes."""
    moment = now()
    return _change("factor_reset", person_id, lambda db: staff.reset_second_factor(db, person_id, now=moment))


def _change(what: str, person_id: str, work: Callable[[Db], None]) -> Response:
    require_fresh()
    store().write(work)
    _log(f"person.{what}", person_id)
    return see_other("console_people.show_people", done=what)


def _people(
    *, link: Invitation | None = None, invited: str = "", email: str = "", fault: str | None = None
) -> Response:
    a, keys, moment = account_texts(language()), keyring(), now()
    with store().read() as db:
        found = staff.colleagues(db, keyring=keys, now=moment)
    rows = [_row(one) for one in found]
    linked = next((row["address"] for row in rows if link and row["id"] == link.moderator_id), invited)
    return page(
        "people.html",
        status=422 if fault else 200,
        rows=rows,
        roles=[(role, a.roles[role], a.role_duties[role]) for role in reversed(ROLES)],
        me=current_session().moderator_id,
        link=f"{settings().public_url}/console/sign-in/{link.token}" if link else None,
        linked=linked,
        email=email,
        fault=fault,
        done=a.done.get(request.args.get("done", "")),
    )


def _row(one: Colleague) -> dict[str, object]:
    a = account_texts(language())
    seen = a.never_seen
    if one.last_seen_at is not None:
        age = since(one.last_seen_at, now(), a.lang)
        seen = a.last_seen.format(age=age) if age else a.seen_now
    return {
        "id": one.id,
        "address": one.address.reveal(),
        "role": one.role,
        "role_name": a.roles[one.role],
        "state": one.state,
        "state_name": a.person_states[one.state],
        "has_factor": one.has_factor,
        "seen": seen if one.state == "active" else "",
        "is_last_admin": one.is_last_admin,
    }


def _log(what: str, person_id: str, **more: str) -> None:
    log.info(what, person_id=person_id, by=current_session().moderator_id, **more)
