"""Bringing the schema up to date, and saying whether it is."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.store.engine import Store, journal_pragmas

_FOLDER = Path(__file__).parent / "migrations"
# Any fixed number: two `upgrade`s of one database wait for each other on it.
_POSTGRES_LOCK = 7_241_990


def upgrade(store: Store) -> None:
    """Run every migration that is missing; safe to call from several processes at once."""
    if store.is_sqlite:
        _prepare_file(store)
    with store.transaction() as db:
        if not store.is_sqlite:
            db.execute(text("SET LOCAL lock_timeout = '60s'"))
            db.execute(text("SET LOCAL statement_timeout = '600s'"))
            db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        config = _config()
        config.attributes["connection"] = db
        command.upgrade(config, "head")


def present_revision(store: Store) -> str | None:
    """The migration that the database is at; None for an empty one."""
    with store.read() as db:
        return MigrationContext.configure(db).get_current_revision()


def newest_revision() -> str:
    """The migration that this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - the package ships at least one migration
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _prepare_file(store: Store) -> None:
    """Set the journal mode once: the switch ignores the busy timeout when others are connected."""
    journal, _ = journal_pragmas(sqlite3.sqlite_version_info)
    path = store.engine.url.database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(path, timeout=10) as connection:
            connection.execute(f"PRAGMA journal_mode={journal}")
        connection.close()
