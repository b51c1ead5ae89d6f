"""The reader's and the operator's side of the running product: shapes, codes and headers to rely on."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.conftest import CLEAN, INSULT, Write
from tests.support.contract import decide, problem
from tests.support.product import Product, Reply, until

pytestmark = pytest.mark.journey

RECEIPT = {"id", "state", "token", "author_token", "status_url", "edit_until", "message"}
COMMENT = {
    "id",
    "parent_id",
    "author",
    "body",
    "body_html",
    "published_at",
    "edited_at",
    "depth",
    "masked",
}
STATUS = {"id", "state", "since", "reason", "message", "decided_by_machine", "objection"}
PUBLISHED_WITHIN_S = 2.5


class TestAccepting:
    def test_a_receipt_and_nothing_else(self, product: Product):
        assert set(product.comment("contract-receipt", CLEAN)) == RECEIPT

    @pytest.mark.parametrize(
        ("language", "word"), [("en", "awaiting"), ("ar", "بانتظار"), ("fr", "بانتظار"), (None, "بانتظار")]
    )
    def test_it_speaks_arabic_unless_english_is_asked_for(
        self, product: Product, numbers: Iterator[int], language: str | None, word: str
    ):
        submission = {
            "author_name": "سلمى",
            "author_email": f"l{next(numbers)}@reader.example",
            "body": CLEAN,
        }
        headers = {"Accept-Language": language} if language else {}
        made = product.post("/v1/articles/contract-words/comments", submission, headers=headers)
        assert word in made.json["message"]

    @pytest.mark.parametrize(
        ("article", "key"),
        [
            ("news/2026/11", "news/2026/11"),
            ("a%2Fb", "a/b"),
            ("%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1", "أخبار"),
            ("x" * 200, "x" * 200),
        ],
    )
    def test_any_id_of_the_site_names_an_article(
        self, product: Product, write: Write, article: str, key: str
    ):
        write(article, CLEAN)
        assert product.get(f"/v1/articles/{article}/comments").json["article"]["id"] == key

    def test_fifty_at_once_with_one_key_are_one_comment(self, product: Product, numbers: Iterator[int]):
        submission = {
            "author_name": "سلمى",
            "author_email": f"k{next(numbers)}@reader.example",
            "body": CLEAN,
        }
        headers = {"Idempotency-Key": "contract-fifty-at-once"}

        def send(_number: int) -> Reply:
            return product.post("/v1/articles/contract-key/comments", submission, headers=headers)

        with ThreadPoolExecutor(16) as pool:
            replies = list(pool.map(send, range(50)))
        assert {reply.status for reply in replies} == {202}
        assert len({reply.body for reply in replies}) == 1
        other = product.post(
            "/v1/articles/contract-key/comments", submission | {"body": "نص آخر"}, headers=headers
        )
        assert problem(other) == (422, "idempotency.key_reused")


class TestRefusals:
    @pytest.mark.parametrize(
        ("raw", "media", "expected"),
        [
            (b'{"body"', "application/json", 400),
            (b"[]", "application/json", 400),
            (b"{}", "text/plain", 415),
            (b'{"body":"' + b"x" * 70_000 + b'"}', "application/json", 413),
            (b"{}", "application/json", 422),
        ],
    )
    def test_each_kind_of_bad_body_has_its_status(
        self, product: Product, raw: bytes, media: str, expected: int
    ):
        headers = {"Content-Type": media}
        reply = product.request("POST", "/v1/articles/contract-bad/comments", data=raw, headers=headers)
        assert problem(reply)[0] == expected

    def test_all_faults_come_in_one_reply(self, product: Product):
        body = {"author_name": "", "author_email": "a@localhost", "body": "\u200b", "extra": 1}
        reply = product.post("/v1/articles/contract-bad/comments", body)
        assert {fault["field"] for fault in reply.json["errors"]} == set(body)
        assert all(set(fault) == {"field", "code", "message"} for fault in reply.json["errors"])

    @pytest.mark.parametrize(
        ("method", "path", "expected"),
        [
            ("GET", "/v1/nothing", (404, "route.unknown")),
            ("GET", "/v1/comments/cmt_%00", (404, "route.unknown")),
            ("PUT", "/v1/articles/a/comments", (405, "method.not_allowed")),
            ("GET", "/v1/articles/a/comments?site=nobody", (404, "site.unknown")),
            ("GET", "/v1/articles/a/comments?limit=101", (422, "body.invalid")),
            ("GET", "/v1/counts?" + "&".join(f"article={n}" for n in range(101)), (422, "body.invalid")),
            ("GET", "/v1/moderation/queue", (401, "auth.required")),
            ("GET", "/v1/webhooks", (401, "auth.required")),
        ],
    )
    def test_every_one_is_a_problem_document(
        self, product: Product, method: str, path: str, expected: tuple[int, str]
    ):
        assert problem(product.request(method, path)) == expected

    def test_a_key_opens_its_scope_only(self, product: Product, desk: dict[str, Any]):
        assert problem(product.get("/v1/webhooks", **desk)) == (403, "auth.scope_missing")


class TestReading:
    def test_a_thread_shows_published_comments_with_their_depth(self, product: Product, write: Write):
        root = write("contract-thread")
        reply = write("contract-thread", parent_id=root["id"])
        until(
            lambda: len(product.get("/v1/articles/contract-thread/comments").json["comments"]) == 2,
            within_s=PUBLISHED_WITHIN_S,
        )
        page = product.get("/v1/articles/contract-thread/comments").json
        assert set(page) == {"article", "comments", "next_cursor"}
        assert page["article"] == {"id": "contract-thread", "state": "open", "count": 2}
        assert all(set(shown) == COMMENT for shown in page["comments"])
        places = [(shown["id"], shown["parent_id"], shown["depth"]) for shown in page["comments"]]
        assert places == [(root["id"], None, 0), (reply["id"], root["id"], 1)]
        assert product.get(f"/v1/comments/{root['id']}").json == page["comments"][0]

    def test_a_removed_parent_keeps_its_place_without_its_words(
        self, product: Product, desk: dict[str, Any], write: Write
    ):
        root = write("contract-tombstone")
        write("contract-tombstone", parent_id=root["id"])
        decide(product, desk, comment_id=root["id"], action="remove", reason="abuse.insult")

        def first() -> dict[str, Any]:
            comments = product.get("/v1/articles/contract-tombstone/comments").json["comments"]
            return dict(comments[0]) if len(comments) == 2 else {}

        until(lambda: first().get("removed") is True, within_s=PUBLISHED_WITHIN_S)
        assert (first()["author"], first()["body"], first()["body_html"]) == (None, None, None)
        assert product.get(f"/v1/comments/{root['id']}").status == 404

    def test_covered_words_are_not_shown(self, product: Product, desk: dict[str, Any], write: Write):
        held = write("contract-mask", INSULT)
        decide(product, desk, comment_id=held["id"], action="approve", mask=[[9, 12]])
        shown = product.get(f"/v1/comments/{held['id']}").json
        assert shown["masked"] is True
        assert shown["body"] == f"{INSULT[:9]}███{INSULT[12:]}"

    def test_an_unknown_article_is_an_empty_thread(self, product: Product):
        assert product.get("/v1/articles/contract-nobody/comments").json == {
            "article": {"id": "contract-nobody", "state": "open", "count": 0},
            "comments": [],
            "next_cursor": None,
        }

    @pytest.mark.parametrize(
        "path", ["/v1/articles/contract-still/comments", "/v1/counts?article=contract-still"]
    )
    def test_what_has_not_changed_is_not_sent_again(self, product: Product, path: str):
        reply = product.get(path)
        etag = reply.headers["ETag"]
        assert not etag.startswith("W/")
        again = product.get(path, headers={"If-None-Match": etag})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Cache-Control"] == reply.headers["Cache-Control"]

    def test_pages_of_this_machine_may_read_and_strangers_may_not(self, product: Product):
        path, origin = "/v1/articles/contract-cors/comments", "http://localhost:3000"
        allowed = product.get(path, headers={"Origin": origin}).headers
        assert allowed["Access-Control-Allow-Origin"] == origin
        refused = product.get(path, headers={"Origin": "https://stranger.example"}).headers
        assert "Access-Control-Allow-Origin" not in refused
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        assert product.request("OPTIONS", path, headers=asked).status == 204

    def test_counts_name_every_article_asked_for(self, product: Product, write: Write):
        write("contract-counted")
        path = "/v1/counts?article=contract-counted&article=contract-none"
        wanted = {"counts": {"contract-counted": 1, "contract-none": 0}}
        until(lambda: product.get(path).json == wanted, within_s=PUBLISHED_WITHIN_S)

    def test_its_author_learns_what_was_decided_why_and_by_whom(
        self, product: Product, desk: dict[str, Any], write: Write
    ):
        held = write("contract-status", INSULT)
        decide(product, desk, comment_id=held["id"], action="reject", reason="abuse.insult")
        headers = {"Authorization": f"Bearer {held['token']}", "Accept-Language": "en"}
        status = product.get(held["status_url"], headers=headers).json
        assert set(status) >= STATUS
        assert (status["state"], status["decided_by_machine"]) == ("rejected", False)
        assert (status["reason"]["code"], bool(status["objection"])) == ("abuse.insult", True)


class TestOperating:
    @pytest.mark.parametrize(
        ("path", "media"),
        [
            ("/healthz", "application/json"),
            ("/readyz", "application/json"),
            ("/metrics", "text/plain"),
            ("/openapi.json", "application/json"),
            ("/docs", "text/html"),
            ("/demo", "text/html"),
        ],
    )
    def test_everyone_may_look(self, product: Product, path: str, media: str):
        reply = product.get(path)
        assert (reply.status, reply.headers["Content-Type"].partition(";")[0]) == (200, media)

    def test_commands_print_json_and_end_with_their_codes(self, product: Product):
        key = product.taliq("key", "create", "desk", "--scope", "check", "--scope", "moderate", "--json")
        assert set(json.loads(key.stdout)) == {"id", "name", "scopes", "key"}
        person = product.taliq("user", "add", "editor@site.test", "--role", "editor", "--json")
        assert set(json.loads(person.stdout)) == {"email", "role", "sign_in_url"}
        verdict = json.loads(product.taliq("check", INSULT, "--json").stdout)
        assert set(verdict) >= {"verdict", "scores", "language", "signals", "model", "policy"}
        assert (verdict["verdict"], verdict["language"]) == ("hold", "ar")
        assert product.taliq("doctor").returncode == 0
        assert product.taliq("key", "revoke", "key_nobody").returncode == 1
        assert product.taliq("key", "create", "desk", "--scope", "everything").returncode == 2

    def test_a_second_start_on_the_same_folder_is_refused_in_a_sentence(self, product: Product):
        second = product.taliq("up")
        assert second.returncode == 1
        assert second.stderr.startswith("Error: Taliq is already running on")
