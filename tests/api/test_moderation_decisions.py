"""Decisions in bulk over HTTP: item by item, once per key, and back again."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.domain.ids import new_id
from service.store.engine import Store
from tests.support.held import a_held_comment, a_published_comment, state_of
from tests.support.moderators import Moderator
from tests.support.rows import an_edit

KEY = "7d0f4c1a-9a51-4a53-8f1c-0b9d8b7e6f1c"


@pytest.fixture
def amal(client: FlaskClient, store: Store) -> Moderator:
    return Moderator(client, store)


@pytest.fixture
def quick(sqlite_client: FlaskClient, sqlite_store: Store) -> Moderator:
    """For rules that do not depend on the database."""
    return Moderator(sqlite_client, sqlite_store)


def approve(comment_id: str, **more: Any) -> dict[str, Any]:
    return {"comment_id": comment_id, "action": "approve", **more}


class TestDecisions:
    def test_a_mixed_batch_gets_a_result_for_each_in_order(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held, public, edited = a_held_comment(db), a_published_comment(db), a_held_comment(db)
            an_edit(db, edited, "النص بعد التعديل")
        missing = new_id("cmt")
        reply = amal.decide(
            approve(held),
            approve(public),
            approve(edited),
            approve(missing),
            {"comment_id": public, "action": "reject", "reason": "spam"},
        )
        assert reply["batch_id"].startswith("bat_")
        results = reply["results"]
        assert [result["comment_id"] for result in results] == [held, public, edited, missing, public]
        assert [result["status"] for result in results] == [
            "done",
            "unchanged",
            "refused",
            "refused",
            "refused",
        ]
        assert [result["state"] for result in results] == [
            "published",
            "published",
            "held",
            None,
            "published",
        ]
        problems = [result.get("problem", {}) for result in results]
        assert [problem.get("code") for problem in problems] == [
            None,
            None,
            "decision.stale",
            "comment.not_found",
            "decision.stale",
        ]
        assert [problem.get("status") for problem in problems] == [None, None, 409, 404, 409]

    def test_a_stale_one_carries_the_present_text(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            an_edit(db, held, "النص بعد التعديل")
        problem = amal.decide(approve(held))["results"][0]["problem"]
        assert problem["current"] == {
            "state": "held",
            "revision": 2,
            "version": 3,
            "body": "النص بعد التعديل",
        }
        assert (problem["title"], "present" in problem) == ("The comment changed after you read it", False)

    def test_what_is_published_is_public_at_once(self, amal: Moderator, store: Store, client: FlaskClient):
        with store.transaction() as db:
            held = a_held_comment(db)
        assert client.get(f"/v1/comments/{held}").status_code == 404
        amal.decide(approve(held, mask=[[9, 13]]))
        public = client.get(f"/v1/comments/{held}").get_json()
        assert public["masked"] is True
        assert "أحمق" not in public["body"]

    def test_a_missing_reason_is_refused_in_its_place(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        problem = amal.decide({"comment_id": held, "action": "reject"})["results"][0]["problem"]
        assert (problem["status"], problem["code"]) == (422, "reason.required")

    def test_five_hundred_are_taken(self, amal: Moderator):
        results = amal.decide(*(approve(new_id("cmt")) for _ in range(500)))["results"]
        assert len(results) == 500

    @pytest.mark.parametrize(
        ("decision", "field"),
        [
            ({"comment_id": "cmt_1", "action": "approve"}, "decisions.0.revision"),
            ({"comment_id": "cmt_1", "revision": 0, "action": "approve"}, "decisions.0.revision"),
            ({"comment_id": "cmt_1", "revision": "1", "action": "approve"}, "decisions.0.revision"),
            ({"comment_id": "cmt_1", "revision": 1, "action": "reopen"}, "decisions.0.action"),
            ({"comment_id": "cmt_1", "revision": 1, "action": "erase"}, "decisions.0.action"),
            ({"revision": 1, "action": "approve"}, "decisions.0.comment_id"),
            ({"comment_id": "cmt_1", "revision": 1, "action": "approve", "x": 1}, "decisions.0.x"),
            (
                {"comment_id": "cmt_1", "revision": 1, "action": "approve", "mask": [[1]]},
                "decisions.0.mask.0",
            ),
            (
                {"comment_id": "cmt_1", "revision": 1, "action": "approve", "note": "ن" * 2001},
                "decisions.0.note",
            ),
        ],
    )
    def test_what_is_malformed_is_named(self, quick: Moderator, decision: dict[str, Any], field: str):
        reply = quick.post("/decisions", {"decisions": [decision]})
        assert reply.status_code == 422
        assert [fault["field"] for fault in reply.get_json()["errors"]] == [field]

    @pytest.mark.parametrize("count", [0, 501])
    def test_no_or_too_many_decisions_are_refused(self, quick: Moderator, count: int):
        reply = quick.post("/decisions", {"decisions": [approve("cmt_1", revision=1)] * count})
        assert (reply.status_code, reply.get_json()["errors"][0]["field"]) == (422, "decisions")


class TestIdempotency:
    def test_a_repeat_gets_the_same_reply_and_decides_nothing(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        first = amal.decide(approve(held), Idempotency_Key=KEY)
        again = amal.decide(approve(held), Idempotency_Key=KEY)
        assert again == first

    def test_another_body_under_the_key_is_refused(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        amal.decide(approve(held), Idempotency_Key=KEY)
        other = {"decisions": [approve(held, revision=2)]}
        reply = amal.post("/decisions", other, Idempotency_Key=KEY)
        assert (reply.status_code, reply.get_json()["code"]) == (422, "idempotency.key_reused")


class TestUndo:
    def test_a_batch_is_taken_back_once(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        batch = amal.decide(approve(held))["batch_id"]
        undone = amal.post(f"/batches/{batch}/undo").get_json()
        assert undone["batch_id"] != batch
        assert [(each["status"], each["state"]) for each in undone["results"]] == [("done", "held")]
        again = amal.post(f"/batches/{batch}/undo").get_json()
        assert [each["status"] for each in again["results"]] == ["unchanged"]
        with store.read() as db:
            assert state_of(db, held) == "held"

    def test_an_unknown_batch_is_not_found(self, quick: Moderator):
        reply = quick.post(f"/batches/{new_id('bat')}/undo")
        assert (reply.status_code, reply.get_json()["code"]) == (404, "batch.not_found")


class TestLog:
    def test_it_shows_who_decided_what_newest_first(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        amal.decide({"comment_id": held, "action": "reject", "reason": "spam"})
        items = amal.get("/audit").get_json()["items"]
        assert [(item["action"], item["actor"]["kind"]) for item in items] == [
            ("reject", "moderator"),
            ("hold", "policy"),
        ]
        assert items[0]["actor"]["id"] == amal.id

    @pytest.mark.parametrize("order", ["newest", "oldest"])
    def test_pages_show_everything_once(self, amal: Moderator, store: Store, order: str):
        with store.transaction() as db:
            for _ in range(3):
                a_held_comment(db)
        seen, cursor = [], ""
        while cursor is not None:
            page = amal.get(f"/audit?limit=2&order={order}{cursor and '&cursor=' + cursor}").get_json()
            seen += [item["seq"] for item in page["items"]]
            cursor = page["next_cursor"]
        assert seen == sorted(seen, reverse=order == "newest")
        assert len(set(seen)) == 3

    def test_the_chain_is_sound_after_a_mixed_run(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held, public = a_held_comment(db), a_published_comment(db)
        batch = amal.decide(
            approve(held, note="رأي لا إهانة", mask=[[0, 2]]),
            {"comment_id": public, "action": "remove", "reason": "legal"},
            {"comment_id": public, "action": "restore"},
        )["batch_id"]
        amal.post(f"/batches/{batch}/undo")
        assert amal.get("/audit/check").get_json() == {"sound": True, "decisions": 7, "broken": []}

    def test_a_changed_line_is_found(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        amal.decide({"comment_id": held, "action": "reject", "reason": "spam"})
        with store.transaction() as db:
            if store.is_sqlite:
                db.execute(text("DROP TRIGGER decision_no_update"))
            else:
                db.execute(text("DROP TRIGGER decision_append_only ON decision"))
            db.execute(text("UPDATE decision SET actor_id = 'mod_nobody' WHERE seq = 1"))
        assert amal.get("/audit/check").get_json()["broken"] == [1]
