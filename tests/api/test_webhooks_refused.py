"""What the webhook routes refuse, and how; none of it depends on the database."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from service.store.engine import Store
from service.store.tables import site
from tests.api.webhooks import URL, Call, caller, client_for, create
from tests.support.rows import NOON

MISSING = "whk_" + "0" * 26
ROUTES = [
    ("GET", "/v1/webhooks"),
    ("POST", "/v1/webhooks"),
    ("GET", f"/v1/webhooks/{MISSING}"),
    ("PATCH", f"/v1/webhooks/{MISSING}"),
    ("DELETE", f"/v1/webhooks/{MISSING}"),
    ("POST", f"/v1/webhooks/{MISSING}/rotate"),
    ("POST", f"/v1/webhooks/{MISSING}/test"),
    ("GET", f"/v1/webhooks/{MISSING}/deliveries"),
    ("POST", f"/v1/deliveries/dlv_{'0' * 26}/resend"),
]


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.fixture
def client(store, tmp_path) -> FlaskClient:
    return client_for(store, tmp_path, TALIQ_ALLOW_PRIVATE_WEBHOOKS="on")


@pytest.fixture
def call(client, store) -> Call:
    return caller(client, store)


class TestAccess:
    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_nobody_without_a_key(self, client, method, path):
        assert client.open(path, method=method, json={}).status_code == 401

    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_no_key_of_another_scope(self, client, store, method, path):
        reply = caller(client, store, "moderate")(method, path, {})
        assert (reply.status_code, reply.json["code"]) == (403, "auth.scope_missing")

    @pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "0000" in route[1]])
    def test_what_is_missing_is_not_found(self, call, method, path):
        reply = call(method, path, {} if method == "PATCH" else None)
        assert reply.status_code == 404
        assert reply.json["code"] in {"webhook.not_found", "delivery.not_found"}

    def test_another_sites_endpoint_looks_like_a_missing_one(self, call, store):
        with store.transaction() as db:
            db.execute(
                insert(site).values(
                    id="sit_other", key="other", name="Other", hosts=[], origins=[], staff_names=[],
                    default_mode="auto", known_articles_only=False, rules_version=1, policy_version="1",
                    created_at=NOON,
                )
            )  # fmt: skip
        made = create(call)
        for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/rotate"), ("POST", "/test")]:
            reply = call(method, f"/v1/webhooks/{made['id']}{path}?site=other")
            assert reply.json["code"] == "webhook.not_found", (method, path)
        assert call("GET", "/v1/webhooks?site=other").json["items"] == []


class TestFaults:
    @pytest.mark.parametrize(
        ("body", "field", "code"),
        [
            ({}, "url", "field.required"),
            ({"url": None}, "url", "field.null"),
            ({"url": 7}, "url", "field.type"),
            ({"url": ""}, "url", "field.too_short"),
            ({"url": URL, "types": []}, "types", "field.too_short"),
            ({"url": URL, "types": ["comment.liked"]}, "types.0", "field.choice"),
            ({"url": URL, "types": ["comment.held", "comment.held"]}, "types", "field.duplicate"),
            ({"url": URL, "description": "س" * 301}, "description", "text.too_long"),
            ({"url": URL, "secret": "whsec_x"}, "secret", "field.unknown"),
        ],
    )
    def test_a_faulty_body_is_refused(self, call, body, field, code):
        reply = call("POST", "/v1/webhooks", body)
        assert reply.status_code == 422
        assert (field, code) in [(fault["field"], fault["code"]) for fault in reply.json["errors"]]

    @pytest.mark.parametrize(
        ("url", "why"),
        [
            ("http://editors.example/", "https"),
            ("https://editors.example:8443/", "443"),
            ("https://127.0.0.1/", "IP address"),
            ("https://2130706433/", "IP address"),
            ("https://localhost/", "private network"),
            ("https://me:secret@editors.example/", "password"),
            ("https://taliq.example/v1/check", "this service"),
            ("javascript:alert(1)", "web address"),
        ],
    )
    def test_a_url_that_must_not_be_called_is_refused_with_the_reason(self, store, tmp_path, url, why):
        client = client_for(store, tmp_path, TALIQ_PUBLIC_URL="https://taliq.example")
        reply = caller(client, store)("POST", "/v1/webhooks", {"url": url})
        assert reply.status_code == 422
        (fault,) = reply.json["errors"]
        assert (fault["field"], fault["code"]) == ("url", "webhook.url_refused")
        assert why in fault["message"]

    def test_the_reason_is_given_in_arabic_too(self, call):
        reply = call("POST", "/v1/webhooks", {"url": "ftp://x/"}, Accept_Language="ar")
        assert "العنوان غير مكتوب كما ينبغي" in reply.json["errors"][0]["message"]

    def test_a_new_url_is_judged_as_well(self, call):
        made = create(call)
        reply = call("PATCH", f"/v1/webhooks/{made['id']}", {"url": "http://169.254.169.254/latest"})
        assert (reply.status_code, reply.json["errors"][0]["code"]) == (422, "webhook.url_refused")

    @pytest.mark.parametrize("cursor", ["x", "WyJcdTAwMDAiXQ", "WzFd", "WyJjbXRfMSJd"])
    def test_a_made_up_cursor_is_refused(self, call, cursor):
        reply = call("GET", f"/v1/webhooks?cursor={cursor}")
        assert (reply.status_code, reply.json["errors"][0]["code"]) == (422, "cursor.invalid")
