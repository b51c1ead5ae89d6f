"""The doors that the page's script uses: claims, decisions with a key, undo, news and single cards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from service.store.outbox import fan_out
from service.store.tables import case, event
from tests.console.desk import OWN_PAGE, Desk
from tests.support.held import a_held_comment, state_of
from tests.support.rows import an_edit

NewDesk = Callable[[], Desk]
SCRIPT = OWN_PAGE | {"Accept": "application/json"}
KEY = {"Idempotency-Key": "a-key-of-the-page-0001"}
MINUTE = timedelta(minutes=1)


def held(desk: Desk, **columns: object) -> str:
    with desk.store.transaction() as db:
        return a_held_comment(db, at=datetime.now(UTC) - MINUTE, **columns)  # type: ignore[arg-type]


def state(desk: Desk, comment_id: str) -> str:
    with desk.store.read() as db:
        return state_of(db, comment_id)


def decide(desk: Desk, comment_id: str, action: str = "approve", **headers: str) -> TestResponse:
    return desk.send(
        f"/console/comments/{comment_id}/decisions",
        SCRIPT | KEY | {name.replace("_", "-"): value for name, value in headers.items()},
        action=action,
        revision=1,
        csrf_token=desk.token(),
    )


def claim(desk: Desk, comment_id: str) -> dict[str, object]:
    fields = {"comment_id": comment_id, "csrf_token": desk.token()}
    reply = desk.send("/console/claims", SCRIPT, **fields)
    assert reply.status_code == 200, reply.text
    return dict(reply.get_json())


class TestClaim:
    def test_is_of_one_person_until_it_is_left(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        other = new_desk().come_in(email="laith@newsroom.example")
        comment_id = held(desk)
        assert claim(desk, comment_id)["claimed"] is True
        refused = claim(other, comment_id)
        assert (refused["claimed"], refused["sentence"]) == (False, "يعمل زميل على هذا التعليق الآن.")
        desk.send("/console/claims/leave", SCRIPT, leave=comment_id, csrf_token=desk.token())
        assert claim(other, comment_id)["claimed"] is True

    def test_asking_again_keeps_it_longer(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        claim(desk, comment_id)
        nearly_over = datetime.now(UTC) + timedelta(seconds=5)
        with desk.store.transaction() as db:
            db.execute(update(case).values(lease_until=nearly_over))
        claim(desk, comment_id)
        with desk.store.read() as db:
            assert db.execute(select(case.c.lease_until)).scalar_one() > nearly_over + 4 * MINUTE

    def test_tells_of_an_edit_and_of_a_decision(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        with desk.store.transaction() as db:
            an_edit(db, comment_id, "نص جديد")
        assert claim(desk, comment_id)["revision"] == 2
        other = held(desk)
        decide(desk, other)
        told = claim(desk, other)
        assert (told["claimed"], told["state"]) == (False, "published")
        assert told["sentence"] == "قُرّر فيه قبلك: التعليق منشور."

    def test_a_viewer_claims_nothing(self, desk: Desk):
        desk.come_in("viewer")
        fields = {"comment_id": held(desk), "csrf_token": desk.token()}
        assert desk.send("/console/claims", SCRIPT, **fields).status_code == 403


class TestDecision:
    def test_with_a_key_is_carried_out_once_and_answered_the_same(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        first = decide(desk, comment_id).get_json()
        assert first["results"][0]["status"] == "done"
        assert first["results"][0]["sentence"] == "نُفِّذ قرارك: التعليق منشور."
        assert decide(desk, comment_id).get_json() == first

    def test_a_refused_one_brings_the_present_text(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        with desk.store.transaction() as db:
            an_edit(db, comment_id, "نص جديد")
        [result] = decide(desk, comment_id).get_json()["results"]
        assert (result["status"], result["code"], result["body"]) == ("refused", "decision.stale", "نص جديد")

    def test_after_the_session_has_ended_is_answered_in_json(self, desk: Desk):
        desk.come_in()
        fields = {"comment_id": held(desk), "csrf_token": desk.token()}
        desk.client.delete_cookie("taliq")
        reply = desk.send("/console/claims", SCRIPT, **fields)
        assert (reply.status_code, reply.get_json()["code"]) == (401, "auth.required")

    def test_as_spam_needs_no_further_reason(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        decide(desk, comment_id, "spam")
        assert state(desk, comment_id) == "rejected"


class TestUndo:
    def undo(self, desk: Desk, comment_id: str) -> list[datetime | None]:
        """Approve and take back; returns when each event was cancelled."""
        done = decide(desk, comment_id).get_json()
        with desk.store.transaction() as db:
            fan_out(db, now=datetime.now(UTC), limit=100)
        reply = desk.send(done["undo"], SCRIPT, about=comment_id, csrf_token=desk.token())
        [result] = reply.get_json()["results"]
        assert (result["status"], result["state"]) == ("done", "held")
        with desk.store.read() as db:
            query = select(event.c.cancelled_at).where(event.c.comment_id == comment_id)
            return list(db.execute(query.order_by(event.c.sequence)).scalars())

    def test_at_once_is_never_heard_of_outside(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        held_before, published, held_again = self.undo(desk, comment_id)
        assert held_before is None
        assert published is not None
        assert held_again is not None
        assert state(desk, comment_id) == "held"

    def test_later_is_told_as_a_new_decision(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        done = decide(desk, comment_id).get_json()
        with desk.store.transaction() as db:
            db.execute(update(event).values(fan_out_after=datetime.now(UTC) - MINUTE))
        desk.send(done["undo"], SCRIPT, about=comment_id, csrf_token=desk.token())
        with desk.store.read() as db:
            assert set(db.execute(select(event.c.cancelled_at)).scalars()) == {None}

    def test_of_an_unknown_batch_is_refused(self, desk: Desk):
        desk.come_in()
        reply = desk.send(f"/console/batches/bat_{'0' * 26}/undo", SCRIPT, csrf_token=desk.token())
        assert reply.status_code == 404


class TestNews:
    def test_are_counted_in_every_plural_form(self, desk: Desk):
        desk.come_in()
        since = (datetime.now(UTC) - 2 * MINUTE).isoformat().replace("+", "%2B")
        forms = []
        for number in (0, 1, 1, 1, 8):
            for _ in range(number):
                held(desk)
            forms.append(desk.get(f"/console/queue/news?since={since}").text)
        assert "وصل" not in forms[0]
        assert "وصل تعليق واحد" in forms[1]
        assert "وصل تعليقان" in forms[2]
        assert "وصل 3 تعليقات" in forms[3]
        assert "وصل 11 تعليقًا" in forms[4]

    def test_bring_only_what_came_since(self, desk: Desk):
        desk.come_in()
        held(desk)
        since = datetime.now(UTC).isoformat().replace("+", "%2B")
        assert "data-comment-id" not in desk.get(f"/console/queue/new-cards?since={since}").text

    @pytest.mark.parametrize("since", ["", "yesterday", "2026-01-01T00:00:00"])
    def test_without_a_time_are_refused(self, desk: Desk, since: str):
        desk.come_in()
        assert desk.get(f"/console/queue/news?since={since}").status_code == 422


class TestCard:
    def test_alone_is_what_the_queue_shows_of_it(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        alone = desk.get(f"/console/comments/{comment_id}/card").text
        assert alone.strip() in desk.queue()

    def test_of_a_comment_that_is_gone_is_not_found(self, desk: Desk):
        desk.come_in()
        assert desk.get(f"/console/comments/cmt_{'0' * 26}/card").status_code == 404
