"""Whatever is sent, the answer is a 4xx that says what is wrong and repeats nothing of it."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.store.engine import Store
from tests.support.submissions import GOOD, a_submission, fault_codes, number_of_comments, send, send_raw

PRIVATE = "private-4711"


def deep(levels: int) -> bytes:
    return b'{"body":' * levels + b"1" + b"}" * levels


class TestBody:
    @pytest.mark.parametrize(
        ("raw", "status", "code"),
        [
            (b'{"body":' + b"[" * 8000 + b"]" * 8000 + b"}", 400, "body.too_deep"),
            (deep(11), 400, "body.too_deep"),
            (b'{"body": ' + b"9" * 5000 + b"}", 400, "body.number_too_large"),
            (b'{"body": ' + b"9" * 20 + b"}", 400, "body.number_too_large"),
            (b'{"body": NaN}', 400, "body.not_json"),
            (b'{"body": -Infinity}', 400, "body.not_json"),
            (b'{"body": "a", "body": "b"}', 400, "body.duplicate_key"),
            (b'{"article": {"title": "a", "title": "b"}}', 400, "body.duplicate_key"),
            (b"[]", 400, "body.not_object"),
            (b"null", 400, "body.not_object"),
            (b'"text"', 400, "body.not_object"),
            (b"7", 400, "body.not_object"),
            (b'{"body": "a"', 400, "body.not_json"),
            (b"{'body': 'a'}", 400, "body.not_json"),
            (b'{"body": "a"} x', 400, "body.not_json"),
            (b'{"body": "a\nb"}', 400, "body.not_json"),
            (json.dumps(GOOD).encode("utf-16"), 400, "body.not_utf8"),
            (b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), 400, "body.not_utf8"),
            (b'{"body": "\xff\xfe"}', 400, "body.not_utf8"),
            (b"", 400, "body.empty"),
            (b" \n", 400, "body.empty"),
            (b'{"body": "' + b"a" * 65_536 + b'"}', 413, "body.too_large"),
        ],
    )
    def test_it_has_to_be_plain_strict_json(
        self, sqlite_client: FlaskClient, raw: bytes, status: int, code: str
    ):
        reply = send_raw(sqlite_client, raw)
        assert (reply.status_code, reply.get_json()["code"]) == (status, code)
        assert reply.content_type == "application/problem+json"

    def test_64_kib_are_read(self, sqlite_client: FlaskClient):
        raw = json.dumps(a_submission()).encode()
        assert send_raw(sqlite_client, raw + b" " * (65_536 - len(raw))).status_code == 202

    @pytest.mark.parametrize(("size", "status"), [(65_536, 202), (65_537, 413), (1_000_000, 413)])
    def test_a_body_that_does_not_say_its_length_has_the_same_limit(
        self, sqlite_client: FlaskClient, size: int, status: int
    ):
        raw = json.dumps(a_submission()).encode().ljust(size)
        reply = sqlite_client.post(
            "/v1/articles/a/comments",
            input_stream=BytesIO(raw),
            content_type="application/json",
            environ_overrides={"wsgi.input_terminated": True},
        )
        assert reply.status_code == status

    @pytest.mark.parametrize(
        ("headers", "code"),
        [
            ({"Content_Type": "text/plain"}, "media.unsupported"),
            ({"Content_Type": "application/x-www-form-urlencoded"}, "media.unsupported"),
            ({"Content_Type": "application/vnd.api+json"}, "media.unsupported"),
            ({"Content_Type": "application/json; charset=windows-1256"}, "media.unsupported"),
            ({"Content_Type": ""}, "media.unsupported"),
            ({"Content_Encoding": "gzip"}, "media.encoded"),
        ],
    )
    def test_other_media_types_are_refused(
        self, sqlite_client: FlaskClient, headers: dict[str, str], code: str
    ):
        reply = send_raw(sqlite_client, json.dumps(GOOD).encode(), **headers)
        assert (reply.status_code, reply.get_json()["code"]) == (415, code)

    def test_the_charset_may_be_said(self, sqlite_client: FlaskClient):
        raw = json.dumps(GOOD).encode()
        assert send_raw(sqlite_client, raw, Content_Type="application/json; charset=UTF-8").status_code == 202


class TestField:
    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("body", ["a"], "field.type"),
            ("body", 7, "field.type"),
            ("body", True, "field.type"),
            ("body", 1e300, "field.type"),
            ("body", None, "field.null"),
            ("body", "", "text.blank"),
            ("body", " \n\t ", "text.blank"),
            ("body", "\u200b\u200d\ufeff", "text.blank"),
            ("body", "\u3164", "text.blank"),
            ("body", "\u2800\u00a0", "text.blank"),
            ("body", "\u0301\u064b", "text.blank"),
            ("body", "a\x00b", "text.forbidden"),
            ("body", "a\x07b", "text.forbidden"),
            ("body", "a\x85b", "text.forbidden"),
            ("body", "a\ue000b", "text.forbidden"),
            ("body", "a\uffffb", "text.forbidden"),
            ("body", "a\ufdd0b", "text.forbidden"),
            ("body", "a\U0001fffeb", "text.forbidden"),
            ("body", "a\U000e0041b", "text.forbidden"),
            ("body", "a\U000f0000b", "text.forbidden"),
            ("body", "ا" * 10_001, "text.too_long"),
            ("author_name", "x" * 101, "text.too_long"),
            ("author_name", "12 34", "name.no_letter"),
            ("author_name", "!!", "name.no_letter"),
            ("author_name", "\u202e\u2066", "text.blank"),
            ("author_name", "a\r\nBcc: b", "text.forbidden"),
            ("author_name", "a\tb", "text.forbidden"),
            ("author_name", {}, "field.type"),
            ("author_email", "salma@example.org\r\nBcc: x@example.org", "email.invalid"),
            ("author_email", '"salma noor"@example.org', "email.invalid"),
            ("author_email", "x" * 65 + "@example.org", "email.invalid"),
            ("author_email", "salma@[127.0.0.1]", "email.invalid"),
            ("author_email", "salma@localhost", "email.invalid"),
            ("author_email", "salma@example", "email.invalid"),
            ("author_email", "salma@test", "email.invalid"),
            ("author_email", "salma@example.invalid", "email.invalid"),
            ("author_email", "salma", "email.invalid"),
            ("author_email", "", "email.invalid"),
            (
                "author_email",
                "a@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 61,
                "email.invalid",
            ),
            ("author_email", None, "field.null"),
            ("author_url", "javascript:alert(1)", "url.invalid"),
            ("author_url", "data:text/html,x", "url.invalid"),
            ("author_url", "//example.org", "url.invalid"),
            ("author_url", "https://", "url.invalid"),
            ("author_url", "https://user:pass@example.org/", "url.invalid"),
            ("author_url", "https://exa mple.org/", "url.invalid"),
            ("author_url", "https://[::1", "url.invalid"),
            ("author_url", "https://example.org:99999/", "url.invalid"),
            ("author_url", "https://example.org/" + "a" * 2000, "url.invalid"),
            ("author_url", 5, "field.type"),
            ("parent_id", "cmt_1", "parent.unknown"),
            ("parent_id", "-1", "parent.unknown"),
            ("parent_id", str(2**63), "parent.unknown"),
            ("parent_id", "CMT_01JD8000000000000000000000", "parent.unknown"),
            ("parent_id", "cmt_01jd8000000000000000000000", "parent.unknown"),
            ("rendered_at", "yesterday", "time.invalid"),
            ("rendered_at", "2026-03-01", "time.invalid"),
            ("rendered_at", "2026-03-01T12:00:00", "time.invalid"),
            ("rendered_at", "2026-02-30T12:00:00Z", "time.invalid"),
            ("rendered_at", 1_700_000_000, "field.type"),
            ("honeypot", ["x"], "field.type"),
            ("article", "a", "field.type"),
            ("article", {"title": "x" * 301}, "text.too_long"),
            ("article", {"url": "ftp://example.org"}, "url.invalid"),
            ("article", {"colour": "red"}, "field.unknown"),
            ("colour", "red", "field.unknown"),
        ],
    )
    def test_its_fault_is_named(
        self, sqlite_client: FlaskClient, sqlite_store: Store, field: str, value: Any, code: str
    ):
        reply = send(sqlite_client, a_submission(**{field: value}))
        assert reply.status_code == 422, reply.get_json()
        ((path, found),) = fault_codes(reply).items()
        assert (path.partition(".")[0], found) == (field, code)
        with sqlite_store.read() as db:
            assert number_of_comments(db) == 0

    @pytest.mark.parametrize("field", ["author_name", "author_email", "body"])
    def test_the_required_ones_are_required(self, sqlite_client: FlaskClient, field: str):
        rest = {name: value for name, value in GOOD.items() if name != field}
        assert fault_codes(send(sqlite_client, rest)) == {field: "field.required"}

    @pytest.mark.parametrize("escaped", ["\\ud800", "\\udfff\\ud800", "\\u0000"])
    @pytest.mark.parametrize("place", ["body", "honeypot", "author_email", "author_url", "parent_id"])
    def test_what_no_store_can_hold_is_refused_everywhere(
        self, sqlite_client: FlaskClient, place: str, escaped: str
    ):
        rest = {name: value for name, value in GOOD.items() if name != place}
        raw = json.dumps(rest)[:-1] + f', "{place}": "a{escaped}b"' + "}"
        reply = send_raw(sqlite_client, raw.encode())
        assert reply.status_code == 422
        assert list(fault_codes(reply)) == [place]

    def test_every_fault_is_named_at_once(self, sqlite_client: FlaskClient):
        worst = {"author_name": "1", "author_email": "a@localhost", "article": {"url": "x"}, "extra": 1}
        assert fault_codes(send(sqlite_client, worst)) == {
            "author_name": "name.no_letter",
            "author_email": "email.invalid",
            "body": "field.required",
            "article.url": "url.invalid",
            "extra": "field.unknown",
        }

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_no_value_is_repeated(self, sqlite_client: FlaskClient, language: str):
        worst = {
            "author_name": f"{PRIVATE}\n",
            "author_email": f"{PRIVATE}@localhost",
            "author_url": f"gopher://{PRIVATE}",
            "body": f"{PRIVATE}\x00",
            "parent_id": PRIVATE,
            "rendered_at": PRIVATE,
            f"{PRIVATE}@example.org": PRIVATE,
            "x" * 1000: 1,
        }
        reply = send(sqlite_client, worst, language=language)
        assert reply.status_code == 422
        assert PRIVATE not in reply.get_data(as_text=True)
        assert "xxxx" not in reply.get_data(as_text=True)


class TestAcceptedAsText:
    BODIES = (
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "{{7*7}}",
        '=HYPERLINK("http://x")',
        "'; DROP TABLE comment; --",
        "100% _ [a-z]*",
        "\ufdfa" * 500,
        "ا" * 10_000,
        "👩‍👩‍👧‍👦 ❤️",
        "م\u0300\u0301\u0302\u0303\u0304\u0305\u0306",
    )
    EMAILS = ("سلمى@مثال.مصر", "salma@bücher.example.com", "a+b@example.org")

    def test_markup_and_code_are_only_text(self, client: FlaskClient):
        replies = [send(client, a_submission(body=body)) for body in self.BODIES]
        assert [reply.status_code for reply in replies] == [202] * len(self.BODIES)

    def test_addresses_of_all_languages_are_taken(self, client: FlaskClient):
        replies = [send(client, a_submission(author_email=email)) for email in self.EMAILS]
        assert [reply.status_code for reply in replies] == [202] * len(self.EMAILS)


class TestAddressOfTheRequest:
    @pytest.mark.parametrize(
        "path",
        [
            "/v1/articles//comments",
            "/v1/articles/" + "a" * 201 + "/comments",
            "/v1/articles/a%00b/comments",
            "/v1/articles/a%0d%0ab/comments",
            "/v1/articles/%ff/comments",
            "/v1/comments/-1",
            "/v1/comments/9223372036854775808",
            "/v1/comments/CMT_01JD8000000000000000000000",
            "/v1/comments/..%2f..%2fetc",
            "/v1/comments/cmt_01jd800000000000000000000%00",
            "/nowhere",
        ],
    )
    def test_an_id_that_cannot_be_is_unknown(self, sqlite_client: FlaskClient, path: str):
        for reply in (sqlite_client.get(path), sqlite_client.post(path, json=GOOD)):
            assert reply.status_code == 404, reply.get_json()

    @pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "CONNECT", "BREW"])
    def test_only_declared_methods_are_answered(self, sqlite_client: FlaskClient, method: str):
        reply = sqlite_client.open("/v1/articles/a/comments", method=method)
        assert (reply.status_code, reply.get_json()["code"]) == (405, "method.not_allowed")
        assert "POST" in reply.headers["Allow"]

    def test_a_method_cannot_be_overridden(self, sqlite_client: FlaskClient):
        reply = sqlite_client.post(
            "/v1/articles/a/comments", json=GOOD, headers={"X-HTTP-Method-Override": "DELETE"}
        )
        assert reply.status_code == 202

    def test_a_query_that_no_store_can_hold_is_refused(self, sqlite_client: FlaskClient):
        reply = sqlite_client.get("/v1/articles/a/comments?cursor=%00")
        assert (reply.status_code, fault_codes(reply)) == (422, {"cursor": "text.forbidden"})
