"""An editor's program registers an endpoint, hears of events, and looks at the log."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from standardwebhooks import Webhook

from service.domain.events import EventType
from service.moderation.targets import TargetGuard
from tests.api.webhooks import URL, Call, caller, client_for, create
from tests.support.rows import NOON
from tests.workers.webhooks.receiver import Receiver, answering, receiving
from tests.workers.webhooks.rows import an_event
from workers.webhooks.deliver import deliver_due
from workers.webhooks.fan_out import fan_out_events
from workers.webhooks.sender import Sender


@pytest.fixture
def client(store, tmp_path) -> FlaskClient:
    return client_for(store, tmp_path, TALIQ_ALLOW_PRIVATE_WEBHOOKS="on")


@pytest.fixture
def call(client, store) -> Call:
    return caller(client, store)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(answering(204)) as running:
        yield running


def work(store, keyring) -> None:
    fan_out_events(store, datetime.now(UTC))
    deliver_due(store, keyring, Sender(TargetGuard(allow_private=True)))


class TestCreate:
    def test_the_secret_is_shown_once(self, call):
        made = create(call, types=["comment.held", "comment.published"], description="غرفة الأخبار")
        assert made["secret"].startswith("whsec_")
        assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
        assert (made["url"], made["enabled"], made["disabled_reason"]) == (URL, True, None)
        assert made["types"] == ["comment.held", "comment.published"]
        shown = call("GET", f"/v1/webhooks/{made['id']}").json
        assert shown == {name: value for name, value in made.items() if name != "secret"}
        assert made["secret"] not in call("GET", "/v1/webhooks").text

    def test_a_repeat_under_one_key_makes_one_endpoint_and_gets_the_same_reply(self, call):
        first, again = (
            call("POST", "/v1/webhooks", {"url": URL}, Idempotency_Key="the-key-of-a-repeat")
            for _ in range(2)
        )
        assert (first.status_code, first.json) == (again.status_code, again.json)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert len(call("GET", "/v1/webhooks").json["items"]) == 1

    def test_no_secret_is_kept_for_a_repeat(self, call, store):
        made = call("POST", "/v1/webhooks", {"url": URL}, Idempotency_Key="the-key-of-a-repeat").json
        with store.read() as db:
            rows = db.exec_driver_sql("SELECT reply FROM idempotency").all()
        assert len(rows) == 1
        assert made["secret"] not in str(rows)


class TestChange:
    def test_what_is_left_out_stays(self, call):
        made = create(call, types=["comment.held"], description="أ")
        path = f"/v1/webhooks/{made['id']}"
        changed = call("PATCH", path, {"url": "http://127.0.0.1:10/new"}).json
        assert (changed["url"], changed["types"]) == ("http://127.0.0.1:10/new", ["comment.held"])
        assert call("PATCH", path, {"types": None}).json["types"] is None
        assert call("PATCH", path, {"description": None}).json["description"] is None
        assert call("GET", path).json["url"] == "http://127.0.0.1:10/new"

    def test_switched_off_it_says_why_and_hears_nothing(self, call, store, keyring, receiver):
        made = create(call, url=receiver.url)
        path = f"/v1/webhooks/{made['id']}"
        off = call("PATCH", path, {"enabled": False}).json
        assert (off["enabled"], off["disabled_reason"]) == (False, "endpoint.switched_off")
        with store.transaction() as db:
            an_event(db)
        work(store, keyring)
        assert receiver.received == []
        assert call("POST", f"{path}/test").json["code"] == "webhook.disabled"
        on = call("PATCH", path, {"enabled": True}).json
        assert (on["enabled"], on["disabled_reason"]) == (True, None)

    def test_deleted_it_is_gone(self, call):
        made = create(call)
        assert call("DELETE", f"/v1/webhooks/{made['id']}").status_code == 204
        assert call("GET", f"/v1/webhooks/{made['id']}").status_code == 404
        assert call("DELETE", f"/v1/webhooks/{made['id']}").status_code == 404


class TestRotate:
    def test_both_secrets_verify_what_is_sent_next(self, call, store, keyring, receiver):
        made = create(call, url=receiver.url)
        rotated = call("POST", f"/v1/webhooks/{made['id']}/rotate").json
        assert rotated["secret"] != made["secret"]
        with store.transaction() as db:
            an_event(db)
        work(store, keyring)
        (received,) = receiver.received
        for secret in (made["secret"], rotated["secret"]):
            Webhook(secret).verify(received.body, received.headers)

    def test_a_third_secret_ends_the_first(self, call, store, keyring, receiver):
        made = create(call, url=receiver.url)
        for _ in range(2):
            call("POST", f"/v1/webhooks/{made['id']}/rotate")
        with store.transaction() as db:
            an_event(db)
        work(store, keyring)
        assert len(receiver.received[0].headers["webhook-signature"].split()) == 2

    def test_a_repeat_under_one_key_rotates_once(self, call):
        path = f"/v1/webhooks/{create(call)['id']}/rotate"
        first, again = (call("POST", path, Idempotency_Key="the-key-of-a-repeat") for _ in range(2))
        assert first.json["secret"] == again.json["secret"]


class TestTest:
    def test_only_this_endpoint_gets_it_whatever_it_subscribed_to(self, call, store, keyring, receiver):
        made = create(call, url=receiver.url, types=["comment.published"])
        with receiving(answering(204)) as other:
            create(call, url=other.url)
            reply = call("POST", f"/v1/webhooks/{made['id']}/test")
            assert reply.status_code == 202
            work(store, keyring)
            assert other.received == []
        (received,) = receiver.received
        assert received.event_id == reply.json["event_id"]
        told = Webhook(made["secret"]).verify(received.body, received.headers)
        assert told["type"] == EventType.ENDPOINT_TEST
        assert told["data"] == {"webhook_id": made["id"], "site": "default"}


class TestDeliveries:
    def test_the_log_shows_every_attempt(self, call, store, keyring, receiver):
        receiver.behaviour = answering(500, "خطأ داخلي".encode())
        made = create(call, url=receiver.url)
        with store.transaction() as db:
            event_id = an_event(db)
        work(store, keyring)
        (item,) = call("GET", f"/v1/webhooks/{made['id']}/deliveries").json["items"]
        assert (item["webhook_id"], item["event_id"], item["type"]) == (made["id"], event_id, "comment.held")
        assert (item["state"], item["comment_id"], item["ended_at"]) == ("pending", None, None)
        (attempt,) = item["attempts"]
        assert (attempt["number"], attempt["status"], attempt["error"]) == (1, 500, "response.status")
        assert attempt["response"] == "خطأ داخلي"
        assert attempt["started_at"].endswith("Z")

    def test_pages_follow_each_other_newest_first(self, call, store):
        made = create(call)
        with store.transaction() as db:
            ids = {an_event(db, now=NOON + timedelta(seconds=second)) for second in range(5)}
        fan_out_events(store, NOON + timedelta(minutes=1))
        path, seen = f"/v1/webhooks/{made['id']}/deliveries?limit=2", []
        page = call("GET", path).json
        while True:
            assert len(page["items"]) <= 2
            seen += page["items"]
            if page["next_cursor"] is None:
                break
            page = call("GET", f"{path}&cursor={page['next_cursor']}").json
        assert {item["event_id"] for item in seen} == ids
        assert [item["id"] for item in seen] == sorted((item["id"] for item in seen), reverse=True)

    def test_the_log_can_be_narrowed_to_a_state(self, call, store, keyring, receiver):
        made = create(call, url=receiver.url)
        with store.transaction() as db:
            an_event(db)
        work(store, keyring)
        path = f"/v1/webhooks/{made['id']}/deliveries?state="
        assert len(call("GET", path + "delivered").json["items"]) == 1
        assert call("GET", path + "exhausted").json["items"] == []
        assert call("GET", path + "lost").status_code == 422

    def test_a_delivery_is_sent_again_under_the_same_id(self, call, store, keyring, receiver):
        made = create(call, url=receiver.url)
        with store.transaction() as db:
            event_id = an_event(db)
        work(store, keyring)
        (item,) = call("GET", f"/v1/webhooks/{made['id']}/deliveries").json["items"]
        reply = call("POST", f"/v1/deliveries/{item['id']}/resend")
        assert (reply.status_code, reply.json["state"]) == (202, "pending")
        work(store, keyring)
        assert [received.event_id for received in receiver.received] == [event_id, event_id]


class TestPages:
    def test_endpoints_come_page_by_page(self, call):
        made = [create(call)["id"] for _ in range(3)]
        first = call("GET", "/v1/webhooks?limit=2").json
        second = call("GET", f"/v1/webhooks?limit=2&cursor={first['next_cursor']}").json
        assert sorted(item["id"] for page in (first, second) for item in page["items"]) == sorted(made)
        assert (len(first["items"]), second["next_cursor"]) == (2, None)
