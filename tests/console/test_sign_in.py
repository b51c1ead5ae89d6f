"""Who comes in: by a link that works once, by password, and never by another site's form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from service.http.app import create_app
from service.moderation.people import LINK_LIFE
from service.moderation.sessions import ABSOLUTE, IDLE
from service.secrets import Keyring
from service.store.engine import Store
from service.store.tables import moderator, session
from tests.console.desk import EMAIL, OWN_PAGE, PASSWORD, Desk, text_of
from tests.support.settings import settings_for_tests

NewDesk = Callable[[], Desk]
FAILED = "البريد الإلكتروني أو كلمة المرور غير صحيحة"
SPENT = "لم يعد هذا الرابط صالحاً"
SECOND = timedelta(seconds=1)


class TestOneTimeLink:
    def test_sets_the_password_and_lets_in(self, desk: Desk):
        link = desk.invite()
        assert 'autocomplete="new-password"' in desk.get(link).text
        reply = desk.send(link, password=PASSWORD)
        assert (reply.status_code, reply.location) == (303, "/console/second-factor")
        assert "لا تعليق بانتظار قرارك" in desk.queue()

    def test_is_not_spent_by_looking(self, desk: Desk):
        link = desk.invite()
        for _ in range(3):
            assert desk.get(link).status_code == 200
        assert desk.send(link, password=PASSWORD).status_code == 303

    def test_works_once(self, desk: Desk, new_desk: NewDesk):
        link = desk.invite()
        desk.send(link, password=PASSWORD)
        other = new_desk()
        for reply in (other.get(link), other.send(link, password="another sentence of enough letters")):
            assert reply.status_code == 403
            assert SPENT in reply.text
            assert "taliq user add" in reply.text
        assert new_desk().sign_in().status_code == 303

    @pytest.mark.parametrize(("age", "status"), [(LINK_LIFE - 60 * SECOND, 200), (LINK_LIFE, 403)])
    def test_works_for_a_day(self, desk: Desk, age: timedelta, status: int):
        link = desk.invite(at=datetime.now(UTC) - age)
        assert desk.get(link).status_code == status

    @pytest.mark.parametrize("length", [14, 257])
    def test_refuses_a_password_that_is_too_short_or_too_long(self, desk: Desk, length: int):
        link = desk.invite()
        reply = desk.send(link, password="x" * length)
        assert reply.status_code == 422
        assert 'aria-invalid="true"' in reply.text
        assert "x" * 14 not in reply.text
        assert desk.send(link, password=PASSWORD).status_code == 303

    def test_of_nobody_looks_like_a_spent_one(self, desk: Desk):
        assert SPENT in desk.get("/console/sign-in/si_unknown").text

    def test_whose_form_was_sent_twice_lets_in_both_times(self, desk: Desk):
        link = desk.invite()
        desk.send(link, password=PASSWORD)
        assert desk.send(link, password=PASSWORD).status_code == 303

    @pytest.mark.parametrize(
        "password",
        [
            "aaaaaaaaaaaaaaaaaaaa",
            "password1234567890",
            "Newsroom.Example 2026",
            "كلمة المرور كلمة المرور",
            "2026" * 5,
        ],
    )
    def test_refuses_a_password_that_guessers_try_first(self, desk: Desk, password: str):
        reply = desk.send(desk.invite(), password=password)
        assert reply.status_code == 422
        assert "من أول ما يُجرَّب" in reply.text

    def test_for_a_new_password_ends_the_sessions_of_the_old(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        new_desk().send(desk.invite(), password="another sentence of enough letters")
        reply = desk.get("/console/queue")
        assert reply.location == "/console/sign-in?notice=security"
        assert "تغيّرت بيانات دخولك" in desk.get(reply.location).text


class TestPassword:
    def test_lets_in(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        reply = new_desk().sign_in(email=f" {EMAIL.upper()} ")
        assert (reply.status_code, reply.location) == (303, "/console/second-factor")

    def test_is_the_same_from_every_keyboard(self, desk: Desk, new_desk: NewDesk):
        desk.send(desk.invite(), password="قهوة الصباح café تكفيني")
        assert new_desk().sign_in(password="قهوة الصباح cafe\u0301 تكفيني").status_code == 303

    def test_a_wrong_one_and_an_unknown_address_get_the_same_answer(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        wrong = new_desk().sign_in(password="not the right sentence")
        unknown = new_desk().sign_in(email="nobody@newsroom.example")
        assert wrong.status_code == unknown.status_code == 403
        assert FAILED in wrong.text
        assert text_of(wrong.text) == text_of(unknown.text)
        assert "Set-Cookie" not in wrong.headers

    def test_many_attempts_from_one_address_are_refused(
        self, tmp_path: Path, sqlite_store: Store, keyring: Keyring
    ):
        settings = settings_for_tests(
            tmp_path, RATE_LIMITS="on", WEB_PROCESSES="15", REDIS_URL="redis://127.0.0.1:1/0"
        )
        desk = Desk(create_app(settings, store=sqlite_store).test_client(), sqlite_store, keyring)
        replies = [desk.sign_in(email=f"n{number}@newsroom.example") for number in range(3)]
        assert [reply.status_code for reply in replies] == [403, 403, 429]
        assert int(replies[-1].headers["Retry-After"]) >= 1
        assert "محاولات كثيرة" in replies[-1].text

    def test_is_of_no_use_to_somebody_who_is_disabled(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        with desk.store.transaction() as db:
            db.execute(update(moderator).values(disabled_at=datetime.now(UTC)))
        assert new_desk().sign_in().status_code == 403
        assert desk.get("/console/queue").status_code == 303


class TestSession:
    @pytest.mark.parametrize("path", ["/console/queue", "/console/queue?cursor=x"])
    def test_nobody_gets_further_without_one(self, desk: Desk, path: str):
        reply = desk.get(path)
        assert (reply.status_code, reply.location) == (303, "/console/sign-in")

    def test_the_console_begins_with_the_queue(self, desk: Desk):
        assert desk.get("/console").location == "/console/queue"
        assert desk.get("/console/").location == "/console/queue"

    def test_signing_out_ends_it_in_the_database_too(self, desk: Desk):
        desk.come_in()
        cookie = desk.client.get_cookie("taliq").value
        reply = desk.send("/console/sign-out", csrf_token=desk.token())
        assert reply.location == "/console/sign-in?notice=out"
        desk.client.set_cookie("taliq", cookie)
        assert desk.get("/console/queue").status_code == 303

    @pytest.mark.parametrize(("idle", "status"), [(IDLE - 60 * SECOND, 200), (IDLE + SECOND, 303)])
    def test_ends_after_half_an_hour_without_use(self, desk: Desk, idle: timedelta, status: int):
        desk.come_in()
        with desk.store.transaction() as db:
            db.execute(update(session).values(last_seen_at=datetime.now(UTC) - idle))
        assert desk.get("/console/queue").status_code == status

    def test_use_keeps_it(self, desk: Desk):
        desk.come_in()
        before = datetime.now(UTC) - timedelta(minutes=20)
        with desk.store.transaction() as db:
            db.execute(update(session).values(last_seen_at=before))
        desk.queue()
        with desk.store.read() as db:
            assert db.execute(select(session.c.last_seen_at)).scalar_one() > before

    def test_ends_after_twelve_hours_however_much_it_is_used(self, desk: Desk):
        desk.come_in()
        with desk.store.read() as db:
            row = db.execute(select(session.c.created_at, session.c.ends_at)).one()
        assert row.ends_at - row.created_at == ABSOLUTE
        with desk.store.transaction() as db:
            db.execute(update(session).values(ends_at=datetime.now(UTC)))
        reply = desk.get("/console/queue")
        assert reply.location == "/console/sign-in?notice=ended"
        assert "انتهت جلستك" in desk.get(reply.location).text

    def test_a_new_one_replaces_the_old(self, desk: Desk):
        desk.come_in()
        desk.sign_in()
        with desk.store.read() as db:
            open_ones = select(session.c.token_hash).where(session.c.ended_at.is_(None))
            assert len(db.execute(open_ones).all()) == 1

    def test_who_is_signed_in_is_not_asked_again(self, desk: Desk):
        desk.come_in()
        assert desk.get("/console/sign-in").location == "/console/queue"


class TestCookie:
    def test_is_out_of_reach_of_scripts_and_other_sites(self, desk: Desk):
        reply = desk.send(desk.invite(), password=PASSWORD)
        cookie = reply.headers["Set-Cookie"]
        assert cookie.startswith("taliq=se_")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))

    def test_is_bound_to_host_and_https_where_there_is_https(
        self, tmp_path: Path, sqlite_store: Store, keyring: Keyring
    ):
        settings = settings_for_tests(tmp_path, PUBLIC_URL="https://talk.example")
        desk = Desk(create_app(settings, store=sqlite_store).test_client(), sqlite_store, keyring)
        cookie = desk.send(desk.invite(), password=PASSWORD).headers["Set-Cookie"]
        assert cookie.startswith("__Host-taliq=se_")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


class TestForeignForm:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {},
        ],
    )
    def test_of_another_site_is_refused_everywhere(self, desk: Desk, headers: dict[str, str]):
        link = desk.invite()
        assert desk.send(link, headers, password=PASSWORD).status_code == 403
        desk.come_in()
        assert desk.send("/console/sign-in", headers, email=EMAIL, password=PASSWORD).status_code == 403
        reply = desk.send("/console/sign-out", headers, csrf_token=desk.token())
        assert reply.status_code == 403
        assert "جاء الطلب من موقع آخر" in reply.text
        assert desk.queue()

    def test_a_browser_without_fetch_metadata_is_known_by_its_origin(self, desk: Desk):
        reply = desk.send(desk.invite(), {"Origin": "http://localhost"}, password=PASSWORD)
        assert reply.status_code == 303

    @pytest.mark.parametrize("token", ["", "cs_wrong", "رمز"])
    def test_without_the_sessions_token_is_refused(self, desk: Desk, token: str):
        desk.come_in()
        assert desk.send("/console/sign-out", OWN_PAGE, csrf_token=token).status_code == 403
        assert desk.queue()

    def test_with_the_token_of_somebody_else_is_refused(self, desk: Desk, new_desk: NewDesk):
        other = new_desk().come_in(email="laith@newsroom.example")
        desk.come_in()
        assert desk.send("/console/sign-out", csrf_token=other.token()).status_code == 403


class TestNotices:
    def test_development_says_that_the_second_factor_may_wait(self, desk: Desk):
        for path in ("/console/sign-in", desk.invite()):
            assert "تأجيل العامل الثاني" in desk.get(path).text

    def test_production_says_nothing_of_it(self, tmp_path: Path, sqlite_store: Store):
        settings = settings_for_tests(tmp_path, ENV="production", PUBLIC_URL="https://talk.example")
        reply = create_app(settings, store=sqlite_store).test_client().get("/console/sign-in")
        assert reply.status_code == 200
        assert "تأجيل العامل الثاني" not in text_of(reply.text)
