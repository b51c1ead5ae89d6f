"""The newsroom's side of the running product: shapes and codes that moderators' and editors' tools rely on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import CLEAN, INSULT, Write
from tests.support.contract import decide, problem
from tests.support.product import Product, until

pytestmark = pytest.mark.journey

CARD = {"comment", "article", "parent", "author", "signals", "priority", "case", "lease"}
HISTORY = CARD | {"revisions", "checks", "decisions", "reports", "notes", "deliveries"}
RULES_LIVE_WITHIN_S = 5.0


class TestModerating:
    def test_a_card_and_its_history(self, product: Product, desk: dict[str, Any], write: Write):
        held = write("contract-card", INSULT)
        page = product.get("/v1/moderation/queue?article=contract-card", **desk).json
        assert set(page) == {"items", "next_cursor"}
        [card] = page["items"]
        assert set(card) >= CARD
        assert (card["comment"]["id"], card["comment"]["revision"], card["lease"]) == (held["id"], 1, None)
        history = product.get(f"/v1/moderation/comments/{held['id']}", **desk).json
        assert set(history) >= HISTORY
        assert {signal["code"] for check in history["checks"] for signal in check["signals"]}

    def test_five_hundred_decisions_at_once_and_no_more(self, product: Product, desk: dict[str, Any]):
        one = {"comment_id": "cmt_" + "0" * 26, "revision": 1, "action": "approve"}
        most = product.post("/v1/moderation/decisions", {"decisions": [one] * 500}, **desk)
        assert {result["problem"]["code"] for result in most.json["results"]} == {"comment.not_found"}
        more = product.post("/v1/moderation/decisions", {"decisions": [one] * 501}, **desk)
        assert problem(more) == (422, "body.invalid")

    @pytest.mark.parametrize(
        ("steps", "last"),
        [
            (["approve"], ("done", "published")),
            (["approve", "approve"], ("unchanged", "published")),
            (["approve", "hold"], ("done", "held")),
            (["approve", "remove"], ("done", "removed")),
            (["approve", "remove", "restore"], ("done", "published")),
            (["reject", "restore"], ("done", "published")),
            (["remove"], ("refused", "held")),
            (["approve", "reject"], ("refused", "published")),
            (["reject", "approve"], ("refused", "rejected")),
        ],
    )
    def test_comments_move_along_the_table_only(
        self,
        product: Product,
        desk: dict[str, Any],
        write: Write,
        steps: list[str],
        last: tuple[str, str],
    ):
        held = write("contract-moves", INSULT)
        for action in steps:
            reason = {"reason": "abuse.insult"} if action in {"reject", "remove"} else {}
            result = decide(product, desk, comment_id=held["id"], action=action, **reason)
        assert (result["status"], result["state"]) == last

    def test_a_stale_decision_is_shown_the_present_text(
        self, product: Product, desk: dict[str, Any], write: Write
    ):
        held = write("contract-stale", INSULT)
        result = decide(product, desk, comment_id=held["id"], action="approve", revision=2)
        assert (result["problem"]["status"], result["problem"]["code"]) == (409, "decision.stale")
        assert INSULT in json.dumps(result["problem"], ensure_ascii=False)

    def test_a_word_is_live_within_five_seconds(
        self, product: Product, desk: dict[str, Any], write: Write, fair: Iterator[str]
    ):
        entry = {
            "kind": "word",
            "value": "زرفلوق",
            "match": "word",
            "action": "hold",
            "reason": "abuse.insult",
        }
        made = product.post("/v1/moderation/lists", entry, **desk)
        assert (made.status, made.json["value"]) == (201, "زرفلوق")
        until(
            lambda: write("contract-word", f"{next(fair)} وزرفلوقهم")["decided"] == "held",
            within_s=RULES_LIVE_WITHIN_S,
            every_s=1,
        )
        assert product.request("DELETE", f"/v1/moderation/lists/{made.json['id']}", **desk).status == 204

    def test_a_banned_author_is_rejected_until_the_ban_is_lifted(
        self, product: Product, desk: dict[str, Any], numbers: Iterator[int], fair: Iterator[str]
    ):
        address = f"banned{next(numbers)}@reader.example"

        def outcome() -> tuple[str, str]:
            made = product.comment("contract-ban", next(fair), author_email=address)
            return product.decided(made), made["id"]

        _, comment_id = outcome()
        ban = {"kind": "ban", "comment_id": comment_id, "reason": "abuse.insult"}
        made = product.post("/v1/moderation/sanctions", ban, **desk)
        assert made.status == 201
        assert outcome()[0] == "rejected"
        product.request("DELETE", f"/v1/moderation/sanctions/{made.json['id']}", **desk)
        assert outcome()[0] == "published"

    def test_the_log_of_decisions_is_whole(self, product: Product, desk: dict[str, Any], write: Write):
        write("contract-log", CLEAN)
        page = product.get("/v1/moderation/audit?limit=1", **desk).json
        assert set(page) == {"items", "next_cursor"}
        assert product.get("/v1/moderation/audit/check", **desk).json["sound"] is True
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert product.request(method, "/v1/moderation/audit", **desk).status == 405
