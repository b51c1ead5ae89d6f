"""An administrator's program registers, changes and deletes the newsroom's own checkers."""

import base64

import pytest
from flask.testing import FlaskClient

from service.moderation.checkers import MOST
from service.store.engine import Store
from tests.api.webhooks import Call, caller, client_for

URL = "http://127.0.0.1:9/check"
PATH = "/v1/moderation/checkers"


@pytest.fixture
def client(store, tmp_path) -> FlaskClient:
    return client_for(store, tmp_path, TALIQ_ALLOW_PRIVATE_WEBHOOKS="on")


@pytest.fixture
def call(client, store) -> Call:
    return caller(client, store, "admin")


@pytest.fixture
def sqlite_call(sqlite_store: Store, tmp_path) -> Call:
    """For rules that are judged before the database is asked."""
    return caller(
        client_for(sqlite_store, tmp_path, TALIQ_ALLOW_PRIVATE_WEBHOOKS="on"), sqlite_store, "admin"
    )


def create(call: Call, **body):
    reply = call("POST", PATH, {"name": "tone", "url": URL, **body})
    assert reply.status_code == 201, reply.json
    return reply.json


class TestCreate:
    def test_the_secret_is_shown_once(self, call):
        made = create(call, timeout_s=1.5, required=True, mode="shadow", hold_at=0.8)
        assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
        assert (made["name"], made["url"], made["enabled"]) == ("tone", URL, True)
        assert (made["timeout_s"], made["required"], made["mode"], made["hold_at"]) == (
            1.5,
            True,
            "shadow",
            0.8,
        )
        (shown,) = call("GET", PATH).json["items"]
        assert shown == {name: value for name, value in made.items() if name != "secret"}

    def test_unless_told_it_is_live_and_advisory(self, sqlite_call):
        made = create(sqlite_call)
        assert (made["timeout_s"], made["required"], made["mode"], made["hold_at"]) == (
            2.0,
            False,
            "live",
            0.6,
        )

    def test_a_repeat_under_one_key_makes_one_and_gets_the_same_reply(self, call):
        first, again = (
            call("POST", PATH, {"name": "tone", "url": URL}, Idempotency_Key="the-key-of-a-repeat")
            for _ in range(2)
        )
        assert (first.status_code, first.json) == (again.status_code, again.json)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert len(call("GET", PATH).json["items"]) == 1

    def test_a_name_is_used_once(self, call):
        create(call)
        reply = call("POST", PATH, {"name": "tone", "url": URL})
        assert (reply.status_code, reply.json["code"]) == (409, "checker.name_taken")

    def test_there_is_a_most(self, sqlite_call):
        for number in range(MOST):
            create(sqlite_call, name=f"tone-{number}")
        reply = sqlite_call("POST", PATH, {"name": "one-more", "url": URL})
        assert (reply.status_code, reply.json["code"]) == (409, "checker.too_many")
        assert str(MOST) in reply.json["detail"]

    @pytest.mark.parametrize(
        ("body", "field", "code"),
        [
            ({"url": URL}, "name", "field.required"),
            ({"name": "Tone", "url": URL}, "name", "checker.name"),
            ({"name": "t" * 32, "url": URL}, "name", "checker.name"),
            ({"name": "tone"}, "url", "field.required"),
            ({"name": "tone", "url": "ftp://a.example/"}, "url", "webhook.url_refused"),
            ({"name": "tone", "url": URL, "timeout_s": 5.1}, "timeout_s", "field.range"),
            ({"name": "tone", "url": URL, "timeout_s": 0}, "timeout_s", "field.range"),
            ({"name": "tone", "url": URL, "hold_at": 1.1}, "hold_at", "field.range"),
            ({"name": "tone", "url": URL, "mode": "off"}, "mode", "field.choice"),
            ({"name": "tone", "url": URL, "required": "perhaps"}, "required", "field.type"),
            ({"name": "tone", "url": URL, "secret": "x"}, "secret", "field.unknown"),
        ],
    )
    def test_a_faulty_field_is_named(self, sqlite_call, body, field, code):
        reply = sqlite_call("POST", PATH, body)
        assert reply.status_code == 422
        assert [(fault["field"], fault["code"]) for fault in reply.json["errors"]] == [(field, code)]

    def test_an_address_in_the_private_network_is_refused(self, sqlite_store, tmp_path):
        call = caller(client_for(sqlite_store, tmp_path), sqlite_store, "admin")
        reply = call("POST", PATH, {"name": "tone", "url": "https://localhost/check"})
        assert (reply.status_code, reply.json["errors"][0]["code"]) == (422, "webhook.url_refused")


class TestChange:
    def test_what_is_left_out_stays(self, call):
        made = create(call, required=True)
        changed = call("PATCH", f"{PATH}/{made['id']}", {"enabled": False, "url": URL + "?v=2"}).json
        assert (changed["enabled"], changed["url"], changed["required"]) == (False, URL + "?v=2", True)

    def test_a_name_never_changes(self, sqlite_call):
        made = create(sqlite_call)
        assert sqlite_call("PATCH", f"{PATH}/{made['id']}", {"name": "other"}).status_code == 422

    def test_an_unknown_one_is_not_found(self, sqlite_call):
        made = create(sqlite_call)
        assert sqlite_call("DELETE", f"{PATH}/{made['id']}").status_code == 204
        reply = sqlite_call("PATCH", f"{PATH}/{made['id']}", {"enabled": False})
        assert (reply.status_code, reply.json["code"]) == (404, "checker.not_found")


class TestDelete:
    def test_it_is_gone(self, call):
        made = create(call)
        assert call("DELETE", f"{PATH}/{made['id']}").status_code == 204
        assert call("GET", PATH).json["items"] == []
        assert call("DELETE", f"{PATH}/{made['id']}").status_code == 404


class TestAccess:
    @pytest.mark.parametrize("scope", ["moderate", "webhooks", "check"])
    def test_only_an_administrators_key_will_do(self, sqlite_store, tmp_path, scope):
        call = caller(client_for(sqlite_store, tmp_path), sqlite_store, scope)
        assert call("GET", PATH).status_code == 403

    def test_pages_follow_each_other(self, call):
        made = [create(call, name=f"tone-{number}")["id"] for number in range(3)]
        first = call("GET", f"{PATH}?limit=2").json
        second = call("GET", f"{PATH}?limit=2&cursor={first['next_cursor']}").json
        assert [each["id"] for each in first["items"] + second["items"]] == made
        assert second["next_cursor"] is None
