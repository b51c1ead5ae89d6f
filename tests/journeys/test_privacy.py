"""A reader's address is nowhere but behind its key: a canary is looked for in everything."""

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import CLEAN, INSULT
from tests.journeys.test_submit_to_webhook import subscribe
from tests.support.product import Product, canary, shows_canary, until
from tests.workers.webhooks.receiver import Receiver

pytestmark = pytest.mark.journey

CANARY = canary("reader@nowhere-but-here.example")


class TestACanaryAddress:
    def test_it_is_in_no_reply_event_log_line_redis_key_or_file(
        self, webhook_product: Product, receiver: Receiver, numbers: Iterator[int]
    ):
        product = webhook_product
        subscribe(product, receiver)
        article = f"canary-{next(numbers)}"
        seen: list[bytes] = []
        accepted = []
        for body in (CLEAN, INSULT):
            submission = {"author_name": "مروان", "author_email": CANARY, "body": f"{body} {next(numbers)}"}
            reply = product.post(f"/v1/articles/{article}/comments", submission)
            seen += [reply.body, str(dict(reply.headers)).encode()]
            accepted.append(reply.json)
        faulty_submission = {"author_name": "", "author_email": f"{CANARY}@x", "body": ""}
        faulty = product.post(f"/v1/articles/{article}/comments", faulty_submission)
        assert faulty.status == 422
        seen.append(faulty.body)
        assert {product.decided(one) for one in accepted} <= {"published", "held"}
        until(lambda: len(receiver.received) >= 2, within_s=15)
        headers = {"Authorization": f"Bearer {product.key('moderate', 'admin', 'webhooks')}"}
        paths = [
            f"/v1/articles/{article}/comments",
            "/v1/moderation/queue?limit=100",
            *(f"/v1/moderation/comments/{one['id']}" for one in accepted),
            "/v1/moderation/audit?limit=100",
            "/v1/webhooks",
            "/metrics",
            "/readyz",
        ]
        seen += [product.get(path, headers=headers).body for path in paths]
        seen += [received.body for received in receiver.received]
        assert not [text[:200] for text in seen if shows_canary(text)]
        assert product.canaries() == []
