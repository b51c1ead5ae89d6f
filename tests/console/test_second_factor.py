"""The second factor: set up with a picture, asked for after the password, and no code counts twice."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from service.http.app import create_app
from service.moderation import people
from service.secrets import Keyring
from service.store.engine import Store
from service.store.tables import recovery_code, session, sign_in_budget, totp
from tests.console.desk import EMAIL, PASSWORD, Desk
from tests.support.settings import settings_for_tests

NewDesk = Callable[[], Desk]
STEP = "/console/sign-in/second-factor"
QUEUE = "/console/queue"
_CODES = re.compile(r"<code>([a-z2-7-]+)</code>")


@pytest.fixture
def secret(desk: Desk) -> str:
    """The authenticator of somebody who has signed out again, half a minute ago."""
    desk.come_in()
    made = desk.set_up_factor()
    desk.send("/console/sign-out", csrf_token=desk.token())
    desk.half_a_minute_later()
    return made


@pytest.fixture
def production(tmp_path: Path, sqlite_store: Store, keyring: Keyring) -> Desk:
    settings = settings_for_tests(tmp_path, ENV="production", PUBLIC_URL="http://talk.example")
    return Desk(create_app(settings, store=sqlite_store).test_client(), sqlite_store, keyring)


class TestSetUp:
    def test_shows_a_picture_and_the_secret_for_typing(self, desk: Desk):
        shown = desk.come_in().get("/console/second-factor").text
        assert "<svg" in shown
        assert re.search(r'class="secret">([A-Z2-7]{4} ){7}[A-Z2-7]{4}<', shown)

    def test_ends_with_ten_recovery_codes(self, desk: Desk):
        desk.come_in().set_up_factor()
        codes = _CODES.findall(desk.shown)
        assert len(set(codes)) == 10
        assert all(len(code.replace("-", "")) == 26 for code in codes)

    def test_stores_neither_secret_nor_codes_in_clear(self, desk: Desk):
        made = desk.come_in().set_up_factor()
        with desk.store.read() as db:
            assert made.encode() not in db.execute(select(totp.c.secret_ciphertext)).scalar_one()
            hashes = set(db.execute(select(recovery_code.c.code_hash)).scalars())
        assert not {code.replace("-", "").encode() for code in _CODES.findall(desk.shown)} & hashes

    def test_with_a_wrong_code_shows_the_same_picture_again(self, desk: Desk):
        first = desk.come_in().get("/console/second-factor").text
        offer = re.search(r'name="offer" value="([^"]+)"', first)[1]
        reply = desk.send("/console/second-factor", code="12345", offer=offer, csrf_token=desk.token())
        assert reply.status_code == 422
        assert 'aria-invalid="true"' in reply.text
        assert re.search(r'class="secret">(.*?)<', first)[1] in reply.text

    def test_takes_no_offer_that_was_made_for_somebody_else(self, desk: Desk, new_desk: NewDesk):
        other = new_desk().come_in(email="laith@newsroom.example").get("/console/second-factor").text
        offer = re.search(r'name="offer" value="([^"]+)"', other)[1]
        desk.come_in()
        reply = desk.send("/console/second-factor", code="123456", offer=offer, csrf_token=desk.token())
        assert "مضى على هذه الصفحة وقت طويل" in reply.text

    def test_goes_on_under_a_new_token(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        before = desk.client.get_cookie("taliq").value
        desk.set_up_factor()
        thief = new_desk()
        thief.client.set_cookie("taliq", before)
        assert thief.get(QUEUE).status_code == 303
        assert desk.get(QUEUE).status_code == 200
        assert desk.send("/console/settings/recovery-codes", csrf_token=desk.token()).status_code == 200

    def test_ends_the_other_sessions(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        other = new_desk()
        other.sign_in()
        desk.set_up_factor()
        assert desk.get(QUEUE).status_code == 200
        assert other.get(QUEUE).location == "/console/sign-in?notice=security"


class TestDoor:
    def test_asks_for_the_code_after_the_password(self, desk: Desk, secret: str):
        reply = desk.sign_in()
        assert (reply.status_code, reply.location) == (303, STEP)
        assert desk.get(QUEUE).status_code == 303
        assert 'autocomplete="one-time-code"' in desk.get(STEP).text
        assert desk.with_code(secret, lambda code: desk.send(STEP, code=code)).location == QUEUE
        assert desk.get(QUEUE).status_code == 200

    def test_takes_digits_of_an_arabic_keyboard(self, desk: Desk, secret: str):
        desk.sign_in()
        eastern = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
        reply = desk.with_code(
            secret, lambda code: desk.send(STEP, code=f" {code[:3]} {code[3:]}".translate(eastern))
        )
        assert reply.location == QUEUE

    def test_takes_no_code_twice(self, desk: Desk, new_desk: NewDesk, secret: str):
        used: list[str] = []
        desk.sign_in()
        desk.with_code(secret, lambda code: used.append(code) or desk.send(STEP, code=code))
        thief = new_desk()
        thief.sign_in()
        reply = thief.send(STEP, code=used[-1])
        assert reply.status_code == 403
        assert "استُعمل من قبل" in reply.text

    def test_takes_a_recovery_code_once(self, desk: Desk, new_desk: NewDesk, secret: str):
        code = _CODES.findall(desk.shown)[3]
        desk.sign_in()
        assert desk.send(STEP, code=code.upper()).location == QUEUE
        assert "بقي لك 9 رموز" in desk.get("/console/settings").text
        again = new_desk()
        again.sign_in()
        assert again.send(STEP, code=code).status_code == 403

    def test_has_to_be_begun_with_the_password(self, desk: Desk, new_desk: NewDesk, secret: str):
        stranger = new_desk()
        assert stranger.get(STEP).location == "/console/sign-in?notice=step_over"
        reply = stranger.send(STEP, code="123456")
        assert reply.location == "/console/sign-in?notice=step_over"
        stranger.client.set_cookie("taliq-step", "made-up")
        assert stranger.send(STEP, code="123456").location == "/console/sign-in?notice=step_over"

    def test_of_a_step_used_up_leads_nowhere(self, desk: Desk, new_desk: NewDesk, secret: str):
        desk.sign_in()
        step = desk.client.get_cookie("taliq-step").value
        desk.with_code(secret, lambda code: desk.send(STEP, code=code))
        desk.half_a_minute_later()
        thief = new_desk()
        thief.client.set_cookie("taliq-step", step)
        reply = thief.with_code(secret, lambda code: thief.send(STEP, code=code))
        assert reply.location == "/console/sign-in?notice=step_over"

    def test_of_a_step_begun_with_the_old_password_leads_nowhere(
        self, desk: Desk, new_desk: NewDesk, secret: str
    ):
        thief = new_desk()
        thief.sign_in()
        desk.send(desk.invite(), password="another sentence of enough letters")
        assert thief.get(STEP).location == "/console/sign-in?notice=step_over"

    def test_makes_whoever_guesses_wait(self, desk: Desk, new_desk: NewDesk, secret: str):
        guesser = new_desk()
        guesser.sign_in()
        for _ in range(5):
            assert guesser.send(STEP, code="not one").status_code == 403
        with desk.store.transaction() as db:
            later = datetime.now(UTC) + timedelta(minutes=10)
            paused = sign_in_budget.c.paused_until.is_not(None)
            db.execute(update(sign_in_budget).where(paused).values(paused_until=later))
        reply = guesser.with_code(secret, lambda code: guesser.send(STEP, code=code))
        assert reply.status_code == 429
        desk.sign_in()
        assert desk.with_code(secret, lambda code: desk.send(STEP, code=code)).location == QUEUE

    def test_asks_after_a_new_link_too(self, desk: Desk, new_desk: NewDesk, secret: str):
        reply = new_desk().send(desk.invite(), password="another sentence of enough letters")
        assert reply.location == STEP

    def test_forgets_the_factor_when_an_operator_resets_it(self, desk: Desk, new_desk: NewDesk, secret: str):
        with desk.store.transaction() as db:
            people.reset_second_factor(db, keyring=desk.keyring, email=EMAIL, now=datetime.now(UTC))
        assert new_desk().sign_in().location == "/console/second-factor"


class TestLater:
    def test_is_possible_in_development_and_asked_once(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        assert "لاحقاً" in desk.get("/console/second-factor").text
        reply = desk.send("/console/second-factor/later", csrf_token=desk.token())
        assert reply.location == QUEUE
        assert new_desk().sign_in().location == QUEUE

    def test_is_not_in_production(self, production: Desk):
        production.come_in()
        assert production.get(QUEUE).location == "/console/second-factor"
        shown = production.get("/console/second-factor").text
        assert "لاحقاً" not in shown
        reply = production.send("/console/second-factor/later", csrf_token=production.token())
        assert reply.location == "/console/second-factor"
        assert production.get(QUEUE).status_code == 303
        production.set_up_factor()
        assert production.get(QUEUE).status_code == 200


class TestSettings:
    @pytest.mark.parametrize("path", ["authenticator/remove", "recovery-codes", "password"])
    def test_that_change_the_sign_in_ask_for_the_password_after_ten_minutes(self, desk: Desk, path: str):
        desk.come_in().set_up_factor()
        with desk.store.transaction() as db:
            db.execute(update(session).values(created_at=datetime.now(UTC) - timedelta(minutes=11)))
        fields = {"csrf_token": desk.token(), "password": "another sentence of enough letters"}
        assert desk.send(f"/console/settings/{path}", **fields).location == "/console/settings/confirm"
        wrong = desk.send("/console/settings/confirm", csrf_token=desk.token(), password="wrong")
        assert wrong.status_code == 403
        right = desk.send("/console/settings/confirm", csrf_token=desk.token(), password=PASSWORD)
        assert right.location == "/console/settings"
        fields["csrf_token"] = desk.token()
        assert desk.send(f"/console/settings/{path}", **fields).location != "/console/settings/confirm"

    def test_make_recovery_codes_anew(self, desk: Desk, new_desk: NewDesk, secret: str):
        old = _CODES.findall(desk.shown)
        desk.sign_in()
        desk.with_code(secret, lambda code: desk.send(STEP, code=code))
        fresh = desk.send("/console/settings/recovery-codes", csrf_token=desk.token()).text
        assert len(set(_CODES.findall(fresh)) - set(old)) == 10
        other = new_desk()
        other.sign_in()
        assert other.send(STEP, code=old[0]).status_code == 403

    def test_remove_the_authenticator_and_its_recovery_codes(self, desk: Desk, new_desk: NewDesk):
        desk.come_in().set_up_factor()
        reply = desk.send("/console/settings/authenticator/remove", csrf_token=desk.token())
        assert "أُزيل تطبيق المصادقة" in desk.get(reply.location).text
        with desk.store.read() as db:
            assert db.execute(select(recovery_code)).all() == []
        assert new_desk().sign_in().location == "/console/second-factor"

    def test_change_the_password(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        other = new_desk()
        other.sign_in()
        changed = "another sentence of enough letters"
        reply = desk.send("/console/settings/password", csrf_token=desk.token(), password=changed)
        assert "تغيّرت كلمة المرور" in desk.get(reply.location).text
        assert other.get(QUEUE).location == "/console/sign-in?notice=security"
        assert new_desk().sign_in().status_code == 403
        assert new_desk().sign_in(password=changed).status_code == 303
