"""Every refusal is a problem document in the reader's language; every code is worded and documented."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.http.access import access
from service.http.app import create_app
from service.http.docs.errors import REFERENCE, reference
from service.http.i18n import ar, en
from service.http.statuses import STATUS_BY_CODE
from service.store.engine import Store
from tests.support import codes
from tests.support.settings import settings_for_tests
from tests.support.submissions import a_submission, send

MEMBERS = {"type", "title", "status", "detail", "code", "errors", "request_id"}


class TestDocument:
    def test_it_has_the_members_of_rfc_9457_and_ours(self, sqlite_client: FlaskClient):
        reply = send(sqlite_client, a_submission(body=""))
        problem = reply.get_json()
        assert reply.content_type == "application/problem+json"
        assert set(problem) == MEMBERS
        assert problem["status"] == reply.status_code == 422
        assert problem["request_id"] == reply.headers["X-Request-Id"]
        assert set(problem["errors"][0]) == {"field", "code", "message"}

    def test_its_type_leads_to_the_line_that_explains_it(self, sqlite_client: FlaskClient):
        problem = sqlite_client.get("/nowhere").get_json()
        path, _, code = problem["type"].removeprefix("http://127.0.0.1:8000").partition("#")
        assert f'id="{code}"' in sqlite_client.get(path).get_data(as_text=True)

    @pytest.mark.parametrize(
        ("language", "title"),
        [(None, "لا شيء في هذا العنوان"), ("ar-EG", "لا شيء في هذا العنوان"), ("de", "لا شيء في هذا العنوان"),
         ("en-US,en;q=0.9,ar;q=0.1", "Nothing at this address"), ("en;q=0,ar", "لا شيء في هذا العنوان")],
    )  # fmt: skip
    def test_it_speaks_the_readers_language(
        self, sqlite_client: FlaskClient, language: str | None, title: str
    ):
        headers = {"Accept-Language": language} if language else {}
        assert sqlite_client.get("/nowhere", headers=headers).get_json()["title"] == title

    def test_refusals_of_the_framework_have_the_same_shape(self, sqlite_client: FlaskClient):
        for reply, code in (
            (sqlite_client.get("/nowhere"), "route.unknown"),
            (sqlite_client.delete("/healthz"), "method.not_allowed"),
            (sqlite_client.get("/docs/static/nothing.js"), "route.unknown"),
        ):
            assert set(reply.get_json()) == MEMBERS
            assert reply.get_json()["code"] == code

    def test_a_crash_says_nothing_of_its_cause(self, sqlite_app: Flask, capfd: pytest.CaptureFixture[str]):
        @access("public")
        def crash() -> str:
            raise ValueError("salma@example.org")

        sqlite_app.add_url_rule("/crash", view_func=crash)
        reply = sqlite_app.test_client().get("/crash")
        assert (reply.status_code, reply.get_json()["code"]) == (500, "error.internal")
        assert "salma" not in reply.get_data(as_text=True)

    def test_a_database_that_is_away_is_503_with_a_time_to_wait(self, tmp_path: Path):
        nobody = Store("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
        reply = send(create_app(settings_for_tests(tmp_path), store=nobody).test_client())
        assert (reply.status_code, reply.get_json()["code"]) == (503, "store.unavailable")
        assert int(reply.headers["Retry-After"]) > 0


class TestRequestId:
    def test_a_harmless_one_is_kept(self, sqlite_client: FlaskClient):
        reply = sqlite_client.get("/healthz", headers={"X-Request-Id": "front-end.42"})
        assert reply.headers["X-Request-Id"] == "front-end.42"

    @pytest.mark.parametrize("wanted", ["a b", "x" * 65, "<script>", "a@b.example", ""])
    def test_any_other_is_replaced(self, sqlite_client: FlaskClient, wanted: str):
        reply = sqlite_client.get("/healthz", headers={"X-Request-Id": wanted})
        assert reply.headers["X-Request-Id"].startswith("req_")


class TestCodes:
    def test_both_languages_have_the_same(self):
        assert set(ar.PROBLEMS) == set(en.PROBLEMS)
        assert set(ar.FAULTS) == set(en.FAULTS)
        assert set(ar.NOTICES) == set(en.NOTICES)

    def test_every_refusal_in_the_source_is_worded(self):
        # A class that a view always turns into a fault of a field has its words there.
        unworded = {
            code: path
            for code, path in codes.refusal_codes().items()
            if code not in ar.PROBLEMS and code not in ar.FAULTS
        }
        assert unworded == {}

    def test_every_fault_in_the_source_is_worded(self):
        assert {code: path for code, path in codes.fault_codes().items() if code not in ar.FAULTS} == {}

    def test_every_worded_refusal_has_its_status(self):
        assert set(ar.PROBLEMS) == set(STATUS_BY_CODE)

    def test_the_reference_lists_them_all(self):
        assert REFERENCE.read_text(encoding="utf-8") == reference()
