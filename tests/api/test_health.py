"""Probes: alive, ready or which part is to blame, and figures."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.http.app import create_app
from service.store.engine import Store
from service.store.heartbeats import beat
from tests.support.hung import hung_server
from tests.support.rows import a_pending_comment
from tests.support.settings import settings_for_tests
from tests.support.submissions import a_submission, send


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def a_beat(store: Store, seconds_ago: float = 1) -> None:
    with store.transaction() as db:
        beat(db, "host:1", now=ago(seconds_ago))


class TestHealthz:
    def test_it_asks_nothing_but_the_process(self, tmp_path: Path):
        nobody = Store("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
        reply = create_app(settings_for_tests(tmp_path), store=nobody).test_client().get("/healthz")
        assert (reply.status_code, reply.get_json()) == (200, {"status": "ok"})


class TestReadyz:
    def test_with_a_worker_and_without_a_broker_it_is_ready(self, client: FlaskClient, store: Store):
        a_beat(store)
        reply = client.get("/readyz")
        assert (reply.status_code, reply.get_json()["status"]) == (200, "ready")
        assert reply.get_json()["parts"]["redis"]["state"] == "absent"

    @pytest.mark.parametrize(("silent_s", "status"), [(50, 200), (70, 503)])
    def test_workers_may_be_silent_for_a_minute(
        self, client: FlaskClient, store: Store, silent_s: float, status: int
    ):
        a_beat(store, silent_s)
        assert client.get("/readyz").status_code == status

    def test_without_any_worker_it_is_not_ready(self, client: FlaskClient):
        reply = client.get("/readyz")
        assert (reply.status_code, reply.get_json()["not_ready"]) == (503, ["workers"])
        assert reply.headers["Retry-After"]

    @pytest.mark.parametrize(("waiting_s", "status"), [(100, 200), (140, 503)])
    def test_a_comment_may_wait_for_two_minutes(
        self, client: FlaskClient, store: Store, waiting_s: float, status: int
    ):
        a_beat(store)
        with store.transaction() as db:
            a_pending_comment(db, submitted_at=ago(waiting_s))
        assert client.get("/readyz").status_code == status

    def test_a_database_that_is_away_is_named(self, tmp_path: Path):
        nobody = Store("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
        reply = create_app(settings_for_tests(tmp_path), store=nobody).test_client().get("/readyz")
        assert (reply.status_code, reply.get_json()["not_ready"]) == (503, ["database"])

    def test_a_database_without_its_tables_is_named(self, tmp_path: Path):
        empty = Store(f"sqlite:///{tmp_path}/empty.db")
        reply = create_app(settings_for_tests(tmp_path), store=empty).test_client().get("/readyz")
        assert reply.status_code == 503
        assert "database" in reply.get_json()["not_ready"]

    def test_a_redis_that_hangs_is_named_within_a_second(self, sqlite_store: Store, tmp_path: Path):
        a_beat(sqlite_store)
        with hung_server() as port:
            settings = settings_for_tests(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0")
            began = time.monotonic()
            reply = create_app(settings, store=sqlite_store).test_client().get("/readyz")
        assert (reply.status_code, reply.get_json()["not_ready"]) == (503, ["redis"])
        assert time.monotonic() - began < 3


class TestMetrics:
    def test_they_count_requests_by_route_and_never_by_path(self, sqlite_client: FlaskClient):
        send(sqlite_client, article="secret-article")
        text = sqlite_client.get("/metrics").get_data(as_text=True)
        routes = {
            sample.labels["route"]
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "taliq_http_requests_total"
        }
        assert "/v1/articles/<article:article_id>/comments" in routes
        assert "secret-article" not in text

    def test_they_count_what_was_accepted(self, sqlite_client: FlaskClient):
        before = accepted(sqlite_client)
        send(sqlite_client, a_submission(body="واحد"))
        send(sqlite_client, a_submission(body="واحد"))
        assert accepted(sqlite_client) - before == 1

    def test_they_tell_how_long_the_oldest_has_been_waiting(
        self, sqlite_client: FlaskClient, sqlite_store: Store
    ):
        with sqlite_store.transaction() as db:
            a_pending_comment(db, submitted_at=ago(90))
        assert 89 < figure(sqlite_client, "taliq_oldest_unchecked_seconds") < 120


def accepted(client: FlaskClient) -> float:
    return figure(client, "taliq_comments_accepted_total", kind="new")


def figure(client: FlaskClient, name: str, **labels: str) -> float:
    text = client.get("/metrics").get_data(as_text=True)
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )
