"""A moderator's hour, and two moderators at once, through the running product."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.conftest import INSULT
from tests.support.product import Product

pytestmark = pytest.mark.journey


def held_comments(product: Product, article: str, count: int, numbers: Iterator[int]) -> list[str]:
    """Ids of comments that wait for a person under one article."""
    made = [
        product.comment(
            article, f"{INSULT}، رقم {next(numbers)}", author_email=f"m{next(numbers)}@reader.example"
        )
        for _ in range(count)
    ]
    assert {product.decided(one) for one in made} == {"held"}
    return [one["id"] for one in made]


def decide(product: Product, desk: dict[str, Any], action: str, *ids: str, **more: Any) -> dict[str, Any]:
    """Decide on first revisions; returns the reply."""
    decisions = [{"comment_id": one, "revision": 1, "action": action} | more for one in ids]
    reply = product.post("/v1/moderation/decisions", {"decisions": decisions}, **desk)
    assert reply.status == 200, reply.body.decode()
    return dict(reply.json)


class TestAModeratorsHour:
    def test_claim_approve_reject_and_take_back(
        self, product: Product, desk: dict[str, Any], numbers: Iterator[int]
    ):
        article = f"hour-{next(numbers)}"
        ids = held_comments(product, article, 4, numbers)
        claimed = product.post("/v1/moderation/claims", {"limit": 10, "article": article}, **desk).json
        assert {card["comment"]["id"] for card in claimed["items"]} == set(ids)
        approved = decide(product, desk, "approve", *ids[:2])
        assert [result["status"] for result in approved["results"]] == ["done", "done"]
        rejected = decide(product, desk, "reject", *ids[2:], reason="abuse.insult")
        assert {result["state"] for result in rejected["results"]} == {"rejected"}
        page = product.get(f"/v1/articles/{article}/comments").json
        assert {shown["id"] for shown in page["comments"]} == set(ids[:2])
        undone = product.post(f"/v1/moderation/batches/{rejected['batch_id']}/undo", **desk)
        assert undone.status == 200
        queue = product.get(f"/v1/moderation/queue?article={article}", **desk).json
        assert {card["comment"]["id"] for card in queue["items"]} == set(ids[2:])
        detail = product.get(f"/v1/moderation/comments/{ids[2]}", **desk).json
        assert [made["action"] for made in detail["decisions"]] == ["hold", "reject", "reopen"]

    def test_an_article_that_waits_for_people_publishes_nothing_by_itself(
        self, product: Product, desk: dict[str, Any], numbers: Iterator[int]
    ):
        article = f"pre-{next(numbers)}"
        assert product.request(
            "PUT", f"/v1/moderation/articles/{article}", {"mode": "pre"}, **desk
        ).status in {200, 201}
        made = product.comment(
            article, f"تعليق هادئ رقم {next(numbers)}", author_email=f"p{next(numbers)}@reader.example"
        )
        assert product.decided(made) == "held"
        product.request("PUT", f"/v1/moderation/articles/{article}", {"mode": "closed"}, **desk)
        refused = product.post(
            f"/v1/articles/{article}/comments",
            {"author_name": "سلمى", "author_email": "late@reader.example", "body": "هل فات الأوان؟"},
        )
        assert (refused.status, refused.json["code"]) == (403, "article.comments_closed")


class TestTwoModeratorsAtOnce:
    def test_nobody_is_given_what_the_other_has_claimed(
        self, product: Product, desk: dict[str, Any], numbers: Iterator[int]
    ):
        article = f"claims-{next(numbers)}"
        ids = held_comments(product, article, 6, numbers)
        desks = [desk, {"headers": {"Authorization": f"Bearer {product.key('moderate')}"}}]

        def claim(one: dict[str, Any]) -> list[str]:
            cards = product.post("/v1/moderation/claims", {"limit": 3, "article": article}, **one).json[
                "items"
            ]
            return [card["comment"]["id"] for card in cards]

        with ThreadPoolExecutor(2) as pool:
            mine, theirs = pool.map(claim, desks)
        assert not set(mine) & set(theirs)
        assert set(mine) | set(theirs) <= set(ids)
        refused = decide(product, desks[1], "approve", mine[0])["results"][0]
        assert (refused["status"], refused["problem"]["code"]) == ("refused", "case.claimed")

    def test_one_decision_wins_and_the_other_hears_what_became_of_it(
        self, product: Product, desk: dict[str, Any], numbers: Iterator[int]
    ):
        [comment_id] = held_comments(product, f"race-{next(numbers)}", 1, numbers)
        other = {"headers": {"Authorization": f"Bearer {product.key('moderate')}"}}
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(decide, product, desk, "approve", comment_id)
            second = pool.submit(decide, product, other, "reject", comment_id, reason="abuse.insult")
            results = [future.result()["results"][0] for future in (first, second)]
        assert sorted(result["status"] for result in results) == ["done", "refused"]
        [refused] = [result for result in results if result["status"] == "refused"]
        assert (refused["problem"]["status"], refused["problem"]["code"]) == (409, "decision.stale")
        assert INSULT in str(refused["problem"])
