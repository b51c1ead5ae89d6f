"""The same product on PostgreSQL, without changing a line."""

from pathlib import Path

import pytest

from tests.journeys.conftest import CLEAN, INSULT
from tests.journeys.test_submit_to_webhook import events_of, subscribe
from tests.support.databases import PostgresDatabases
from tests.support.product import Product, until
from tests.workers.webhooks.receiver import Receiver

pytestmark = pytest.mark.journey


class TestOnPostgresql:
    def test_comments_are_decided_and_editors_hear_of_it(
        self, tmp_path: Path, postgres_databases: PostgresDatabases, receiver: Receiver
    ):
        with postgres_databases.fresh_url() as url:
            environ = {
                "TALIQ_DATABASE_URL": url,
                "TALIQ_RATE_LIMITS": "off",
                "TALIQ_ALLOW_PRIVATE_WEBHOOKS": "on",
            }
            with Product(tmp_path, environ=environ) as product:
                subscribe(product, receiver)
                clean = product.comment("on-postgresql", CLEAN)
                rude = product.comment("on-postgresql", INSULT, author_email="other@reader.example")
                assert product.decided(clean) == "published"
                assert product.decided(rude) == "held"
                desk = {"Authorization": f"Bearer {product.key('moderate')}"}
                decision = {"comment_id": rude["id"], "revision": 1, "action": "approve"}
                decided = product.post(
                    "/v1/moderation/decisions", {"decisions": [decision]}, headers=desk
                ).json
                assert decided["results"][0]["status"] == "done"
                page = product.get("/v1/articles/on-postgresql/comments").json
                assert {shown["id"] for shown in page["comments"]} == {clean["id"], rude["id"]}
                until(lambda: len(events_of(receiver, rude["id"])) == 2, within_s=15)
                assert product.taliq("doctor").returncode == 0
