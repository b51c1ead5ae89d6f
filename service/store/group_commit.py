"""Many callers, one disk flush: a thread that commits their works together."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection

from service.domain.errors import TaliqError, Unavailable

T = TypeVar("T")
LARGEST_GROUP = 64


@dataclass(slots=True)
class _Job:
    work: Callable[[Connection], Any]
    done: Future[Any]


class GroupCommitter:
    """Runs works one after the other inside shared transactions.

    Nothing is waited for but the write lock: a group is whatever had queued up until it was there,
    so an idle store answers after one flush and a busy one shares it.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Queue `work`, wait until it is durable, return its result or raise its error."""
        self._start()
        job = _Job(work, Future())
        self._jobs.put(job)
        result: T = job.done.result()
        return result

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        with self._starting:
            if self._thread is not None:
                self._jobs.put(None)
                self._thread.join()
                self._thread = None

    def _start(self) -> None:
        # Started by the first work, not by the constructor: a thread does not survive a fork.
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._serve, name="group-commit", daemon=True)
                    self._thread.start()

    def _serve(self) -> None:
        closing = False
        while not closing and (first := self._jobs.get()) is not None:
            closing = self._commit([first])

    def _commit(self, group: list[_Job]) -> bool:
        """Commit these works and what has queued up; whether the thread is to end."""
        closing = False
        results: list[Any] = []
        try:
            with self._transaction() as db:
                # Only now: while another process had the write lock, more works came.
                closing = self._gather(group)
                results = [_attempt(db, job) for job in group]
        # A thread's edge: an error that is not passed on would leave callers waiting for ever.
        except Exception as error:
            if not results:  # the lock was not to be had: those behind would wait as long again
                closing = self._gather(group) or closing
            refusal = error if isinstance(error, TaliqError) else Unavailable(cause=type(error).__name__)
            for job in group:
                job.done.set_exception(refusal)
            return closing
        for job, (result, failure) in zip(group, results, strict=True):
            if failure is None:
                job.done.set_result(result)
            else:
                job.done.set_exception(failure)
        return closing

    def _gather(self, group: list[_Job]) -> bool:
        """Add what waits; whether the end of the queue was among it."""
        while len(group) < LARGEST_GROUP:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return False
            if job is None:
                return True
            group.append(job)
        return False


def _attempt(db: Connection, job: _Job) -> tuple[Any, Exception | None]:
    """The work's result, or its error with everything it wrote undone.

    The savepoint is set beside SQLAlchemy, whose own costs as much as two of the work's statements.
    """
    raw = db.connection.dbapi_connection
    assert raw is not None  # noqa: S101 - the transaction is open
    raw.execute("SAVEPOINT job")
    try:
        result = job.work(db)
    except Exception as error:
        raw.execute("ROLLBACK TO job")
        raw.execute("RELEASE job")
        return None, error
    raw.execute("RELEASE job")
    return result, None
