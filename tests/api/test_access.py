"""Who may use what: said at every route, and checked before it runs."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.http.access import access, current_caller, declared_access
from service.moderation.keys import create_key, revoke_key
from service.store.engine import Store
from service.store.tables import api_key


@pytest.fixture
def guarded(sqlite_app: Flask) -> FlaskClient:
    """A client of an application with one more route, for keys with scope `moderate`."""

    @access(scope="moderate")
    def guarded() -> dict[str, str]:
        return {"kind": current_caller().kind}

    sqlite_app.add_url_rule("/v1/guarded", view_func=guarded)
    return sqlite_app.test_client()


def a_key(store: Store, *scopes: str) -> str:
    with store.transaction() as db:
        return create_key(
            db, name="test", scopes=scopes, now=datetime.fromisoformat("2026-03-01T12:00:00Z")
        ).key


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


class TestEveryRoute:
    def test_says_who_may_use_it(self, sqlite_app: Flask):
        undeclared = {
            f"{method} {rule.rule}"
            for rule in sqlite_app.url_map.iter_rules()
            for method in rule.methods - {"OPTIONS"}
            if declared_access(sqlite_app, rule.endpoint, method) is None
        }
        assert undeclared == set()

    def test_that_needs_a_key_refuses_everyone_without(self, sqlite_app: Flask):
        client = sqlite_app.test_client()
        for rule in sqlite_app.url_map.iter_rules():
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                declared = declared_access(sqlite_app, rule.endpoint, method)
                if declared.scope is None:
                    continue
                path = _some_path(sqlite_app, rule)
                reply = client.open(path, method=method, json={})
                assert reply.status_code == 401, f"{method} {path}"

    def test_one_that_says_nothing_is_closed(self, sqlite_app: Flask):
        sqlite_app.add_url_rule("/v1/forgotten", view_func=lambda: "", endpoint="forgotten")
        assert sqlite_app.test_client().get("/v1/forgotten").status_code == 403


class TestKey:
    def test_with_the_scope_opens_the_route(self, guarded: FlaskClient, sqlite_store: Store):
        reply = guarded.get("/v1/guarded", headers=bearer(a_key(sqlite_store, "moderate")))
        assert (reply.status_code, reply.get_json()) == (200, {"kind": "key"})

    def test_of_an_admin_has_every_scope(self, guarded: FlaskClient, sqlite_store: Store):
        assert guarded.get("/v1/guarded", headers=bearer(a_key(sqlite_store, "admin"))).status_code == 200

    def test_without_the_scope_is_refused(self, guarded: FlaskClient, sqlite_store: Store):
        reply = guarded.get("/v1/guarded", headers=bearer(a_key(sqlite_store, "check", "webhooks")))
        assert (reply.status_code, reply.get_json()["code"]) == (403, "auth.scope_missing")

    def test_that_is_revoked_is_refused(self, guarded: FlaskClient, sqlite_store: Store, noon: datetime):
        key = a_key(sqlite_store, "moderate")
        with sqlite_store.transaction() as db:
            revoke_key(db, "test", now=noon)
        assert guarded.get("/v1/guarded", headers=bearer(key)).get_json()["code"] == "auth.invalid"

    def test_that_is_missing_is_asked_for(self, guarded: FlaskClient):
        reply = guarded.get("/v1/guarded")
        assert (reply.status_code, reply.get_json()["code"]) == (401, "auth.required")
        assert reply.headers["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize(
        "header",
        ["Bearer", "Bearer tk_wrong", "Basic dGs6eA==", "tk_x", "Bearer " + "x" * 300, "Bearer مفتاح"],
    )
    def test_that_is_none_is_refused(self, guarded: FlaskClient, header: str):
        reply = guarded.get("/v1/guarded", headers={"Authorization": header.encode().decode("latin-1")})
        assert (reply.status_code, reply.get_json()["code"]) == (401, "auth.invalid")

    def test_is_noted_when_it_is_used(self, guarded: FlaskClient, sqlite_store: Store):
        guarded.get("/v1/guarded", headers=bearer(a_key(sqlite_store, "moderate")))
        with sqlite_store.read() as db:
            assert db.execute(select(api_key.c.last_used_at)).scalar_one() is not None


def _some_path(app: Flask, rule: object) -> str:
    """A path that leads to the rule, with ids of the right kind."""
    ids = {
        name: f"{converter.prefix}_{'0' * 26}" if hasattr(converter, "prefix") else "1"
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        return rule.build(ids)[1]
