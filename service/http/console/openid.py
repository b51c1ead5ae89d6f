"""Signing in through the newsroom's OpenID provider, where the settings name one.

The answer comes from another site, so the browser brings no cookie of ours that is `Strict`: a sealed one
that is `Lax` carries state, nonce and verifier, and the page that ends the way leads on from our own site.
"""

import hmac
from datetime import timedelta

from flask import Response, current_app, request

from service.domain.errors import Conflict, NotFound, Refused
from service.http import cookies
from service.http.access import access
from service.http.clients import current_client
from service.http.console.door import door_page, provider_name
from service.http.console.door_texts import door_texts
from service.http.console.entry import enter, limit_by_address
from service.http.console.fresh import require_fresh
from service.http.console.pages import language, new_blueprint, page, see_other
from service.http.context import keyring, now, settings, store
from service.http.sessions import current_session
from service.moderation import outside_identities, people, sealed
from service.moderation.openid import Outsider, Provider
from service.moderation.sign_in import Admission
from service.secrets import new_token
from service.store.engine import Db

openid = new_blueprint("console_openid")

_EXTENSION = "taliq-openid"
_PURPOSE = "openid"
_LIFE = timedelta(minutes=10)
_KNOWN = {"outside.unavailable", "outside.unknown", "outside.taken"}


@openid.get("/console/sign-in/openid")
@access("public")
def begin() -> Response:
    """To the provider, and back as whoever it knows."""
    return _to_provider({"aim": "sign-in"})


@openid.get("/console/sign-in/<token>/openid")
@access("public")
def begin_invited(token: str) -> Response:
    """The same with a one-time link: no password is set. Raises Refused (`link.not_valid`)."""
    with store().read() as db:
        people.invited_person(db, token=token, now=now())
    return _to_provider({"aim": "invitation", "token": token})


@openid.get("/console/settings/openid")
@access(session="viewer")
def begin_linking() -> Response:
    """Link one's account with somebody at the provider."""
    require_fresh()
    return _to_provider({"aim": "link", "moderator_id": current_session().moderator_id})


@openid.post("/console/settings/openid/remove")
@access(session="viewer")
def unlink() -> Response:
    """Come in without the provider from now on."""
    require_fresh()
    person_id = current_session().moderator_id
    store().write(lambda db: outside_identities.unlink(db, person_id))
    return see_other("console_settings.show_settings", done="outside_unlinked")


@openid.get("/console/sign-in/openid/callback")
@access("public")
def come_back() -> Response:
    """The provider's answer; state, code and sealed cookie count once."""
    limit_by_address()
    keys, moment, client = keyring(), now(), current_client()
    try:
        values = sealed.unseal(keys, cookies.value_of(cookies.OPENID) or "", purpose=_PURPOSE, now=moment)
        outsider = _outsider(values)

        def work(db: Db) -> Admission | None:
            sealed.spend(db, values)
            if values["aim"] == "link":
                outside_identities.link(db, outsider, moderator_id=values["moderator_id"], now=moment)
            if values["aim"] == "invitation":
                return outside_identities.accept_invitation(
                    db, outsider, token=values["token"], keyring=keys, client=client, now=moment
                )
            return outside_identities.come_in(db, outsider, keyring=keys, client=client, now=moment)

        admission = store().write(work)
    except (Refused, Conflict) as error:
        return _refused(error.code)
    return _carried_on(enter(admission) if admission else see_other("console_settings.show_settings"))


def _to_provider(aim: dict[str, str]) -> Response:
    if settings().oidc_issuer is None:
        raise NotFound("route.unknown")
    limit_by_address()
    told = {name: new_token(name[:2]) for name in ("state", "nonce", "verifier")}
    value = sealed.seal(keyring(), told | aim, purpose=_PURPOSE, ends_at=now() + _LIFE)
    try:
        address = _provider().address(callback=_callback(), **told)
    except Refused as error:
        return _refused(error.code)
    reply = Response(status=303, headers={"Location": address})
    cookies.give(reply, cookies.OPENID, value, life_s=int(_LIFE.total_seconds()), same_site="Lax")
    return reply


def _outsider(values: dict[str, str]) -> Outsider:
    """Raises Refused where the answer is not one to our question."""
    state, code = request.args.get("state", ""), request.args.get("code", "")
    if not hmac.compare_digest(state.encode(), values["state"].encode()) or not code:
        raise Refused("outside.refused")
    return _provider().outsider(
        code=code, callback=_callback(), nonce=values["nonce"], verifier=values["verifier"]
    )


def _provider() -> Provider:
    """One for the process, so that the provider's document and keys are fetched once an hour."""
    found = current_app.extensions.get(_EXTENSION)
    if found is None:
        found = current_app.extensions.setdefault(_EXTENSION, Provider(settings()))
    provider: Provider = found
    return provider


def _callback() -> str:
    return f"{settings().public_url}/console/sign-in/openid/callback"


def _carried_on(entered: Response) -> Response:
    """A page of ours that leads on: a redirect straight from the provider would arrive without our cookies."""
    reply = page("carry_on.html", to=entered.headers["Location"])
    for cookie in entered.headers.getlist("Set-Cookie"):
        reply.headers.add("Set-Cookie", cookie)
    cookies.take(reply, cookies.OPENID, same_site="Lax")
    return reply


def _refused(code: str) -> Response:
    d = door_texts(language())
    sentence = d.outside_faults[code if code in _KNOWN else "outside.refused"]
    if request.args.get("error") == "access_denied":
        sentence = d.outside_faults["cancelled"]
    reply = door_page(
        status=503 if code == "outside.unavailable" else 403,
        notice=sentence.format(name=provider_name()),
        refused=True,
    )
    cookies.take(reply, cookies.OPENID, same_site="Lax")
    return reply
