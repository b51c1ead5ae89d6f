"""What every reply carries, and which pages of other origins may read it."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.http.app import create_app
from service.store.engine import Store
from tests.support.rows import change_site
from tests.support.settings import settings_for_tests
from tests.support.submissions import GOOD

PAGE = "https://news.example"
LOCAL = "http://localhost:3000"
ASKING = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.fixture
def with_origin(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as db:
        change_site(db, origins=[PAGE])


class TestSecurity:
    @pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/v1/articles/a/comments", "/openapi.json"])
    def test_every_reply_says_that_it_is_no_page(self, sqlite_client: FlaskClient, path: str):
        headers = sqlite_client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]

    def test_the_docs_load_nothing_from_third_parties(self, sqlite_client: FlaskClient):
        reply = sqlite_client.get("/docs")
        assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
        assert "http" not in reply.get_data(as_text=True)

    def test_no_software_is_named(self, sqlite_client: FlaskClient):
        assert "Server" not in sqlite_client.get("/healthz").headers


@pytest.mark.usefixtures("with_origin")
class TestOrigin:
    def test_a_page_of_the_site_may_read(self, sqlite_client: FlaskClient):
        reply = sqlite_client.get("/v1/articles/a/comments", headers={"Origin": PAGE})
        assert reply.headers["Access-Control-Allow-Origin"] == PAGE
        assert "Origin" in reply.headers["Vary"]

    def test_a_page_of_localhost_may_read_in_development_only(
        self, sqlite_client: FlaskClient, sqlite_store: Store, tmp_path: Path
    ):
        production = create_app(
            settings_for_tests(tmp_path, ENV="production"), store=sqlite_store
        ).test_client()
        for client, allowed in ((sqlite_client, LOCAL), (production, None)):
            reply = client.get("/v1/articles/a/comments", headers={"Origin": LOCAL})
            assert reply.headers.get("Access-Control-Allow-Origin") == allowed

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "https://news.example.evil.example",
            "http://news.example",
            "http://[",
        ],
    )
    def test_no_other_page_may(self, sqlite_client: FlaskClient, origin: str):
        reply = sqlite_client.get("/v1/articles/a/comments", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in reply.headers

    def test_refusals_can_be_read_too(self, sqlite_client: FlaskClient):
        reply = sqlite_client.post(
            "/v1/articles/a/comments", data=json.dumps({**GOOD, "body": ""}), content_type="application/json",
            headers={"Origin": PAGE},
        )  # fmt: skip
        assert (reply.status_code, reply.headers["Access-Control-Allow-Origin"]) == (422, PAGE)

    def test_a_moderators_route_is_for_no_page(self, sqlite_client: FlaskClient):
        reply = sqlite_client.get("/v1/moderation/queue", headers={"Origin": PAGE})
        assert (reply.status_code, "Access-Control-Allow-Origin" in reply.headers) == (401, False)


@pytest.mark.usefixtures("with_origin")
class TestPreflight:
    def test_it_names_methods_and_headers(self, sqlite_client: FlaskClient):
        reply = sqlite_client.options("/v1/articles/a/comments", headers={"Origin": PAGE, **ASKING})
        assert reply.status_code == 204
        assert reply.headers["Access-Control-Allow-Origin"] == PAGE
        assert "POST" in reply.headers["Access-Control-Allow-Methods"]
        assert "Idempotency-Key" in reply.headers["Access-Control-Allow-Headers"]

    def test_another_page_gets_none(self, sqlite_client: FlaskClient):
        reply = sqlite_client.options(
            "/v1/articles/a/comments", headers={"Origin": "https://evil.example", **ASKING}
        )
        assert "Access-Control-Allow-Origin" not in reply.headers
