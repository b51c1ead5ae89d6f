"""Where a person is signed in: seen, ended one by one or all at once, and told kindly."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from service.moderation.sessions import IDLE
from service.store.tables import session
from tests.console.desk import EMAIL, PASSWORD, Desk, text_of

NewDesk = Callable[[], Desk]
SETTINGS = "/console/settings"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
_END = re.compile(r'action="(/console/settings/sessions/ses_[^"]+/end)"')


def on(desk: Desk, agent: str, address: str = "203.0.113.77") -> Desk:
    """The same person, on this device and at this address."""
    desk.client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    return desk


class TestList:
    def test_names_device_network_and_last_use(self, desk: Desk, new_desk: NewDesk):
        on(desk, LAPTOP).come_in()
        with desk.store.transaction() as db:
            db.execute(update(session).values(last_seen_at=datetime.now(UTC) - timedelta(minutes=7)))
        phone = on(new_desk(), PHONE, "2001:db8:1:2::7")
        phone.sign_in()
        shown = text_of(phone.get(f"{SETTINGS}?lang=en").text)
        assert "Firefox · Android This session In use now · Network 2001:db8:1::/48" in shown
        assert "Chrome · Linux Last used 7 minutes ago · Network 203.0.113.0/24" in shown
        assert "203.0.113.77" not in shown

    def test_shows_nobody_elses_and_none_that_ended(self, desk: Desk, new_desk: NewDesk):
        on(desk, LAPTOP).come_in()
        on(new_desk(), PHONE).come_in(email="laith@newsroom.example")
        idle = on(new_desk(), PHONE)
        idle.sign_in()
        with desk.store.transaction() as db:
            stale = datetime.now(UTC) - IDLE - timedelta(seconds=1)
            db.execute(update(session).where(session.c.device.contains("Firefox")).values(last_seen_at=stale))
        assert "Firefox" not in desk.get(SETTINGS).text


class TestEnding:
    def test_one_elsewhere_is_told_there_kindly(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        phone = new_desk()
        phone.sign_in()
        [path] = _END.findall(desk.get(SETTINGS).text)
        reply = desk.send(path, csrf_token=desk.token())
        assert "أُنهيت الجلسة" in desk.get(reply.location).text
        ended = phone.get("/console/queue")
        assert ended.location == "/console/sign-in?notice=elsewhere"
        assert "أُنهيت هذه الجلسة من جهاز آخر" in phone.get(ended.location).text
        assert desk.get("/console/queue").status_code == 200

    def test_all_others_leaves_this_one(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        others = [new_desk(), new_desk()]
        for other in others:
            other.sign_in()
        desk.send(f"{SETTINGS}/sessions/end-others", csrf_token=desk.token())
        assert [other.get("/console/queue").status_code for other in others] == [303, 303]
        assert desk.get("/console/queue").status_code == 200

    def test_somebody_elses_is_not_possible(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        new_desk().sign_in()
        [path] = _END.findall(desk.get(SETTINGS).text)
        stranger = new_desk().come_in("admin", email="laith@newsroom.example")
        assert stranger.send(path, csrf_token=stranger.token()).status_code == 404
        assert desk.get("/console/queue").status_code == 200

    def test_needs_the_sessions_token(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        new_desk().sign_in()
        [path] = _END.findall(desk.get(SETTINGS).text)
        assert desk.send(path, csrf_token="cs_wrong").status_code == 403
        assert desk.send(path, {"Sec-Fetch-Site": "cross-site"}, csrf_token=desk.token()).status_code == 403


class TestStrangersAttempts:
    def test_are_told_to_the_owner_at_the_next_sign_in(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        desk.send("/console/second-factor/later", csrf_token=desk.token())
        for _ in range(5):
            on(new_desk(), PHONE).sign_in(email=EMAIL, password="not the right sentence")
        reply = desk.sign_in(password=PASSWORD)
        assert reply.location == SETTINGS
        assert "5 محاولات خاطئة في دخول حسابك" in desk.get(SETTINGS).text
