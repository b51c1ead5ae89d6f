"""The worker as it runs: real processes, a real Redis, and messages that may be lost or come twice."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import func, select, update

from config import tasks
from config.settings import Settings
from service.moderation.evaluate_rules import Rules
from service.nudge import Nudge
from service.store.engine import Store
from service.store.heartbeats import living_workers
from service.store.tables import comment, decision, event
from tests.support.evaluation import count
from tests.support.product import until
from tests.support.rows import PLAIN, a_pending_comment, an_article
from tests.support.settings import settings_for_tests
from tests.support.workers import environment, pool_processes, running
from workers.app import WorkerApp

DECIDED_WITHIN_S = 60.0


@pytest.fixture
def environ(short_path: Path, redis_url: str, database_url: str) -> dict[str, str]:
    return environment(short_path, database_url=database_url, redis_url=redis_url)


@pytest.fixture
def nudge(environ: dict[str, str]) -> Iterator[Nudge]:
    opened = Nudge(Settings.from_env(environ))
    yield opened
    opened.close()


def waiting(store: Store, number: int = 1) -> list[str]:
    sent = datetime.now(UTC) - timedelta(seconds=1)
    with store.transaction() as db:
        under = an_article(db, key="a-1")
        return [
            a_pending_comment(db, f"{PLAIN} {n}", article_id=under, submitted_at=sent) for n in range(number)
        ]


def pending(store: Store) -> int:
    return count(store, comment, comment.c.state == "pending")


def log_of(folder: Path) -> str:
    return (folder / "worker.log").read_text(encoding="utf-8", errors="replace")[-4000:]


class TestNames:
    def test_every_task_that_is_rung_is_one_that_workers_know(self, tmp_path: Path):
        known = WorkerApp(settings_for_tests(tmp_path), Rules(None)).celery.tasks
        assert {name for name in known if not name.startswith("celery.")} == set(tasks.ROUTES)

    def test_every_queue_that_is_written_is_read(self):
        assert set(tasks.ROUTES.values()) == set(tasks.QUEUES)

    def test_every_sweep_is_a_task(self, tmp_path: Path):
        assert set(tasks.sweeps(settings_for_tests(tmp_path))) == set(tasks.ROUTES)

    def test_no_task_may_last_until_its_message_is_given_to_somebody_else(self, tmp_path: Path):
        celery = WorkerApp(settings_for_tests(tmp_path), Rules(None)).celery
        longest = max(celery.tasks[name].time_limit or celery.conf.task_time_limit for name in tasks.ROUTES)
        assert celery.conf.broker_transport_options["visibility_timeout"] > 2 * longest

    def test_every_task_is_acknowledged_late_and_keeps_no_result(self, tmp_path: Path):
        known = WorkerApp(settings_for_tests(tmp_path), Rules(None)).celery.tasks
        assert all(known[name].acks_late and known[name].ignore_result for name in tasks.ROUTES)


class TestRinging:
    def test_what_was_rung_for_is_decided_told_and_announced(
        self, store: Store, environ: dict[str, str], nudge: Nudge, short_path: Path
    ):
        heard: list[str] = []
        nudge.listen(heard.extend)
        with running("worker", environ, short_path / "worker.log"):
            waiting(store, 3)
            nudge.ring(tasks.EVALUATE_PENDING)
            until(
                lambda: count(store, event, event.c.fanned_out_at.is_not(None)) == 3,
                within_s=DECIDED_WITHIN_S,
                saying=lambda: log_of(short_path),
            )
            until(lambda: heard == ["a-1"], within_s=10, saying=lambda: str(heard))
        assert count(store, comment, comment.c.state == "published") == 3

    def test_ringing_a_hundred_times_decides_once(
        self, store: Store, environ: dict[str, str], nudge: Nudge, short_path: Path
    ):
        waiting(store, 20)
        broker = redis.Redis.from_url(environ["TALIQ_REDIS_URL"])
        nudge.ring(tasks.EVALUATE_PENDING)
        until(lambda: broker.llen("taliq:checks") == 1, within_s=10)
        (message,) = broker.lrange("taliq:checks", 0, 0)
        broker.lpush("taliq:checks", *[message] * 100)
        with running("worker", environ, short_path / "worker.log"):
            until(lambda: broker.llen("taliq:checks") == 0, within_s=DECIDED_WITHIN_S)
            until(lambda: pending(store) == 0, within_s=DECIDED_WITHIN_S, saying=lambda: log_of(short_path))
        assert (count(store, decision), count(store, event)) == (20, 20)


class TestSweeping:
    def test_beat_finds_what_no_message_told_of(
        self, store: Store, environ: dict[str, str], short_path: Path
    ):
        environ["TALIQ_SWEEP_INTERVAL_S"] = "0.5"
        with (
            running("worker", environ, short_path / "worker.log"),
            running("beat", environ, short_path / "beat.log"),
        ):
            waiting(store, 3)
            until(lambda: pending(store) == 0, within_s=DECIDED_WITHIN_S, saying=lambda: log_of(short_path))
            until(lambda: bool(workers_of(store)), within_s=DECIDED_WITHIN_S)

    def test_without_a_broker_the_loop_finds_it(
        self, store: Store, environ: dict[str, str], short_path: Path
    ):
        environ["TALIQ_REDIS_URL"] = f"unix://{short_path}/none.sock"
        with running("loop", environ, short_path / "worker.log"):
            waiting(store, 3)
            until(lambda: pending(store) == 0, within_s=DECIDED_WITHIN_S, saying=lambda: log_of(short_path))
            until(lambda: bool(workers_of(store)), within_s=DECIDED_WITHIN_S)


def workers_of(store: Store) -> list[str]:
    with store.read() as db:
        return living_workers(db, since=datetime.now(UTC) - timedelta(seconds=60))


class TestFaults:
    def test_killing_pool_processes_in_the_middle_loses_and_doubles_nothing(
        self, store: Store, environ: dict[str, str], nudge: Nudge, short_path: Path
    ):
        made = waiting(store, 600)
        with running("worker", environ, short_path / "worker.log") as worker:
            nudge.ring(tasks.EVALUATE_PENDING)
            for left in (500, 250):
                until(lambda left=left: pending(store) < left, within_s=DECIDED_WITHIN_S)
                for pid in pool_processes(worker.pid):
                    os.kill(pid, signal.SIGKILL)
                nudge.ring(tasks.EVALUATE_PENDING)

            def look_again() -> bool:
                end_leases(store)
                nudge.ring(tasks.EVALUATE_PENDING)
                return pending(store) == 0

            until(look_again, within_s=2 * DECIDED_WITHIN_S, every_s=1.0, saying=lambda: log_of(short_path))
        assert count(store, decision) == count(store, event) == len(made)
        assert count(store, comment, comment.c.attempts > 5) == 0
        assert decided_twice(store) == 0

    def test_a_message_that_is_none_ends_no_more_than_one_node_for_a_moment(
        self, sqlite_store: Store, short_path: Path, redis_url: str
    ):
        environ = environment(short_path, database_url=str(sqlite_store.engine.url), redis_url=redis_url)
        broker = redis.Redis.from_url(redis_url)
        nudge = Nudge(Settings.from_env(environ))
        with running("worker", environ, short_path / "worker.log"):
            broker.lpush("taliq:checks", "not a message")
            until(lambda: broker.llen("taliq:checks") == 0, within_s=DECIDED_WITHIN_S)
            waiting(sqlite_store)
            nudge.ring(tasks.EVALUATE_PENDING)
            until(
                lambda: pending(sqlite_store) == 0,
                within_s=DECIDED_WITHIN_S,
                saying=lambda: log_of(short_path),
            )
        nudge.close()


def end_leases(store: Store) -> None:
    """As if the minute of every lease had passed."""
    with store.transaction() as db:
        db.execute(
            update(comment)
            .where(comment.c.unchecked_rev.is_not(None), comment.c.lease_until.is_not(None))
            .values(lease_until=datetime.now(UTC))
        )


def decided_twice(store: Store) -> int:
    twice = (
        select(decision.c.comment_id)
        .group_by(decision.c.comment_id)
        .having(func.count() > 1)
        .subquery("twice")
    )
    with store.read() as db:
        return db.execute(select(func.count()).select_from(twice)).scalar_one()
