"""Signing in through an OpenID provider: whom it vouches for comes in, and nobody else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.http.app import create_app
from service.secrets import Keyring
from service.store.engine import Store
from tests.console.desk import Desk
from tests.support.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdProvider, providing
from tests.support.settings import settings_for_tests

NewDesk = Callable[[], Desk]
BEGIN = "/console/sign-in/openid"
_NEXT = re.compile(r'content="0; url=([^"]+)"')


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with providing() as listening:
        yield listening


@pytest.fixture
def app(tmp_path: Path, sqlite_store: Store, provider: OpenIdProvider) -> Flask:
    """An application of a newsroom that has a provider."""
    settings = settings_for_tests(
        tmp_path,
        OIDC_ISSUER=provider.url,
        OIDC_CLIENT_ID=CLIENT_ID,
        OIDC_CLIENT_SECRET=CLIENT_SECRET,
        OIDC_NAME="حساب الجريدة",
        PUBLIC_URL="http://localhost",
    )
    return create_app(settings, store=sqlite_store)


def answered(desk: Desk, provider: OpenIdProvider, begin: str = BEGIN) -> str:
    """Go to the provider; returns the address that it sends the browser back to."""
    reply = desk.get(begin)
    assert reply.status_code == 303, reply.text
    asked = {name: values[0] for name, values in parse_qs(urlsplit(reply.location).query).items()}
    return provider.authorize(asked)


def there_and_back(desk: Desk, provider: OpenIdProvider, begin: str = BEGIN) -> TestResponse:
    return desk.get(answered(desk, provider, begin))


def next_page(reply: TestResponse) -> str:
    found = _NEXT.search(reply.text)
    assert found is not None, reply.text
    return found[1]


@pytest.fixture
def linked(desk: Desk, provider: OpenIdProvider) -> Desk:
    """Somebody who came in by an invitation through the provider."""
    there_and_back(desk, provider, desk.invite() + "/openid")
    return desk


class TestInvitation:
    def test_is_accepted_without_a_password(self, desk: Desk, new_desk: NewDesk, provider: OpenIdProvider):
        link = desk.invite()
        assert "من دون كلمة مرور: الدخول عبر حساب الجريدة" in desk.get(link).text
        assert next_page(there_and_back(desk, provider, f"{link}/openid")) == "/console/second-factor"
        assert desk.get("/console/queue").status_code == 200
        assert new_desk().get(link).status_code == 403

    def test_that_is_spent_leads_nowhere(self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider):
        link = linked.invite()
        first, second = new_desk(), new_desk()
        addresses = [answered(one, provider, f"{link}/openid") for one in (first, second)]
        replies = [one.get(address) for one, address in zip((first, second), addresses, strict=True)]
        assert [reply.status_code for reply in replies] == [200, 403]

    def test_does_not_take_over_somebody_elses_account(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider
    ):
        other = new_desk()
        link = other.invite(email="laith@newsroom.example")
        reply = there_and_back(other, provider, f"{link}/openid")
        assert reply.status_code == 403
        assert "مربوط بشخص آخر" in reply.text
        assert other.get(link).status_code == 200


class TestComingIn:
    def test_is_for_whom_the_provider_vouches(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider
    ):
        desk = new_desk()
        there_and_back(desk, provider)
        assert desk.get("/console/queue").status_code == 200

    def test_is_not_for_somebody_unknown_whatever_their_address(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider
    ):
        provider.subject = "person-2"
        provider.claims = {"email": "nada@newsroom.example", "email_verified": True}
        reply = there_and_back(new_desk(), provider)
        assert reply.status_code == 403
        assert "غير مربوط بحساب هنا" in reply.text

    def test_asks_for_our_second_factor_where_the_provider_asked_for_none(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider
    ):
        linked.set_up_factor()
        assert next_page(there_and_back(new_desk(), provider)) == "/console/sign-in/second-factor"
        provider.claims = {"amr": ["pwd", "otp"]}
        assert next_page(there_and_back(new_desk(), provider)) == "/console/queue"

    def test_goes_on_when_the_provider_changes_its_keys(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider
    ):
        provider.rotate()
        assert there_and_back(new_desk(), provider).status_code == 200

    def test_says_so_when_the_provider_is_away(self, desk: Desk, provider: OpenIdProvider):
        provider.down = True
        reply = desk.get(BEGIN)
        assert reply.status_code == 503
        assert "لا يجيب حساب الجريدة الآن" in reply.text

    def test_says_so_when_the_person_changed_their_mind(self, desk: Desk, provider: OpenIdProvider):
        desk.get(BEGIN)
        reply = desk.get("/console/sign-in/openid/callback?error=access_denied")
        assert "أُلغي الدخول عبر حساب الجريدة" in reply.text


class TestForgery:
    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"iss": "https://evil.example"},
            {"aud": "somebody-else"},
            {"aud": [CLIENT_ID, "somebody-else"], "azp": "somebody-else"},
            {"exp": 1},
            {"exp": None},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"iat": 99999999999},
            {"amr": "mfa"},
        ],
        ids=str,
    )
    def test_of_the_tokens_claims_is_refused(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider, claims: dict[str, object]
    ):
        provider.claims = claims
        desk = new_desk()
        assert there_and_back(desk, provider).status_code == 403
        assert desk.get("/console/queue").status_code == 303

    @pytest.mark.parametrize("signing", ["none", "HS256", "stranger"])
    def test_of_its_signature_is_refused(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider, signing: str
    ):
        provider.signing = signing
        assert there_and_back(new_desk(), provider).status_code == 403

    def test_of_the_state_is_refused(self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider):
        victim, attacker = new_desk(), new_desk()
        begun = answered(attacker, provider)
        assert victim.get(begun).status_code == 403  # never asked
        answered(victim, provider)
        assert victim.get(begun).status_code == 403  # asked something else

    def test_by_sending_the_answer_twice_is_refused(
        self, linked: Desk, new_desk: NewDesk, provider: OpenIdProvider
    ):
        desk = new_desk()
        address = answered(desk, provider)
        kept = desk.client.get_cookie("taliq-openid").value
        assert desk.get(address).status_code == 200
        thief = new_desk()
        thief.client.set_cookie("taliq-openid", kept)
        assert thief.get(address).status_code == 403

    def test_of_the_providers_document_is_refused(
        self, desk: Desk, provider: OpenIdProvider, tmp_path: Path, sqlite_store: Store, keyring: Keyring
    ):
        settings = settings_for_tests(
            tmp_path,
            OIDC_ISSUER=f"{provider.url}/",
            OIDC_CLIENT_ID=CLIENT_ID,
            OIDC_CLIENT_SECRET=CLIENT_SECRET,
        )
        other = Desk(create_app(settings, store=sqlite_store).test_client(), sqlite_store, keyring)
        assert other.get(BEGIN).status_code == 503


class TestSettings:
    def test_link_and_unlink(self, desk: Desk, new_desk: NewDesk, provider: OpenIdProvider):
        desk.come_in()
        assert "غير مربوط بحسابك" in desk.get("/console/settings").text
        there_and_back(desk, provider, "/console/settings/openid")
        assert "فيمكنك الدخول عبره" in desk.get("/console/settings").text
        there_and_back(new_desk(), provider)
        reply = desk.send("/console/settings/openid/remove", csrf_token=desk.token())
        assert "فُكّ الربط" in desk.get(reply.location).text
        assert there_and_back(new_desk(), provider).status_code == 403

    def test_keep_the_only_way_in(self, linked: Desk):
        reply = linked.send("/console/settings/openid/remove", csrf_token=linked.token())
        assert reply.status_code == 409
        assert "طريقك الوحيد" in reply.text


class TestWithoutProvider:
    def test_nothing_of_it_is_there(self, tmp_path: Path, sqlite_store: Store, keyring: Keyring):
        app = create_app(settings_for_tests(tmp_path), store=sqlite_store)
        desk = Desk(app.test_client(), sqlite_store, keyring)
        assert "الدخول عبر" not in desk.get("/console/sign-in").text
        assert desk.get(BEGIN).status_code == 404
