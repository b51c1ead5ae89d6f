"""Opening the store, and the ways to touch it: `read`, `transaction`, `write`.

SQLite needs care that PostgreSQL does not:

- Journal: WAL only where the library is free of the WAL-reset race (3.51.3, and
  3.50.7 and 3.44.6 of their lines, https://sqlite.org/wal.html#walresetbug), else a
  rollback journal with synchronous=EXTRA. Both survive power loss.
- Every writing transaction starts with BEGIN IMMEDIATE: one that began by reading
  fails at once, whatever the busy timeout, when it turns to writing.
- Waiting for the write lock is done here in steps of about a millisecond: SQLite's own
  waiting sleeps up to 100 ms, which starves whoever is unlucky.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from service.domain.errors import Unavailable
from service.store.group_commit import GroupCommitter

Db = Connection
T = TypeVar("T")

BUSY_TIMEOUT_S = 10.0
_WRITE = "taliq_write"


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
    """One database for a process; open it once, close it at the end."""

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        options: dict[str, Any] = {
            "hide_parameters": True,
            "json_serializer": _to_json,
            "json_deserializer": orjson.loads,
        }
        if self.is_sqlite:
            options["connect_args"] = {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}
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

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A snapshot to read from. Raises Unavailable when the database cannot be reached."""
        with _answering_outages(), self.engine.connect() as db:
            yield db

    @contextmanager
    def transaction(self) -> Iterator[Db]:
        """A writing transaction: committed at the end of the block, rolled back on any error.

        Raises Unavailable when the database is locked for longer than 10 s, full or gone.
        """
        with (
            _answering_outages(),
            self.engine.connect().execution_options(**{_WRITE: True}) as db,
            db.begin(),
        ):
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
    cursor.close()


def _begin_sqlite(db: Connection) -> None:
    if not db.get_execution_options().get(_WRITE):
        db.exec_driver_sql("BEGIN")
        return
    connection = db.connection.dbapi_connection
    assert connection is not None  # noqa: S101 - a connection that begins is open
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(random.uniform(0.0005, 0.002))  # noqa: S311 - jitter, not a secret
    finally:
        connection.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")


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
