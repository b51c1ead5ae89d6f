"""What a newsroom lays down over HTTP: articles, list entries, sanctions, the policy."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service.domain.ids import new_id
from service.store.engine import Store
from service.store.facts import live_sanctions
from service.store.rules import live_entries, rules_stamps
from service.store.tables import comment
from tests.support.held import a_held_comment
from tests.support.moderators import Moderator
from tests.support.rows import SITE

KEY = "7d0f4c1a-9a51-4a53-8f1c-0b9d8b7e6f1c"
WORD = {"kind": "word", "value": "كلب", "action": "hold", "reason": "abuse.insult", "language": "ar"}
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoformat()


@pytest.fixture
def amal(client: FlaskClient, store: Store) -> Moderator:
    return Moderator(client, store)


@pytest.fixture
def quick(sqlite_client: FlaskClient, sqlite_store: Store) -> Moderator:
    """For rules that do not depend on the database."""
    return Moderator(sqlite_client, sqlite_store)


def faults(reply: Any) -> list[tuple[str, str]]:
    assert reply.status_code == 422
    return [(fault["field"], fault["code"]) for fault in reply.get_json()["errors"]]


def stamp(store: Store) -> int:
    with store.read() as db:
        return rules_stamps(db)[SITE].rules_version


class TestArticles:
    def test_an_unknown_one_is_made_with_the_sites_default(self, amal: Moderator):
        assert amal.get("/articles/economy/17").status_code == 404
        made = amal.call("PUT", "/articles/economy/17", {"title": "الاقتصاد"})
        assert made.status_code == 201
        assert made.get_json()["mode"] == "auto"
        assert amal.get("/articles/economy/17").get_json() == made.get_json()

    def test_what_is_left_out_stays(self, amal: Moderator):
        amal.call(
            "PUT",
            "/articles/a-1",
            {"title": "عنوان", "lead": "موجز", "section": "رأي", "url": "https://news.example/1"},
        )
        changed = amal.call("PUT", "/articles/a-1", {"mode": "pre"})
        assert changed.status_code == 200
        shown = changed.get_json()
        assert (shown["title"], shown["lead"], shown["section"], shown["mode"]) == (
            "عنوان",
            "موجز",
            "رأي",
            "pre",
        )

    @pytest.mark.parametrize(
        ("change", "state"),
        [
            ({"mode": "closed"}, "closed"),
            ({"closes_at": YESTERDAY}, "closed"),
            ({"closes_at": TOMORROW}, "open"),
        ],
    )
    def test_the_public_page_says_whether_it_is_open(
        self, amal: Moderator, client: FlaskClient, change: dict[str, str], state: str
    ):
        assert amal.call("PUT", "/articles/a-1", change).get_json()["state"] == state
        assert client.get("/v1/articles/a-1/comments").get_json()["article"]["state"] == state

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"mode": "open"}, ("mode", "field.choice")),
            ({"mode": None}, ("mode", "field.null")),
            ({"url": "javascript:alert(1)"}, ("url", "url.invalid")),
            ({"closes_at": "tomorrow"}, ("closes_at", "time.invalid")),
            ({"id": "a-2"}, ("id", "field.unknown")),
        ],
    )
    def test_what_is_malformed_is_named(
        self, quick: Moderator, change: dict[str, Any], fault: tuple[str, str]
    ):
        assert faults(quick.call("PUT", "/articles/a-1", change)) == [fault]


class TestLists:
    def test_an_entry_is_kept_and_workers_are_told(self, amal: Moderator, store: Store):
        before = stamp(store)
        made = amal.post("/lists", WORD)
        assert made.status_code == 201
        assert made.get_json() | WORD == made.get_json()
        assert stamp(store) == before + 1
        with store.read() as db:
            ((entry,), _) = live_entries(db, SITE, now=datetime.now(UTC))
        assert (entry.id, entry.value, entry.reason) == (made.get_json()["id"], "كلب", "abuse.insult")

    def test_a_repeat_under_one_key_makes_one(self, amal: Moderator):
        first, again = (amal.post("/lists", WORD, Idempotency_Key=KEY) for _ in range(2))
        assert first.get_json() == again.get_json()
        assert len(amal.get("/lists").get_json()["items"]) == 1

    def test_a_change_leaves_the_rest(self, amal: Moderator, store: Store):
        made = amal.post("/lists", WORD).get_json()
        before = stamp(store)
        changed = amal.call(
            "PATCH", f"/lists/{made['id']}", {"mode": "shadow", "expires_at": TOMORROW}
        ).get_json()
        assert (changed["mode"], changed["value"], stamp(store)) == ("shadow", "كلب", before + 1)

    def test_a_deleted_one_is_gone(self, amal: Moderator, store: Store):
        made = amal.post("/lists", WORD).get_json()
        before = stamp(store)
        assert amal.call("DELETE", f"/lists/{made['id']}").status_code == 204
        assert amal.get("/lists").get_json()["items"] == []
        assert stamp(store) == before + 1
        assert amal.call("DELETE", f"/lists/{made['id']}").status_code == 404
        assert amal.call("PATCH", f"/lists/{made['id']}", {}).get_json()["code"] == "list.not_found"

    def test_it_says_who_made_it_where_it_counts_and_how_often_it_hit(self, amal: Moderator):
        made = amal.post("/lists", WORD | {"section": "الرياضة"}).get_json()
        assert (made["owner_id"], made["owner_kind"], made["section"]) == (amal.id, "key", "الرياضة")
        assert (made["hits"], made["last_hit_at"], made["source"]) == (0, None, None)
        amal.post("/lists", WORD)
        assert [item["id"] for item in amal.get("/lists?section=الرياضة").get_json()["items"]] == [made["id"]]
        changed = amal.call("PATCH", f"/lists/{made['id']}", {"section": None}).get_json()
        assert changed["section"] is None

    def test_pages_are_newest_first_and_narrowed_by_kind(self, amal: Moderator):
        words = [amal.post("/lists", WORD | {"value": value}).get_json()["id"] for value in ("كلب", "حمار")]
        domain = amal.post("/lists", {"kind": "domain", "value": "spam.example"}).get_json()["id"]
        first = amal.get("/lists?limit=2").get_json()
        second = amal.get(f"/lists?limit=2&cursor={first['next_cursor']}").get_json()
        assert [item["id"] for item in first["items"] + second["items"]] == [domain, *reversed(words)]
        assert [item["id"] for item in amal.get("/lists?kind=domain").get_json()["items"]] == [domain]

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"kind": "sound"}, ("kind", "field.choice")),
            ({"match": "near"}, ("match", "field.choice")),
            ({"action": "remove"}, ("action", "field.choice")),
            ({"reason": "Not A Code"}, ("reason", "reason.malformed")),
            ({"value": ""}, ("value", "field.too_short")),
            ({"value": "يا"}, ("value", "list.too_short")),
            ({"value": "هَـــاً"}, ("value", "list.too_short")),
            ({"kind": "pattern", "value": "(unclosed"}, ("value", "list.pattern_invalid")),
            ({"value": "؟؟"}, ("value", "list.too_broad")),
            ({"match": "inside", "value": "ال"}, ("value", "list.too_short")),
            ({"kind": "pattern", "value": r"(a)\1"}, ("value", "list.pattern_backtracks")),
            ({"kind": "pattern", "value": "a{2000}"}, ("value", "list.pattern_too_large")),
            ({"kind": "pattern", "value": ".*"}, ("value", "list.pattern_too_broad")),
            ({"section": ""}, ("section", "field.too_short")),
            ({"hits": 3}, ("hits", "field.unknown")),
            ({"kind": "domain", "value": "no domain"}, ("value", "list.value_invalid")),
            ({"kind": "email", "value": "someone@example.org"}, ("value", "list.one_address")),
        ],
    )
    def test_what_cannot_be_looked_for_is_refused(
        self, quick: Moderator, change: dict[str, Any], fault: tuple[str, str]
    ):
        assert faults(quick.post("/lists", WORD | change)) == [fault]
        assert quick.get("/lists").get_json()["items"] == []

    @pytest.mark.parametrize(("language", "said"), [("ar", "بلا نهاية"), ("en", "without end")])
    def test_a_pattern_that_would_backtrack_is_refused_in_words(
        self, quick: Moderator, language: str, said: str
    ):
        pattern = {"kind": "pattern", "value": "كلب(?=كم)"}
        reply = quick.post("/lists", pattern, Accept_Language=language)
        assert (reply.status_code, reply.get_json()["code"]) == (422, "list.pattern_backtracks")
        assert said in reply.get_json()["title"]

    def test_a_change_is_held_to_the_same(self, quick: Moderator):
        made = quick.post("/lists", WORD).get_json()
        assert faults(quick.call("PATCH", f"/lists/{made['id']}", {"value": "يا"})) == [
            ("value", "list.too_short")
        ]

    @pytest.mark.parametrize(
        "entry",
        [
            {"kind": "phrase", "value": "اربح من بيتك"},
            {"kind": "word", "value": "🖕"},
            {"kind": "pattern", "value": "رقم(ي|ك) سر(ي|ك)"},
            {"kind": "email", "value": "@throwaway.example"},
            {"kind": "domain", "value": "موقع.السعودية"},
        ],
    )
    def test_every_kind_has_its_place(self, quick: Moderator, entry: dict[str, str]):
        assert quick.post("/lists", entry).status_code == 201


class TestSanctions:
    def test_the_author_of_a_comment_is_banned_until_a_time(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            author = db.execute(select(comment.c.commenter_id)).scalar_one()
        made = amal.post(
            "/sanctions", {"kind": "ban", "comment_id": held, "until": TOMORROW, "reason": "spam"}
        )
        assert made.status_code == 201
        assert (made.get_json()["scope"], made.get_json()["subject"]) == ("author", author)
        with store.read() as db:
            now = datetime.now(UTC)
            (live,) = live_sanctions(db, commenter_ids=[author], domains=[], now=now)
            assert live.kind == "ban"
            assert live_sanctions(db, commenter_ids=[author], domains=[], now=now + timedelta(days=2)) == []

    def test_a_domain_is_held_until_that_is_lifted(self, amal: Moderator, store: Store):
        made = amal.post("/sanctions", {"kind": "hold_all", "domain": "@Throwaway.Example"}).get_json()
        assert (made["scope"], made["subject"], made["reason"]) == (
            "domain",
            "throwaway.example",
            "sanction.hold_all",
        )
        assert amal.call("DELETE", f"/sanctions/{made['id']}").status_code == 204
        assert amal.get("/sanctions").get_json()["items"] == []
        (ended,) = amal.get("/sanctions?state=all").get_json()["items"]
        assert (ended["lifted_by"], ended["lifted_at"] is None) == (amal.id, False)
        assert amal.call("DELETE", f"/sanctions/{made['id']}").status_code == 204

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"domain": None}, ("comment_id", "sanction.subject")),
            ({"comment_id": "cmt_1"}, ("comment_id", "sanction.subject")),
            ({"domain": "nowhere"}, ("domain", "domain.invalid")),
            ({"until": YESTERDAY}, ("until", "time.past")),
            ({"kind": "warn"}, ("kind", "field.choice")),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, quick: Moderator, change: dict[str, Any], fault: tuple[str, str]
    ):
        assert faults(quick.post("/sanctions", {"kind": "ban", "domain": "spam.example"} | change)) == [fault]

    def test_what_is_missing_is_not_found(self, quick: Moderator):
        unknown = quick.post("/sanctions", {"kind": "ban", "comment_id": new_id("cmt")})
        assert (unknown.status_code, unknown.get_json()["code"]) == (404, "comment.not_found")
        missing = quick.call("DELETE", f"/sanctions/{new_id('san')}")
        assert (missing.status_code, missing.get_json()["code"]) == (404, "sanction.not_found")


class TestPolicy:
    def test_the_built_in_one_is_in_force_at_first(self, quick: Moderator):
        shown = quick.get("/policy").get_json()
        assert (shown["hold_at"]["abuse"], shown["reject_at"], shown["created_at"]) == (0.6, {}, None)

    def test_a_change_makes_a_version_and_leaves_the_rest(self, amal: Moderator, store: Store):
        first, before = amal.get("/policy").get_json(), stamp(store)
        changed = amal.call("PUT", "/policy", {"links_allowed": 5}).get_json()
        assert changed["version"] != first["version"]
        assert (changed["links_allowed"], changed["hold_at"]) == (5, first["hold_at"])
        assert amal.get("/policy").get_json() == changed
        assert stamp(store) == before + 1

    def test_a_change_of_nothing_makes_no_version(self, amal: Moderator):
        changed = amal.call("PUT", "/policy", {"links_allowed": 5}).get_json()
        assert amal.call("PUT", "/policy", {"links_allowed": 5}).get_json() == changed

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"hold_at": {"mood": 0.5}}, ("hold_at.mood", "policy.check_unknown")),
            ({"hold_at": {"abuse": 0}}, ("hold_at.abuse", "field.range")),
            ({"hold_at": {"abuse": 1.5}}, ("hold_at.abuse.value", "field.range")),
            ({"reject_at": {"abuse": 0.5}}, ("reject_at.abuse", "policy.reject_below_hold")),
            ({"required": ["mood"]}, ("required.0", "policy.check_unknown")),
            ({"min_form_seconds": 60, "max_form_seconds": 30}, ("max_form_seconds", "field.range")),
            ({"links_allowed": "2"}, ("links_allowed", "field.type")),
        ],
    )
    def test_thresholds_that_contradict_each_other_are_refused(
        self, quick: Moderator, change: dict[str, Any], fault: tuple[str, str]
    ):
        assert faults(quick.call("PUT", "/policy", change)) == [fault]
