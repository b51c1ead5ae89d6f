"""Opening the store, and the ways to touch it: `read`, `transaction`, `write`.

SQLite needs care that PostgreSQL does not:

- Journal: WAL only where the library is free of the WAL-reset race (3.51.3, and
  3.50.7 and 3.44.6 of their lines, https://sqlite.org/wal.html#walresetbug), else a
  rollback journal with synchronous=EXTRA. Both survive power loss.
- Every writing transaction starts with BEGIN IMMEDIATE: one that began by reading
  fails at once, whatever the busy timeout, when it turns to writing.
- Waiting for the write lock, and for readers to leave at COMMIT, is done here in steps of
  about a millisecond: SQLite's own waiting sleeps up to 100 ms, which starves whoever is unlucky.
- A read is no transaction unless it asks for one: in a rollback journal a reader that lingers
  between two queries keeps every writer from committing.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from service.domain.errors import Unavailable
from service.store.front_door import FrontDoor
from service.store.group_commit import GroupCommitter

Db = Connection
T = TypeVar("T")

BUSY_TIMEOUT_S = 10.0
_WRITE, _SNAPSHOT = "taliq_write", "taliq_snapshot"
_STEP_S = (0.0001, 0.0005)


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite library is free of the WAL-reset race."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


def journal_pragmas(version: tuple[int, ...]) -> tuple[str, str]:
    """(journal_mode, synchronous) for this SQLite library version."""
    return ("WAL", "FULL") if is_wal_safe(version) else ("TRUNCATE", "EXTRA")


class Store:
    """One database for a process; open it once, close it at the end.

    hurried: the process is late with its background work, so it lets others pass for a shorter time.
    """

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        options: dict[str, Any] = {
            "hide_parameters": True,
            "json_serializer": _to_json,
            "json_deserializer": orjson.loads,
        }
        if self.is_sqlite:
            options["connect_args"] = {
                "timeout": BUSY_TIMEOUT_S,
                "check_same_thread": False,
                "factory": _PatientConnection,
            }
        else:
            options |= {"pool_pre_ping": True, "pool_recycle": 1800}
            options["connect_args"] = {
                "connect_timeout": 3,
                "options": "-c statement_timeout=5000 -c lock_timeout=2000"
                " -c idle_in_transaction_session_timeout=15000 -c synchronous_commit=on -c timezone=UTC",
            }
        self.engine: Engine = create_engine(url, pool_size=pool_size, max_overflow=pool_size, **options)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._committer = GroupCommitter(self.transaction) if self.is_sqlite else None
        path = self.engine.url.database if self.is_sqlite else None
        self.hurried = False
        self._door = FrontDoor(Path(path)) if path and path != ":memory:" else None

    @contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Db]:
        """To read from. Raises Unavailable when the database cannot be reached.

        snapshot: all queries of the block see one state of the database; without it each query
        sees what is committed when it runs.
        """
        options: dict[str, Any] = {_SNAPSHOT: snapshot}
        if snapshot and not self.is_sqlite:
            options["isolation_level"] = "REPEATABLE READ"
        with _answering_outages(), self.engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def transaction(self, *, background: bool = False) -> Iterator[Db]:
        """A writing transaction: committed at the end of the block, rolled back on any error.

        background: nobody waits for it; on SQLite those for whom somebody waits go first.
        Raises Unavailable when the database is locked for longer than 10 s, full or gone.
        """
        with ExitStack() as stack:
            stack.enter_context(_answering_outages())
            if self._door is not None and background:
                self._door.let_pass(hurried=self.hurried)
            elif self._door is not None:
                stack.enter_context(self._door.passing())
            connection = stack.enter_context(self.engine.connect())
            db = connection.execution_options(**{_WRITE: True})
            with db.begin():
                yield db

    def write(self, work: Callable[[Db], T]) -> T:
        """Run `work(db)` in a transaction; its result is returned once it is durable.

        On SQLite the works of concurrent callers share one commit, each behind its own
        savepoint, so that one disk flush serves them all; PostgreSQL does the same by itself.
        An error of `work` undoes only that work and is raised here.
        """
        if self._committer is not None:
            return self._committer.run(work)
        with self.transaction() as db:
            return work(db)

    def close(self) -> None:
        """Finish what is queued and close every connection."""
        if self._committer is not None:
            self._committer.close()
        self.engine.dispose()
        if self._door is not None:
            self._door.close()


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    journal, synchronous = journal_pragmas(sqlite3.sqlite_version_info)
    cursor = connection.cursor()
    if journal != "WAL":  # WAL is a property of the file, set once by the migration
        cursor.execute(f"PRAGMA journal_mode={journal}")
    cursor.execute(f"PRAGMA synchronous={synchronous}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA trusted_schema=OFF")
    cursor.execute("PRAGMA cache_size=-16000")
    # A transaction larger than the cache would need the exclusive lock before its COMMIT.
    cursor.execute("PRAGMA cache_spill=OFF")
    cursor.close()


def _begin_sqlite(db: Connection) -> None:
    wishes = db.get_execution_options()
    connection = cast("_PatientConnection", db.connection.dbapi_connection)
    if wishes.get(_WRITE):
        connection.begin_writing()
    elif wishes.get(_SNAPSHOT):
        connection.execute("BEGIN")


class _PatientConnection(sqlite3.Connection):
    """Waits for locks in short steps, up to BUSY_TIMEOUT_S."""

    def begin_writing(self) -> None:
        """BEGIN IMMEDIATE. Raises sqlite3.OperationalError when the lock stays taken."""
        self.execute("PRAGMA busy_timeout=0")
        self._insist("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """COMMIT, if there is a transaction; readers are waited for."""
        if self.in_transaction:
            self._insist("COMMIT")
            self._wait_as_usual()

    def rollback(self) -> None:
        """ROLLBACK, if there is a transaction."""
        super().rollback()
        self._wait_as_usual()

    def _wait_as_usual(self) -> None:
        self.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")

    def _insist(self, statement: str) -> None:
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                self.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(random.uniform(*_STEP_S))  # noqa: S311 - jitter, not a secret


@contextmanager
def _answering_outages() -> Iterator[None]:
    """Turn "the database cannot be reached, is locked or full" into Unavailable; bugs stay bugs."""
    try:
        yield
    except OperationalError as error:
        raise Unavailable from error
    except sqlite3.OperationalError as error:
        raise Unavailable from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable from error
        raise
