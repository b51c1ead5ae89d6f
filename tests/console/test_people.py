"""Admins manage people; an admin always remains."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from service.domain.errors import Conflict
from service.moderation import people, staff
from service.secrets import Keyring
from service.store.engine import Store
from service.store.tables import moderator, session
from tests.console.desk import EMAIL, PASSWORD, Desk, text_of

NewDesk = Callable[[], Desk]
PEOPLE = "/console/people"
OTHER = "laith@newsroom.example"
LINK = re.compile(r"http://[^<]*(/console/sign-in/si_[\w-]+)")


@pytest.fixture
def admin(desk: Desk) -> Desk:
    return desk.come_in("admin")


def id_of(desk: Desk, email: str) -> str:
    with desk.store.read() as db:
        found = select(moderator.c.id).where(
            moderator.c.email_index == desk.keyring.email_index(people.Secret(email))
        )
        return db.execute(found).scalar_one()


def act(desk: Desk, email: str, what: str, **fields: str) -> str:
    """Press a button beside somebody; returns the page that it leads to."""
    reply = desk.send(f"{PEOPLE}/{id_of(desk, email)}/{what}", csrf_token=desk.token(), **fields)
    return desk.get(reply.location).text if reply.status_code == 303 else reply.text


class TestInvitation:
    def test_shows_a_link_once_that_lets_somebody_in(self, admin: Desk, new_desk: NewDesk):
        reply = admin.send(PEOPLE, email=OTHER, role="editor", csrf_token=admin.token())
        link = LINK.search(reply.text)[1]
        assert reply.headers["Cache-Control"] == "no-store"
        other = new_desk()
        assert other.send(link, password=PASSWORD).status_code == 303
        assert "محرّر" in other.get("/console/settings").text
        assert LINK.search(admin.get(PEOPLE).text) is None

    def test_of_somebody_who_is_here_changes_nothing(self, admin: Desk):
        reply = admin.send(PEOPLE, email=EMAIL.upper(), role="viewer", csrf_token=admin.token())
        assert reply.status_code == 422
        assert "موجود في القائمة" in reply.text
        assert admin.get(PEOPLE).status_code == 200

    @pytest.mark.parametrize(("email", "role"), [("nobody", "editor"), ("", "editor"), (OTHER, "owner")])
    def test_says_what_is_wrong(self, admin: Desk, email: str, role: str):
        reply = admin.send(PEOPLE, email=email, role=role, csrf_token=admin.token())
        assert reply.status_code == 422
        assert 'aria-invalid="true"' in reply.text

    def test_can_be_made_anew(self, admin: Desk, new_desk: NewDesk):
        admin.invite(email=OTHER, at=datetime.now(UTC) - timedelta(days=2))
        assert "انتهى رابطه" in admin.get(PEOPLE).text
        link = LINK.search(act(admin, OTHER, "link"))[1]
        assert new_desk().send(link, password=PASSWORD).status_code == 303


class TestChanges:
    def test_of_role_ask_to_sign_in_anew(self, admin: Desk, new_desk: NewDesk):
        other = new_desk().come_in("moderator", email=OTHER)
        assert "تغيّر الدور" in act(admin, OTHER, "role", role="admin")
        assert other.get("/console/queue").location == "/console/sign-in?notice=security"
        other.sign_in(email=OTHER)
        assert other.get(PEOPLE).status_code == 200

    def test_shut_somebody_out_at_once_and_kindly(self, admin: Desk, new_desk: NewDesk):
        other = new_desk().come_in(email=OTHER)
        assert "أُوقف الحساب" in act(admin, OTHER, "disable")
        reply = other.get("/console/queue")
        assert reply.location == "/console/sign-in?notice=admin"
        assert "أنهى مدير الموقع هذه الجلسة" in other.get(reply.location).text
        assert other.sign_in(email=OTHER).status_code == 403
        act(admin, OTHER, "enable")
        assert other.sign_in(email=OTHER).status_code == 303

    def test_reset_the_second_factor_of_somebody_who_lost_it(self, admin: Desk, new_desk: NewDesk):
        other = new_desk().come_in(email=OTHER)
        other.set_up_factor()
        act(admin, OTHER, "second-factor/reset")
        assert other.sign_in(email=OTHER).location == "/console/second-factor"

    def test_ask_for_the_password_after_ten_minutes(self, admin: Desk, new_desk: NewDesk):
        new_desk().come_in(email=OTHER)
        with admin.store.transaction() as db:
            db.execute(update(session).values(created_at=datetime.now(UTC) - timedelta(minutes=11)))
        reply = admin.send(f"{PEOPLE}/{id_of(admin, OTHER)}/disable", csrf_token=admin.token())
        assert reply.location == "/console/settings/confirm?to=people"
        confirmed = admin.send(reply.location, csrf_token=admin.token(), password=PASSWORD)
        assert confirmed.location == PEOPLE

    def test_of_somebody_unknown_are_not_found(self, admin: Desk):
        reply = admin.send(f"{PEOPLE}/mod_{'0' * 26}/disable", csrf_token=admin.token())
        assert reply.status_code == 404


class TestLastAdmin:
    @pytest.mark.parametrize(("what", "fields"), [("disable", {}), ("role", {"role": "editor"})])
    def test_stays(self, admin: Desk, what: str, fields: dict[str, str]):
        admin.invite("admin", email=OTHER)  # never came in, so does not count
        assert "هذا آخر مدير" in act(admin, EMAIL, what, **fields)
        assert admin.get(PEOPLE).status_code == 200

    def test_is_told_so_instead_of_being_offered_the_buttons(self, admin: Desk):
        assert "فلا يُوقف ولا يتغيّر دوره" in admin.get(PEOPLE).text
        assert f"{id_of(admin, EMAIL)}/disable" not in admin.get(PEOPLE).text

    def test_may_go_once_there_is_another(self, admin: Desk, new_desk: NewDesk):
        new_desk().come_in("admin", email=OTHER)
        act(admin, EMAIL, "role", role="viewer")
        admin.sign_in()
        assert admin.get(PEOPLE).status_code == 403

    def test_remains_when_two_shut_each_other_out_at_the_same_moment(
        self, store: Store, keyring: Keyring, noon: datetime
    ):
        with store.transaction() as db:
            both = [
                people.invite(db, keyring=keyring, email=f"{name}@newsroom.example", role="admin", now=noon)
                for name in ("nada", "laith")
            ]
            db.execute(update(moderator).values(password_hash="set"))

        def shut_out(person_id: str) -> str:
            try:
                store.write(lambda db: staff.shut_out(db, person_id, now=noon))
            except Conflict as error:
                return error.code
            return "done"

        with ThreadPoolExecutor(2) as pool:
            done = sorted(pool.map(shut_out, [one.moderator_id for one in both]))
        assert done == ["done", "person.last_admin"]

    def test_stays_whatever_the_command_line_is_told(self, admin: Desk, noon: datetime):
        with admin.store.transaction() as db:
            with pytest.raises(Conflict):
                people.disable(db, keyring=admin.keyring, email=EMAIL, now=noon)
            with pytest.raises(Conflict):
                people.invite(db, keyring=admin.keyring, email=EMAIL, role="viewer", now=noon)


class TestList:
    def test_says_who_may_come_in_and_how(self, admin: Desk, new_desk: NewDesk):
        new_desk().come_in("viewer", email=OTHER).set_up_factor()
        shown = text_of(admin.get(f"{PEOPLE}?lang=en").text)
        assert f"{EMAIL} Administrator Active No second factor You In use now" in shown
        assert f"{OTHER} Viewer Active Second factor In use now" in shown
