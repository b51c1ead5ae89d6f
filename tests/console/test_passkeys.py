"""Passkeys: added by somebody signed in, enough to come in with, and nothing else passes for one."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from service.domain.errors import Refused
from service.moderation import people
from service.moderation.passkeys import (
    CHALLENGE_LIFE,
    RelyingParty,
    accept_passkey,
    ask_for_passkey,
    offer_passkey,
    person_of_passkey,
)
from service.secrets import Keyring
from service.store.engine import Store
from service.store.moderators import set_on_moderator
from tests.console.desk import EMAIL, Desk, text_of
from tests.support.authenticator import Authenticator

NewDesk = Callable[[], Desk]
OFFER = "/console/second-factor/passkey"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PARTY = RelyingParty("talk.example", "https://talk.example")
_OPTIONS = re.compile(r'data-options="([^"]+)"')
_CHALLENGE = re.compile(r'name="challenge" value="([^"]+)"')
_REMOVE = re.compile(r'action="(/console/settings/passkeys/[^"]+)"')


@pytest.fixture
def phone() -> Authenticator:
    return Authenticator("http://localhost", "localhost")


def asked(page: str) -> tuple[str, str]:
    """(options for the authenticator, the sealed challenge) of a page."""
    options, challenge = _OPTIONS.search(page), _CHALLENGE.search(page)
    assert options is not None
    assert challenge is not None
    return html.unescape(options[1]), challenge[1]


def add(desk: Desk, phone: Authenticator, **fields: str) -> TestResponse:
    options, challenge = asked(desk.get(OFFER).text)
    told = {"challenge": challenge, "credential": phone.register(options), "csrf_token": desk.token()}
    return desk.send(OFFER, **told | fields)


def come_in(desk: Desk, phone: Authenticator) -> TestResponse:
    options, challenge = asked(desk.get("/console/sign-in").text)
    return desk.send("/console/sign-in/passkey", challenge=challenge, credential=phone.sign(options))


class TestAdding:
    def test_ends_with_recovery_codes_and_the_passkey_in_the_list(self, desk: Desk, phone: Authenticator):
        desk.come_in()
        assert "رموز الاسترداد" in add(desk, phone, name="هاتفي").text
        assert "هاتفي لم يُستعمل بعد" in text_of(desk.get("/console/settings").text)

    def test_takes_no_answer_that_was_sent_before(self, desk: Desk, phone: Authenticator):
        desk.come_in()
        options, challenge = asked(desk.get(OFFER).text)
        told = {"challenge": challenge}
        desk.send(OFFER, credential=phone.register(options), csrf_token=desk.token(), **told)
        other = Authenticator(phone.origin, phone.host).register(options)
        assert desk.send(OFFER, credential=other, csrf_token=desk.token(), **told).status_code == 422

    @pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "x", '{"id":"x","rawId":"x"}'])
    def test_refuses_what_is_no_answer(self, desk: Desk, phone: Authenticator, credential: str):
        desk.come_in()
        reply = add(desk, phone, credential=credential)
        assert reply.status_code == 422
        assert "لم يُقبل مفتاح المرور" in reply.text


class TestComingIn:
    def test_needs_neither_password_nor_code(self, desk: Desk, new_desk: NewDesk, phone: Authenticator):
        desk.come_in()
        add(desk, phone)
        other = new_desk()
        assert come_in(other, phone).location == "/console/queue"
        assert other.get("/console/queue").status_code == 200

    def test_is_possible_in_place_of_the_code(self, desk: Desk, new_desk: NewDesk, phone: Authenticator):
        desk.come_in()
        add(desk, phone)
        other = new_desk()
        step = other.sign_in().location
        assert step == "/console/sign-in/second-factor"
        options, challenge = asked(other.get(step).text)
        reply = other.send("/console/sign-in/passkey", challenge=challenge, credential=phone.sign(options))
        assert reply.location == "/console/queue"

    def test_is_over_once_the_passkey_is_removed(self, desk: Desk, new_desk: NewDesk, phone: Authenticator):
        desk.come_in()
        add(desk, phone)
        path = _REMOVE.search(desk.get("/console/settings").text)[1]
        stranger = new_desk().come_in(email="laith@newsroom.example")
        assert stranger.send(path, csrf_token=stranger.token()).status_code == 404
        assert "أُزيل مفتاح المرور" in desk.get(desk.send(path, csrf_token=desk.token()).location).text
        assert come_in(new_desk(), phone).status_code == 403

    def test_is_not_offered_where_browsers_make_no_passkeys(self, desk: Desk):
        page = desk.client.get("/console/sign-in", base_url="http://127.0.0.1:8000").text
        assert "data-passkey" not in page


class TestAnswer:
    """What a forger, a thief or a broken device might send, on both databases."""

    @pytest.fixture
    def key(self, store: Store, keyring: Keyring) -> Authenticator:
        """The passkey of the one moderator."""
        key = Authenticator(PARTY.origin, PARTY.host)
        with store.transaction() as db:
            person = people.invite(db, keyring=keyring, email=EMAIL, role="editor", now=NOON).moderator_id
            made = offer_passkey(db, keyring=keyring, party=PARTY, moderator_id=person, name="nada", now=NOON)
            accept_passkey(
                db,
                keyring=keyring,
                party=PARTY,
                moderator_id=person,
                challenge=made.sealed,
                credential=key.register(made.options),
                name="key",
                now=NOON,
            )
        return key

    def test_counts_once_and_for_five_minutes(self, store: Store, keyring: Keyring, key: Authenticator):
        challenge = ask_for_passkey(keyring=keyring, party=PARTY, now=NOON)
        answer = key.sign(challenge.options)

        def code(at: datetime) -> str:
            try:
                store.write(
                    lambda db: person_of_passkey(
                        db,
                        keyring=keyring,
                        party=PARTY,
                        challenge=challenge.sealed,
                        credential=answer,
                        now=at,
                    )
                )
            except Refused as error:
                return error.code
            return "in"

        assert code(NOON + CHALLENGE_LIFE) == "proof.not_valid"
        assert code(NOON + CHALLENGE_LIFE - timedelta(seconds=1)) == "in"
        assert code(NOON) in {"proof.spent", "passkey.refused"}

    @pytest.mark.parametrize("flaw", ["origin", "host", "finger", "key", "count", "stranger", "disabled"])
    def test_is_refused_when(self, store: Store, keyring: Keyring, key: Authenticator, flaw: str):
        challenge = ask_for_passkey(keyring=keyring, party=PARTY, now=NOON)
        if flaw == "origin":
            key.origin = "https://talk.example.evil.example"
        elif flaw == "host":
            key.host = "evil.example"
        elif flaw == "finger":
            key.is_verified = False
        elif flaw == "key":
            key.key = Authenticator(PARTY.origin, PARTY.host).key
        elif flaw == "stranger":
            key.id = b"never registered"
        with store.transaction() as db:
            if flaw == "disabled":
                person = people.people(db, keyring=keyring)[0][0].id
                set_on_moderator(db, person, disabled_at=NOON)
            if flaw == "count":
                key.count = 7
                person_of_passkey(
                    db,
                    keyring=keyring,
                    party=PARTY,
                    challenge=challenge.sealed,
                    credential=key.sign(challenge.options),
                    now=NOON,
                )
                challenge = ask_for_passkey(keyring=keyring, party=PARTY, now=NOON)
                key.count = 3  # a copy that lags behind
            with pytest.raises(Refused) as refused:
                person_of_passkey(
                    db,
                    keyring=keyring,
                    party=PARTY,
                    challenge=challenge.sealed,
                    credential=key.sign(challenge.options),
                    now=NOON,
                )
        assert refused.value.code == "passkey.refused"
