"""WordPress's lists over HTTP."""

import pytest
from flask.testing import FlaskClient

from service.store.engine import Store
from tests.support.moderators import Moderator

KEY = "0d1f9f6e-54a1-4b58-9a2e-3f3f1f0d7c11"
LISTS = {"moderation": ["كلب", "192.168.1.", "reader@example.org"], "disallowed": ["@throwaway.ru"]}


@pytest.fixture
def desk(sqlite_client: FlaskClient, sqlite_store: Store) -> Moderator:
    return Moderator(sqlite_client, sqlite_store)


class TestImport:
    def test_the_reply_counts_and_names_the_lines_left_out(self, desk: Moderator):
        reply = desk.post("/lists/import", LISTS)
        assert reply.status_code == 200
        assert reply.get_json() == {
            "imported": 2, "updated": 0, "skipped": 2, "failed": 0,
            "reasons": {"ip_address": 1, "email_address": 1},
            "lines": [
                {"list": "moderation", "line": 2, "reason": "ip_address"},
                {"list": "moderation", "line": 3, "reason": "email_address"},
            ],
        }  # fmt: skip
        assert "reader@" not in reply.get_data(as_text=True)

    def test_its_entries_say_where_they_came_from_and_who_brought_them(self, desk: Moderator):
        desk.post("/lists/import", LISTS | {"mode": "shadow"})
        items = desk.get("/lists").get_json()["items"]
        assert {item["source"] for item in items} == {"wordpress"}
        assert {(item["owner_id"], item["owner_kind"], item["mode"]) for item in items} == {
            (desk.id, "key", "shadow")
        }
        assert {(item["kind"], item["action"]) for item in items} == {("word", "hold"), ("email", "reject")}

    def test_again_makes_nothing_twice(self, desk: Moderator):
        desk.post("/lists/import", LISTS)
        assert desk.post("/lists/import", LISTS).get_json()["reasons"]["already_there"] == 2
        assert len(desk.get("/lists").get_json()["items"]) == 2

    def test_a_repeat_under_one_key_is_told_the_same(self, desk: Moderator):
        first, again = (desk.post("/lists/import", LISTS, Idempotency_Key=KEY) for _ in range(2))
        assert first.get_json() == again.get_json()

    @pytest.mark.parametrize(
        ("change", "field", "code"),
        [
            ({"moderation": ["كلب"] * 1_001}, "moderation", "field.too_long"),
            ({"moderation": [7]}, "moderation.0", "field.type"),
            ({"mode": "later"}, "mode", "field.choice"),
            ({"spam": []}, "spam", "field.unknown"),
        ],
    )
    def test_what_is_malformed_is_named(self, desk: Moderator, change: object, field: str, code: str):
        reply = desk.post("/lists/import", change)
        assert reply.status_code == 422
        assert [(each["field"], each["code"]) for each in reply.get_json()["errors"]] == [(field, code)]
