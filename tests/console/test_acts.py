"""What can be done beside approving and rejecting: cover, note, restrict, restore, and look at all of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from service.store.tables import revision, sanction
from tests.console.desk import Desk, text_of
from tests.support.held import INSULT, a_held_comment, a_published_comment, state_of

HOSTILE = "<img src=x onerror=alert(1)>"


def act(desk: Desk, comment_id: str, what: str, **fields: str | int) -> int:
    """Send one of the forms of a comment's page; the status of the reply."""
    fields["csrf_token"] = desk.token()
    return desk.send(f"/console/comments/{comment_id}/{what}", **fields).status_code


def comment_page(desk: Desk, comment_id: str, query: str = "") -> str:
    reply = desk.get(f"/console/comments/{comment_id}{query}")
    assert reply.status_code == 200, reply.text
    return reply.text


def held(desk: Desk, body: str = INSULT) -> str:
    with desk.store.transaction() as db:
        return a_held_comment(db, body)


def state(desk: Desk, comment_id: str) -> str:
    with desk.store.read() as db:
        return state_of(db, comment_id)


class TestCover:
    def test_publishes_with_the_ticked_passages_covered(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        assert f'value="9-13"> <bdi>{INSULT[9:13]}</bdi>' in desk.queue()
        assert act(desk, comment_id, "decisions", action="cover", revision=1, cover="9-13") == 303
        assert state(desk, comment_id) == "published"
        with desk.store.read() as db:
            assert db.execute(select(revision.c.mask)).scalar_one() == [[9, 13]]
        assert "نُشر وجزء منه مغطّى" in comment_page(desk, comment_id)

    @pytest.mark.parametrize("cover", ["", "9", "9-x", "-1-3", "٩-١٣"])
    def test_of_no_passage_is_refused(self, desk: Desk, cover: str):
        desk.come_in()
        comment_id = held(desk)
        assert act(desk, comment_id, "decisions", action="cover", revision=1, cover=cover) == 422
        assert state(desk, comment_id) == "held"

    def test_outside_the_text_is_not_carried_out(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        act(desk, comment_id, "decisions", action="cover", revision=1, cover="5-9999")
        assert state(desk, comment_id) == "held"


class TestPublished:
    def test_can_be_held_removed_and_restored(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            comment_id = a_published_comment(db)
        for action, expected in (
            ("hold", "held"),
            ("approve", "published"),
            ("remove", "removed"),
            ("restore", "published"),
        ):
            act(desk, comment_id, "decisions", action=action, revision=1, reason="offtopic")
            assert state(desk, comment_id) == expected

    def test_removing_takes_a_reason(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            comment_id = a_published_comment(db)
        act(desk, comment_id, "decisions", action="remove", revision=1)
        assert state(desk, comment_id) == "published"


class TestNote:
    @pytest.mark.parametrize(
        ("kind", "heading"), [("comment", "على التعليق"), ("author", "على الكاتب"), ("article", "على المقال")]
    )
    def test_stands_on_every_card_that_it_concerns(self, desk: Desk, kind: str, heading: str):
        desk.come_in()
        comment_id = held(desk)
        assert act(desk, comment_id, "notes", kind=kind, text="اتصل بي قبل أن تقرّر") == 303
        for page in (comment_page(desk, comment_id), desk.queue()):
            assert "اتصل بي قبل أن تقرّر" in page
            assert f"{heading} · أنت" in page

    def test_is_text(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        act(desk, comment_id, "notes", kind="comment", text=HOSTILE)
        page = comment_page(desk, comment_id)
        assert "<img" not in page
        assert HOSTILE in text_of(page)

    @pytest.mark.parametrize(("kind", "text"), [("comment", " "), ("comment", "x" * 2001), ("site", "نص")])
    def test_that_is_none_is_refused(self, desk: Desk, kind: str, text: str):
        desk.come_in()
        assert act(desk, held(desk), "notes", kind=kind, text=text) == 422

    def test_a_viewer_writes_none(self, desk: Desk):
        desk.come_in("viewer")
        comment_id = held(desk)
        assert act(desk, comment_id, "notes", kind="comment", text="نص") == 403
        assert "<textarea" not in comment_page(desk, comment_id)


class TestRestriction:
    def test_of_an_author_has_an_end(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        assert act(desk, comment_id, "sanctions", kind="ban", days=7, until="", note="إعلانات") == 303
        with desk.store.read() as db:
            made = db.execute(select(sanction)).mappings().one()
        assert (made["kind"], made["scope"], made["note"]) == ("ban", "author", "إعلانات")
        assert timedelta(days=6, hours=23) < made["until"] - datetime.now(UTC) <= timedelta(days=7)
        assert "لن يُقبل شيء من هذا الكاتب" in comment_page(desk, comment_id, "?sanctioned=ban")

    def test_until_a_day_lasts_to_its_end(self, desk: Desk):
        desk.come_in()
        day = (datetime.now(UTC) + timedelta(days=3)).date()
        assert act(desk, held(desk), "sanctions", kind="hold_all", days=7, until=day.isoformat()) == 303
        with desk.store.read() as db:
            until = db.execute(select(sanction.c.until)).scalar_one()
        assert (until.date(), until.hour) == (day, 23)

    @pytest.mark.parametrize(
        ("kind", "days", "until"),
        [
            ("shadow", "7", ""),
            ("ban", "8", ""),
            ("ban", "", ""),
            ("ban", "7", "2020-01-01"),
            ("ban", "7", "soon"),
        ],
    )
    def test_that_is_none_is_refused(self, desk: Desk, kind: str, days: str, until: str):
        desk.come_in()
        assert act(desk, held(desk), "sanctions", kind=kind, days=days, until=until) == 422


class TestHistory:
    def test_tells_what_was_decided_by_whom_and_why(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        act(desk, comment_id, "decisions", action="reject", revision=1, reason="abuse.insult")
        shown = text_of(comment_page(desk, comment_id))
        assert "رُفض · أنت" in shown
        assert "إهانة" in shown
        assert "حُجز للمراجعة · السياسة" in shown
        assert "استعادة" in shown
        assert "Rejected · you" in text_of(comment_page(desk, comment_id, "?lang=en"))
