"""Idempotency-Key: one effect, one reply, however often and from however many sides."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from config.settings import Settings
from service.http.app import create_app
from service.http.idempotency import idempotency_key
from service.store.engine import Store
from service.store.idempotency import claim_key
from service.store.tables import idempotency
from tests.support.databases import PostgresDatabases
from tests.support.rows import NOON
from tests.support.submissions import a_submission, number_of_comments, send

KEY = "0b9d8b7e-6f1c-4a53-9a51-3c8a1f1f8a11"


class TestSameKey:
    def test_with_the_same_body_the_reply_is_the_same(self, client: FlaskClient, store: Store):
        first, again = send(client, key=KEY), send(client, key=KEY)
        assert (first.status_code, again.status_code) == (202, 202)
        assert again.get_json() == first.get_json()
        assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (
            False,
            "true",
        )

    def test_with_another_body_it_is_refused_and_nothing_changes(self, client: FlaskClient, store: Store):
        send(client, key=KEY)
        reply = send(client, a_submission(body="نص آخر"), key=KEY)
        assert (reply.status_code, reply.get_json()["code"]) == (422, "idempotency.key_reused")
        with store.read() as db:
            assert number_of_comments(db) == 1

    def test_the_order_of_fields_does_not_make_another_body(self, client: FlaskClient):
        send(client, key=KEY)
        turned = dict(reversed(list(a_submission().items())))
        assert send(client, turned, key=KEY).status_code == 202

    def test_on_another_article_it_is_another_request(self, client: FlaskClient):
        first = send(client, key=KEY, article="a-1")
        other = send(client, key=KEY, article="a-2")
        assert first.get_json()["id"] != other.get_json()["id"]

    def test_quotation_marks_around_it_change_nothing(self, client: FlaskClient):
        assert send(client, key=KEY).get_json() == send(client, key=f'"{KEY}"').get_json()

    def test_a_refused_request_leaves_its_key_free(self, client: FlaskClient):
        refused = send(client, a_submission(parent_id="cmt_01jd8000000000000000000000"), key=KEY)
        assert (refused.status_code, send(client, key=KEY).status_code) == (422, 202)

    def test_after_its_time_the_key_is_free_again(self, client: FlaskClient, store: Store):
        send(client, key=KEY)
        with store.transaction() as db:
            db.execute(update(idempotency).values(expires_at=NOON))
        assert send(client, a_submission(body="نص آخر"), key=KEY).status_code == 202


class TestManyAtOnce:
    def test_fifty_repeats_make_one_comment(self, app: Flask, store: Store):
        bodies = [a_submission(body="نص آخر") if number % 5 == 0 else a_submission() for number in range(50)]
        with ThreadPoolExecutor(16) as threads:
            replies = list(threads.map(lambda body: send(app.test_client(), body, key=KEY), bodies))
        with store.read() as db:
            assert number_of_comments(db) == 1
        won = next(reply.get_json()["id"] for reply in replies if reply.status_code == 202)
        counts = Counter(
            (reply.status_code, reply.get_json().get("id", reply.get_json().get("code"))) for reply in replies
        )
        assert set(counts) == {(202, won), (422, "idempotency.key_reused")}
        assert sorted(counts.values()) == [10, 40]

    def test_fifty_of_one_text_without_a_key_make_one_comment(self, app: Flask, store: Store):
        with ThreadPoolExecutor(16) as threads:
            replies = list(threads.map(lambda _: send(app.test_client()), range(50)))
        with store.read() as db:
            assert number_of_comments(db) == 1
        assert Counter(reply.status_code for reply in replies) == {202: 1, 200: 49}


class TestStillRunning:
    def test_a_repeat_waits_and_then_says_so(self, postgres_databases: PostgresDatabases, settings: Settings):
        with postgres_databases.fresh_url() as url:
            store = Store(url)
            app = create_app(settings, store=store)
            with app.test_request_context(
                "/v1/articles/a-1/comments", method="POST", headers={"Idempotency-Key": KEY}
            ):
                key = idempotency_key()
            with store.transaction() as db:
                claim_key(db, key.scope, key.fingerprint, now=NOON, until=NOON + timedelta(days=9999))
                reply = send(app.test_client(), key=KEY)
            store.close()
        assert (reply.status_code, reply.get_json()["code"]) == (409, "idempotency.in_progress")
        assert reply.headers["Retry-After"] == "1"


class TestMalformedKey:
    @pytest.mark.parametrize(
        "key",
        [
            "",
            "short",
            "x" * 256,
            "with space in the middle",
            "مفتاح-بالعربية-طويل",
            f"{KEY},{KEY}",
            f'"{KEY}',
            "a" * 15,
        ],
    )
    def test_it_is_refused(self, sqlite_client: FlaskClient, key: str):
        reply = send(sqlite_client, key=key)
        assert (reply.status_code, reply.get_json()["code"]) == (400, "idempotency.key_malformed")

    @pytest.mark.parametrize("key", ["a" * 16, "x" * 255])
    def test_sixteen_to_255_characters_will_do(self, sqlite_client: FlaskClient, key: str):
        assert send(sqlite_client, key=key).status_code == 202

    def test_two_of_them_are_refused(self, sqlite_client: FlaskClient):
        reply = sqlite_client.post(
            "/v1/articles/a/comments",
            json=a_submission(),
            headers=[("Idempotency-Key", KEY), ("Idempotency-Key", KEY)],
        )
        assert reply.status_code == 400
