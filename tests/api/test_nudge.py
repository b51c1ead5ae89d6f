"""The doorbell: heard when Redis is there, and never waited for when it is not."""

import queue
import time
from pathlib import Path

import orjson
import pytest
import redis

from config.tasks import EVALUATE_PENDING, FAN_OUT, QUEUE_CHECKS, QUEUE_WEBHOOKS
from service.nudge import CHANNEL, Nudge
from tests.support.hung import hung_server
from tests.support.redis import running_redis
from tests.support.settings import settings_for_tests

PATIENCE_S = 20.0


@pytest.fixture
def redis_url(short_path: Path):
    with running_redis(short_path) as url:
        yield url


def messages(url: str, name: str) -> list[dict]:
    client = redis.Redis.from_url(url)
    return [orjson.loads(raw) for raw in client.lrange(f"taliq:{name}", 0, -1)]


def until_some(url: str, name: str) -> list[dict]:
    deadline = time.monotonic() + PATIENCE_S
    while not (found := messages(url, name)):
        assert time.monotonic() < deadline
    return found


class TestRing:
    def test_it_leaves_a_message_that_names_the_task_and_nothing_else(self, tmp_path: Path, redis_url: str):
        nudge = Nudge(settings_for_tests(tmp_path, REDIS_URL=redis_url))
        nudge.ring(EVALUATE_PENDING)
        (message,) = until_some(redis_url, QUEUE_CHECKS)
        nudge.close()
        assert message["headers"]["task"] == EVALUATE_PENDING
        assert message["headers"]["argsrepr"] == "()"
        assert message["headers"]["expires"] is not None

    def test_every_task_goes_to_its_queue(self, tmp_path: Path, redis_url: str):
        nudge = Nudge(settings_for_tests(tmp_path, REDIS_URL=redis_url))
        nudge.ring(FAN_OUT)
        assert until_some(redis_url, QUEUE_WEBHOOKS)
        nudge.close()

    def test_a_thousand_rings_are_a_few_messages(self, tmp_path: Path, redis_url: str):
        nudge = Nudge(settings_for_tests(tmp_path, REDIS_URL=redis_url))
        for _ in range(1000):
            nudge.ring(EVALUATE_PENDING)
        nudge.close()
        assert 1 <= len(messages(redis_url, QUEUE_CHECKS)) < 50

    def test_it_returns_at_once_when_redis_hangs(self, tmp_path: Path):
        with hung_server() as port:
            nudge = Nudge(settings_for_tests(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0"))
            began = time.monotonic()
            for _ in range(1000):
                nudge.ring(EVALUATE_PENDING)
            assert time.monotonic() - began < 0.5
            nudge.close()

    @pytest.mark.parametrize("variables", [{}, {"REDIS_URL": "redis://127.0.0.1:1/0"}])
    def test_without_a_redis_nothing_happens(self, tmp_path: Path, variables: dict[str, str]):
        nudge = Nudge(settings_for_tests(tmp_path, **variables))
        nudge.ring(EVALUATE_PENDING)
        nudge.announce(["a-1"])
        nudge.close()


class TestAnnounce:
    def test_others_hear_which_articles_changed(self, tmp_path: Path, redis_url: str):
        settings = settings_for_tests(tmp_path, REDIS_URL=redis_url)
        heard: queue.Queue[list[str]] = queue.Queue()
        one, other = Nudge(settings), Nudge(settings)
        other.listen(heard.put)
        wait_for_listener(redis_url)
        one.announce(["مقال-1", "a-2"])
        assert heard.get(timeout=PATIENCE_S) == ["a-2", "مقال-1"]
        one.close()
        other.close()

    def test_a_listener_comes_back_after_an_outage(self, tmp_path: Path, short_path: Path):
        settings = settings_for_tests(tmp_path, REDIS_URL=f"unix://{short_path / 'r.sock'}")
        heard: queue.Queue[list[str]] = queue.Queue()
        nudge = Nudge(settings)
        nudge.listen(heard.put)
        for article in ("before", "after"):
            with running_redis(short_path) as url:
                wait_for_listener(url)
                nudge.announce([article])
                assert heard.get(timeout=PATIENCE_S) == [article]
        nudge.close()

    def test_what_is_no_message_of_ours_is_passed_over(self, tmp_path: Path, redis_url: str):
        nudge = Nudge(settings_for_tests(tmp_path, REDIS_URL=redis_url))
        heard: queue.Queue[list[str]] = queue.Queue()
        nudge.listen(heard.put)
        wait_for_listener(redis_url)
        for raw in (b"\xff", b"{}", b'[1, "a-1"]'):
            redis.Redis.from_url(redis_url).publish(CHANNEL, raw)
        assert [heard.get(timeout=PATIENCE_S) for _ in range(3)] == [[], [], ["a-1"]]
        nudge.close()


def wait_for_listener(url: str) -> None:
    client = redis.Redis.from_url(url)
    deadline = time.monotonic() + PATIENCE_S
    while not dict(client.pubsub_numsub(CHANNEL)).get(CHANNEL.encode()):
        assert time.monotonic() < deadline
