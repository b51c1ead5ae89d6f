"""Trying a policy or list entries over HTTP."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.store.engine import Store
from tests.support.moderators import Moderator
from tests.support.past import PHONE, RULES, checked, only_rules
from tests.support.product import canary
from tests.support.rows import PLAIN, a_commenter

LOOSE = {"hold_at": {name: score for name, score in RULES["hold_at"].items() if name != "privacy"}}
ENTRIES = {"entries": [{"kind": "word", "value": "المقال"}]}
LINES = {"Accept": "application/x-ndjson"}


@pytest.fixture
def amal(client: FlaskClient, store: Store) -> Moderator:
    """With two comments of yesterday, one held for a phone number."""
    only_rules(store)
    for body in (PHONE, PLAIN):
        checked(store, body, at=datetime.now(UTC) - timedelta(days=1))
    return Moderator(client, store)


@pytest.fixture
def quick(sqlite_client: FlaskClient, sqlite_store: Store) -> Moderator:
    """For rules that do not depend on the database."""
    return Moderator(sqlite_client, sqlite_store)


def lines_of(reply: TestResponse) -> list[Any]:
    assert reply.mimetype == "application/x-ndjson"
    return [json.loads(line) for line in reply.get_data(as_text=True).splitlines()]


class TestAnswer:
    def test_a_policy_is_tried_and_not_put_in_force(self, amal: Moderator):
        before = amal.get("/policy").get_json()
        reply = amal.post("/policy/preview", LOOSE)
        assert reply.status_code == 200
        found = reply.get_json()
        assert (found["days"], found["comments"], found["complete"]) == (30, 2, True)
        assert found["newly_published"]["comments"] == 1
        assert amal.get("/policy").get_json() == before

    def test_entries_are_tried_and_not_kept(self, amal: Moderator):
        found = amal.post("/lists/preview", ENTRIES | {"days": 2}).get_json()
        assert (found["days"], found["hits"]) == (2, 1)
        assert found["innocent_forms"] == [{"form": "المقال", "comments": 1, "innocent": 1}]
        assert amal.get("/lists").get_json()["items"] == []

    @pytest.mark.parametrize(("language", "words"), [("en", "threshold counts as 0.3"), ("ar", "تُحسب 0.3")])
    def test_gaps_are_told_in_the_readers_language(self, quick: Moderator, language: str, words: str):
        found = quick.post("/policy/preview", {"hold_at": {"spam": 0.1}}, Accept_Language=language).get_json()
        (note,) = found["notes"]
        assert found["complete"] is False
        assert note["code"] == "preview.scores_not_stored"
        assert words in note["message"]

    def test_no_address_stands_in_it(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            author = a_commenter(db, email_domain=canary("reader.example"))
        checked(store, PHONE, at=datetime.now(UTC), commenter_id=author, ip_prefix="203.0.113.0/24")
        for path, wanted in (("/policy/preview", LOOSE), ("/lists/preview", ENTRIES)):
            shown = amal.post(path, wanted).get_data(as_text=True)
            assert "reader.example" not in shown
            assert "203.0.113" not in shown


class TestStream:
    def test_progress_comes_line_by_line_and_the_answer_last(self, amal: Moderator):
        plain = amal.post("/policy/preview", LOOSE).get_json()
        *progress, last = lines_of(amal.post("/policy/preview", LOOSE, **LINES))
        assert progress[0] == {"done": 0, "total": 2}
        assert all(set(line) == {"done", "total"} for line in progress)
        assert last["done"] == last["total"] == 2
        assert last["answer"] | {"since": None} == plain | {"since": None}

    def test_what_is_known_beforehand_is_refused_as_ever(self, quick: Moderator):
        reply = quick.post("/policy/preview", {"hold_at": {"mood": 0.5}}, **LINES)
        assert (reply.status_code, reply.mimetype) == (422, "application/problem+json")

    def test_one_that_is_given_up_makes_room_for_the_next(self, amal: Moderator):
        given_up = amal.post("/policy/preview", LOOSE, **LINES)
        next(given_up.iter_encoded())
        given_up.close()
        assert amal.post("/policy/preview", LOOSE).status_code == 200


class TestOneAtATime:
    def test_a_second_one_in_the_process_waits_its_turn(self, quick: Moderator):
        running = quick.post("/policy/preview", {}, **LINES)
        refused = quick.post("/lists/preview", ENTRIES)
        assert (refused.status_code, refused.get_json()["code"]) == (429, "limit.exceeded")
        assert int(refused.headers["Retry-After"]) > 0
        lines_of(running)
        assert quick.post("/lists/preview", ENTRIES).status_code == 200


class TestRefusals:
    @pytest.mark.parametrize(
        ("path", "wanted", "fault"),
        [
            ("/policy/preview", {"hold_at": {"mood": 0.5}}, ("hold_at.mood", "policy.check_unknown")),
            ("/policy/preview", {"hold_at": {"abuse": 2}}, ("hold_at.abuse.value", "field.range")),
            (
                "/policy/preview",
                {"reject_at": {"abuse": 0.5}},
                ("reject_at.abuse", "policy.reject_below_hold"),
            ),
            ("/policy/preview", {"days": 0}, ("days", "field.range")),
            ("/policy/preview", {"days": 366}, ("days", "field.range")),
            ("/policy/preview", {"tone": 1}, ("tone", "field.unknown")),
            ("/lists/preview", {}, ("entries", "field.required")),
            ("/lists/preview", {"entries": [{"kind": "word"}]}, ("entries.0.value", "field.required")),
            (
                "/lists/preview",
                {"entries": [{"kind": "word", "value": "يا"}]},
                ("entries.0.value", "list.too_short"),
            ),
            ("/lists/preview", {"entries": [], "without": ["lst_1"]}, ("without.0", "list.not_in_force")),
        ],
    )
    def test_what_is_wrong_is_named(
        self, quick: Moderator, path: str, wanted: dict[str, Any], fault: tuple[str, str]
    ):
        reply = quick.post(path, wanted)
        assert reply.status_code == 422
        assert [(each["field"], each["code"]) for each in reply.get_json()["errors"]] == [fault]

    def test_it_needs_the_scope_of_a_moderator(self, sqlite_client: FlaskClient, sqlite_store: Store):
        checker = Moderator(sqlite_client, sqlite_store, scope="check")
        assert checker.post("/policy/preview", {}).status_code == 403
        assert checker.post("/lists/preview", ENTRIES).status_code == 403
