"""A reader's address is nowhere but behind its key: a canary is looked for in everything."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from config.settings import Settings
from tests.journeys.conftest import CLEAN, INSULT
from tests.journeys.test_submit_to_webhook import subscribe
from tests.support.product import Product, until
from tests.workers.webhooks.receiver import Receiver

pytestmark = pytest.mark.journey

CANARY = "canary-7d1f5a-reader@nowhere-but-here.example"


def traces(haystack: bytes) -> bool:
    """Whether the address, or its local part, stands in these bytes, plain or in base64."""
    local = CANARY.partition("@")[0].encode()
    # Base64 shifts with the offset: look for the middle of each of the three.
    encoded = [base64.b64encode(b" " * shift + local)[4:-4] for shift in range(3)]
    return any(needle in haystack for needle in (local, *encoded))


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


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
        seen += [line.encode() for line in product.log]
        seen += [json.dumps(command).encode() for command in redis_contents(product)]
        assert not [text[:200] for text in seen if traces(text)]
        product_files = list(files(product.data_dir))
        assert product_files
        assert not [path.name for path in product_files if traces(path.read_bytes())]


def redis_contents(product: Product) -> list[list[str]]:
    """Every key of the running Redis with its bytes as a dump."""
    settings = Settings.from_env(product.settings)
    client = redis.Redis.from_url(settings.redis_py_url)
    keys = list(client.scan_iter())
    contents = [[repr(key), repr(client.dump(key))] for key in keys]
    client.close()
    return contents
