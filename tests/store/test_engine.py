"""Ways to touch the store: shared commits, patient writers, and readers that go first."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import func, insert, select

from service.domain.errors import NotFound
from service.store.engine import Db, Store
from service.store.front_door import HURRIED_COURTESY_S, LONGEST_COURTESY_S, FrontDoor
from service.store.tables import heartbeat


def add(name: str, now: datetime):
    return lambda db: db.execute(insert(heartbeat).values(name=name, beat_at=now))


def count(store: Store) -> int:
    with store.read() as db:
        return db.execute(select(func.count()).select_from(heartbeat)).scalar_one()


class TestWrite:
    def test_works_of_many_callers_are_all_durable(self, store: Store, noon: datetime):
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda number: store.write(add(f"w{number}", noon)), range(100)))
        assert count(store) == 100

    def test_an_error_undoes_only_its_own_work(self, store: Store, noon: datetime):
        def failing(db: Db) -> None:
            add("lost", noon)(db)
            raise NotFound("comment.not_found")

        with ThreadPoolExecutor(8) as pool:
            good = [pool.submit(store.write, add(f"w{number}", noon)) for number in range(10)]
            bad = [pool.submit(store.write, failing) for _ in range(10)]
        assert all(future.exception() is None for future in good)
        assert all(isinstance(future.exception(), NotFound) for future in bad)
        assert count(store) == 10


class TestRead:
    def test_a_reader_between_two_queries_keeps_nobody_from_committing(self, store: Store, noon: datetime):
        with store.read() as db:
            assert db.execute(select(func.count()).select_from(heartbeat)).scalar_one() == 0
            store.write(add("meanwhile", noon))
            assert db.execute(select(func.count()).select_from(heartbeat)).scalar_one() == 1

    def test_a_snapshot_shows_one_state(self, store: Store, noon: datetime):
        with ThreadPoolExecutor(1) as pool:
            with store.read(snapshot=True) as db:
                assert db.execute(select(func.count()).select_from(heartbeat)).scalar_one() == 0
                # On a rollback journal the writer waits for the snapshot to end.
                written = pool.submit(store.write, add("meanwhile", noon))
                assert db.execute(select(func.count()).select_from(heartbeat)).scalar_one() == 0
            written.result(timeout=10)
        assert count(store) == 1


class TestFrontDoor:
    @pytest.fixture
    def doors(self, tmp_path):
        """The doors of two processes."""
        return FrontDoor(tmp_path / "a.db"), FrontDoor(tmp_path / "a.db")

    def test_the_sweeps_wait_while_somebody_passes(self, doors):
        front, back = doors
        inside, leave, waited = threading.Event(), threading.Event(), threading.Event()

        def reader() -> None:
            with front.passing():
                inside.set()
                leave.wait(10)

        def sweep() -> None:
            back.let_pass()
            waited.set()

        threads = [threading.Thread(target=reader), threading.Thread(target=sweep)]
        threads[0].start()
        assert inside.wait(10)
        threads[1].start()
        leave.set()
        assert waited.wait(10)
        for thread in threads:
            thread.join()

    def test_they_do_not_wait_for_ever(self, doors):
        front, back = doors
        with front.passing():
            began = time.monotonic()
            back.let_pass()
            assert time.monotonic() - began >= LONGEST_COURTESY_S

    def test_whoever_is_late_waits_too_but_for_a_shorter_time(self, doors):
        assert HURRIED_COURTESY_S < LONGEST_COURTESY_S
        front, back = doors
        with front.passing():
            began = time.monotonic()
            back.let_pass(hurried=True)
            assert time.monotonic() - began >= HURRIED_COURTESY_S

    def test_two_threads_may_pass_at_once_and_the_first_leaves_no_gap(self, doors):
        front, back = doors
        with front.passing():
            with front.passing():
                pass
            began = time.monotonic()
            back.let_pass()
            assert time.monotonic() - began >= LONGEST_COURTESY_S
