"""From a reader's form to an editor's webhook, through the running product."""

import json
from collections.abc import Iterator

import pytest
from standardwebhooks import Webhook

from tests.journeys.conftest import CLEAN, INSULT
from tests.support.product import Product, until
from tests.workers.webhooks.receiver import Receiver

pytestmark = pytest.mark.journey


def subscribe(product: Product, receiver: Receiver) -> Webhook:
    """Register the receiver; returns a verifier that holds its secret."""
    headers = {"Authorization": f"Bearer {product.key('webhooks')}"}
    made = product.post("/v1/webhooks", {"url": receiver.url}, headers=headers)
    assert made.status == 201, made.body.decode()
    return Webhook(made.json["secret"])


def events_of(receiver: Receiver, comment_id: str) -> list[dict]:
    bodies = [json.loads(received.body) for received in receiver.received]
    return [body for body in bodies if body["data"].get("comment_id") == comment_id]


class TestAReadersComment:
    def test_a_clean_one_is_published_and_editors_hear_of_it(
        self, webhook_product: Product, receiver: Receiver, numbers: Iterator[int]
    ):
        verifier = subscribe(webhook_product, receiver)
        article = f"clean-{next(numbers)}"
        made = webhook_product.comment(article, CLEAN, author_email=f"r{next(numbers)}@reader.example")
        assert webhook_product.decided(made) == "published"
        page = webhook_product.get(f"/v1/articles/{article}/comments").json
        assert [shown["id"] for shown in page["comments"]] == [made["id"]]
        assert page["article"]["count"] == 1
        until(lambda: bool(events_of(receiver, made["id"])), within_s=15)
        [event] = events_of(receiver, made["id"])
        assert event["type"] == "comment.published"
        assert event["data"]["previous_state"] == "pending"
        for received in receiver.received:
            verifier.verify(received.body, received.headers)

    def test_an_insult_waits_unseen_until_a_moderator_has_decided(
        self, webhook_product: Product, receiver: Receiver, numbers: Iterator[int]
    ):
        subscribe(webhook_product, receiver)
        article = f"insult-{next(numbers)}"
        made = webhook_product.comment(article, INSULT, author_email=f"r{next(numbers)}@reader.example")
        assert webhook_product.decided(made) == "held"
        assert webhook_product.get(f"/v1/articles/{article}/comments").json["comments"] == []
        assert webhook_product.get(f"/v1/comments/{made['id']}").status == 404
        headers = {"Authorization": f"Bearer {webhook_product.key('moderate')}"}
        [card] = webhook_product.get(f"/v1/moderation/queue?article={article}", headers=headers).json["items"]
        assert card["comment"]["id"] == made["id"]
        assert any(signal["spans"] and signal["message"] for signal in card["signals"])
        decision = {"comment_id": made["id"], "revision": 1, "action": "reject", "reason": "abuse.insult"}
        decided = webhook_product.post(
            "/v1/moderation/decisions", {"decisions": [decision]}, headers=headers
        ).json
        assert decided["results"][0]["status"] == "done"
        until(lambda: len(events_of(receiver, made["id"])) == 2, within_s=15)
        events = sorted(events_of(receiver, made["id"]), key=lambda event: event["data"]["sequence"])
        assert [event["type"] for event in events] == ["comment.held", "comment.rejected"]
        assert [event["data"]["decided_by"] for event in events] == ["policy", "moderator"]
