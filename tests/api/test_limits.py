"""Limits by rate: counted, told, refused; and never the reason of an outage."""

import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.http.app import create_app
from service.limits import SUBMIT_BY_ADDRESS, SUBMIT_BY_AUTHOR, Limiter, Rule
from service.store.engine import Store
from tests.support.hung import hung_server
from tests.support.redis import running_redis
from tests.support.settings import settings_for_tests
from tests.support.submissions import a_submission, send

ONE_PROCESS = {"RATE_LIMITS": "on", "WEB_PROCESSES": "1"}


@pytest.fixture
def limited(sqlite_store: Store, tmp_path: Path) -> FlaskClient:
    """Limits on, counted in memory because there is no Redis."""
    return create_app(settings_for_tests(tmp_path, **ONE_PROCESS), store=sqlite_store).test_client()


def from_address(client: FlaskClient, address: str, number: int) -> int:
    reply = client.post(
        "/v1/articles/a/comments",
        json=a_submission(author_email=f"r{number}@example.org"),
        environ_base={"REMOTE_ADDR": address},
    )
    return reply.status_code


class TestSubmitting:
    def test_every_reply_tells_how_the_limits_stand(self, limited: FlaskClient):
        headers = send(limited).headers
        assert '"address";q=30;w=60' in headers["RateLimit-Policy"]
        assert '"address";r=29' in headers["RateLimit"]

    def test_one_address_is_refused_beyond_its_limit(self, limited: FlaskClient):
        statuses = [
            from_address(limited, "203.0.113.9", number) for number in range(SUBMIT_BY_ADDRESS.amount + 1)
        ]
        assert statuses == [202] * SUBMIT_BY_ADDRESS.amount + [429]
        assert from_address(limited, "203.0.113.10", 99) == 202

    def test_an_ipv6_address_counts_with_its_neighbours(self, limited: FlaskClient):
        statuses = [
            from_address(limited, f"2001:db8::{number:x}", number)
            for number in range(1, SUBMIT_BY_ADDRESS.amount + 2)
        ]
        assert statuses[-1] == 429
        assert from_address(limited, "2001:db8:0:1::1", 99) == 202

    def test_one_author_is_refused_beyond_the_limit_from_anywhere(self, limited: FlaskClient):
        replies = [
            limited.post(
                "/v1/articles/a/comments",
                json=a_submission(body=f"نص {number}"),
                environ_base={"REMOTE_ADDR": f"203.0.113.{number}"},
            )
            for number in range(SUBMIT_BY_AUTHOR.amount + 1)
        ]
        assert [reply.status_code for reply in replies] == [202] * SUBMIT_BY_AUTHOR.amount + [429]

    def test_a_refusal_says_when_to_come_again(self, limited: FlaskClient):
        for number in range(SUBMIT_BY_AUTHOR.amount):
            send(limited, a_submission(body=f"نص {number}"))
        reply = send(limited)
        assert reply.get_json()["code"] == "limit.exceeded"
        assert 1 <= int(reply.headers["Retry-After"]) <= 60
        assert '"author";r=0' in reply.headers["RateLimit"]

    def test_they_can_be_switched_off(self, sqlite_client: FlaskClient):
        replies = [send(sqlite_client, a_submission(body=f"نص {number}")) for number in range(40)]
        assert {reply.status_code for reply in replies} == {202}
        assert "RateLimit" not in replies[0].headers


class TestRedis:
    def test_processes_share_their_counts(self, tmp_path: Path, short_path: Path):
        with running_redis(short_path) as url:
            settings = settings_for_tests(tmp_path, RATE_LIMITS="on", REDIS_URL=url)
            one, other = Limiter(settings), Limiter(settings)
            rule = Rule("test", 2, 60)
            allowed = [limiter.use([(rule, "k")])[0].allowed for limiter in (one, other, one)]
        assert allowed == [True, True, False]

    def test_one_that_hangs_changes_neither_answer_nor_much_of_its_time(
        self, sqlite_store: Store, tmp_path: Path
    ):
        with hung_server() as port:
            settings = settings_for_tests(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0", **ONE_PROCESS)
            client = create_app(settings, store=sqlite_store).test_client()
            began = time.monotonic()
            statuses = [send(client, a_submission(body=f"نص {number}")).status_code for number in range(5)]
        assert statuses == [202] * 5
        assert time.monotonic() - began < 3

    def test_one_that_is_gone_changes_nothing(self, store: Store, tmp_path: Path):
        settings = settings_for_tests(tmp_path, REDIS_URL="redis://127.0.0.1:1/0", **ONE_PROCESS)
        client = create_app(settings, store=store).test_client()
        assert send(client).status_code == 202

    def test_after_a_failure_it_is_left_alone_for_a_while(self, tmp_path: Path, short_path: Path):
        moment = [100.0]
        socket = short_path / "r.sock"
        settings = settings_for_tests(tmp_path, REDIS_URL=f"unix://{socket}", **ONE_PROCESS)
        limiter, rule = Limiter(settings, clock=lambda: moment[0]), Rule("test", 2, 60)
        limiter.use([(rule, "k")])  # nobody there: counted in memory
        with running_redis(short_path):
            left_alone = [limiter.use([(rule, "k")])[0].remaining]
            moment[0] += 5
            asked_again = [limiter.use([(rule, "k")])[0].remaining for _ in range(2)]
        assert left_alone == [0]
        assert asked_again == [1, 0]
