"""A moderator's program looks at campaigns and decides one as a whole."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from service.domain.ids import new_id
from service.moderation.evaluate import evaluate_pending
from service.store.engine import Store
from service.store.tables import commenter
from tests.support.evaluation import rules
from tests.support.moderators import Moderator
from tests.support.rows import NOON, a_commenter, a_pending_comment, an_article
from tests.support.variants import CALL

SIZE = 12
ROUTES = [
    ("GET", "/campaigns"),
    ("GET", "/campaigns/cmp_01jd8000000000000000000000"),
    ("POST", "/campaigns/cmp_01jd8000000000000000000000/decisions"),
]


@pytest.fixture
def amal(client: FlaskClient, store: Store) -> Moderator:
    return Moderator(client, store)


def a_campaign(store: Store, texts: list[str] | None = None, *, at: datetime = NOON) -> list[str]:
    """Comments of one campaign, each by a person of its own, a minute apart under three articles."""
    with store.transaction() as db:
        places = [an_article(db) for _ in range(3)]
        made = [
            a_pending_comment(
                db,
                text,
                article_id=places[number % 3],
                commenter_id=a_commenter(db, email_domain="canary.example"),
                submitted_at=at + timedelta(minutes=number),
                ip_key="canary",
            )
            for number, text in enumerate(texts or [CALL] * SIZE)
        ]
    used = rules(monotonic=lambda: 0.0)
    while evaluate_pending(store, used, now=at + timedelta(hours=1)).claimed:
        pass
    return made


def only(amal: Moderator, query: str = "") -> dict[str, Any]:
    (found,) = amal.get(f"/campaigns{query}").get_json()["items"]
    shown: dict[str, Any] = found
    return shown


class TestAccess:
    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_nobody_without_a_key(self, sqlite_client: FlaskClient, method: str, path: str):
        assert sqlite_client.open(f"/v1/moderation{path}", method=method, json={}).status_code == 401

    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_no_key_of_another_scope(
        self, sqlite_client: FlaskClient, sqlite_store: Store, method: str, path: str
    ):
        assert Moderator(sqlite_client, sqlite_store, "check").call(method, path, {}).status_code == 403


class TestList:
    def test_it_tells_how_large_how_fast_and_by_whom(self, amal: Moderator, store: Store):
        a_campaign(store, [CALL] * SIZE)
        found = only(amal)
        assert (found["size"], found["authors"], found["articles"]) == (12, 12, 3)
        assert (found["state"], found["counts"]) == ("open", {"held": 9, "published": 3})
        assert (found["per_hour"], found["per_minute"]) == (12.0, 1.1)
        assert (found["first_seen_at"], found["last_seen_at"]) == (
            "2026-03-01T12:00:00Z",
            "2026-03-01T12:11:00Z",
        )
        assert CALL.startswith(found["text"].rstrip("…"))

    def test_new_authors_are_those_first_seen_within_a_day_before(self, amal: Moderator, store: Store):
        a_campaign(store)
        assert (only(amal)["new_authors"], only(amal)["new_authors_share"]) == (12, 1.0)
        with store.transaction() as db:
            db.execute(update(commenter).values(first_seen_at=NOON - timedelta(days=1, seconds=1)))
        assert (only(amal)["new_authors"], only(amal)["new_authors_share"]) == (0, 0.0)

    def test_pages_follow_each_other_newest_first(self, amal: Moderator, store: Store):
        texts = [
            [CALL] * 4,
            ["اشتركوا في قناتنا على تلغرام واربحوا ألف دولار كل أسبوع بلا رأس مال"] * 4,
        ]
        for each in texts:
            a_campaign(store, each)
        first = amal.get("/campaigns?limit=1").get_json()
        second = amal.get(f"/campaigns?limit=1&cursor={first['next_cursor']}").get_json()
        assert [page["items"][0]["text"][:5] for page in (first, second)] == [texts[1][0][:5], CALL[:5]]
        assert second["next_cursor"] is None

    def test_filters(self, amal: Moderator, store: Store):
        a_campaign(store)
        for query, count in (("min_size=12", 1), ("min_size=13", 0), ("state=open", 1), ("state=decided", 0)):
            assert len(amal.get(f"/campaigns?{query}").get_json()["items"]) == count

    @pytest.mark.parametrize("query", ["limit=0", "state=lost", "min_size=-1", "cursor=nonsense"])
    def test_what_is_malformed_is_refused(self, sqlite_client: FlaskClient, sqlite_store: Store, query: str):
        assert Moderator(sqlite_client, sqlite_store).get(f"/campaigns?{query}").status_code == 422


class TestMembers:
    def test_they_are_cards_that_link_back(self, amal: Moderator, store: Store):
        made = a_campaign(store)
        found = only(amal)
        first = amal.get(f"/campaigns/{found['id']}?limit=8").get_json()
        second = amal.get(f"/campaigns/{found['id']}?limit=8&cursor={first['next_cursor']}").get_json()
        cards = first["items"] + second["items"]
        assert first["campaign"] == found
        assert sorted(card["comment"]["id"] for card in cards) == sorted(made)
        assert all(card["campaign"] == {"id": found["id"], "size": SIZE} for card in cards)

    def test_earlier_ones_that_are_still_held_link_to_it(self, amal: Moderator, store: Store):
        made = a_campaign(store, [f"يا كلب، {CALL}"] * 3)
        assert [card["campaign"] for card in amal.get("/queue").get_json()["items"]] == [None] * 3
        made += a_campaign(store, [f"يا كلب، {CALL}"] * 3)
        held = amal.get("/queue").get_json()["items"]
        assert sorted(card["comment"]["id"] for card in held) == sorted(made)
        assert {card["campaign"]["size"] for card in held} == {6}

    def test_the_queue_can_be_narrowed_to_it(self, amal: Moderator, store: Store):
        a_campaign(store)
        a_campaign(store, ["يا كلب يا ابن الكلب"])
        found = amal.get(f"/queue?campaign={only(amal)['id']}").get_json()["items"]
        assert len(found) == 9

    def test_no_address_is_told(self, amal: Moderator, store: Store):
        a_campaign(store)
        assert "canary" not in amal.get("/campaigns").text
        assert "canary" not in amal.get(f"/campaigns/{only(amal)['id']}").text

    def test_an_unknown_one_is_not_found(self, amal: Moderator):
        missing = amal.get(f"/campaigns/{new_id('cmp')}")
        assert (missing.status_code, missing.get_json()["code"]) == (404, "campaign.not_found")


class TestDecidingAll:
    def test_what_is_held_is_rejected_and_taken_back_with_one_undo(self, amal: Moderator, store: Store):
        a_campaign(store)
        path = f"/campaigns/{only(amal)['id']}/decisions"
        made = amal.post(path, {"action": "reject", "reason": "spam"}).get_json()
        assert [result["status"] for result in made["results"]] == ["done"] * 9
        assert (made["remaining"], only(amal)["counts"]) == (0, {"published": 3, "rejected": 9})
        assert only(amal, "?state=decided")["state"] == "decided"
        amal.post(f"/batches/{made['batch_id']}/undo")
        assert only(amal, "?state=open")["counts"] == {"held": 9, "published": 3}

    def test_what_is_public_is_removed(self, amal: Moderator, store: Store):
        a_campaign(store)
        path = f"/campaigns/{only(amal)['id']}/decisions"
        made = amal.post(path, {"action": "remove", "reason": "spam"}).get_json()
        assert (len(made["results"]), only(amal)["counts"]) == (3, {"held": 9, "removed": 3})

    def test_a_claimed_one_is_left_alone_and_told(self, amal: Moderator, client: FlaskClient, store: Store):
        a_campaign(store)
        Moderator(client, store).post("/claims", {"limit": 2})
        made = amal.post(f"/campaigns/{only(amal)['id']}/decisions", {"action": "approve"}).get_json()
        refused = [each["problem"]["code"] for each in made["results"] if each["status"] == "refused"]
        assert (refused, made["remaining"]) == (["case.claimed"] * 2, 2)

    def test_the_same_key_decides_once(self, amal: Moderator, store: Store):
        a_campaign(store)
        path, key = f"/campaigns/{only(amal)['id']}/decisions", "0123456789abcdef"
        first = amal.post(path, {"action": "approve"}, Idempotency_Key=key)
        again = amal.post(path, {"action": "approve"}, Idempotency_Key=key)
        assert first.get_json() == again.get_json()
        assert again.headers["Idempotent-Replayed"] == "true"

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"action": "reject"}, "reason.required"),
            ({"action": "reject", "reason": "no such"}, "reason.unknown"),
            ({"action": "escalate"}, "body.invalid"),
            ({}, "body.invalid"),
        ],
    )
    def test_what_is_malformed_is_refused(
        self, amal: Moderator, store: Store, body: dict[str, str], code: str
    ):
        a_campaign(store, [CALL] * 4)
        reply = amal.post(f"/campaigns/{only(amal)['id']}/decisions", body)
        assert (reply.status_code, reply.get_json()["code"]) == (422, code)

    def test_an_unknown_one_is_not_found(self, amal: Moderator):
        reply = amal.post(f"/campaigns/{new_id('cmp')}/decisions", {"action": "approve"})
        assert reply.status_code == 404
