"""The schema that migrations make is the schema that the code describes."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.store import migrate
from service.store.engine import Store, is_wal_safe, journal_pragmas
from service.store.tables import metadata

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


class TestMigrations:
    def test_an_upgraded_database_equals_the_tables(self, store: Store):
        with store.read() as db:
            context = MigrationContext.configure(db, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []

    def test_an_upgrade_of_an_upgraded_database_changes_nothing(self, store: Store):
        migrate.upgrade(store)
        assert migrate.present_revision(store) == migrate.newest_revision()

    def test_they_are_numbered_without_gaps(self):
        names = sorted(path.name for path in VERSIONS.glob("[0-9]*.py"))
        assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]


class TestSqliteJournal:
    @pytest.mark.parametrize(
        ("version", "safe"),
        [
            ((3, 40, 1), False),
            ((3, 44, 5), False),
            ((3, 44, 6), True),
            ((3, 45, 0), False),
            ((3, 50, 6), False),
            ((3, 50, 7), True),
            ((3, 51, 2), False),
            ((3, 51, 3), True),
            ((3, 52, 0), True),
        ],
    )
    def test_wal_is_used_only_where_its_reset_race_is_fixed(self, version: tuple[int, ...], safe: bool):
        assert is_wal_safe(version) is safe
        assert journal_pragmas(version) == (("WAL", "FULL") if safe else ("TRUNCATE", "EXTRA"))

    def test_every_connection_is_durable_and_enforces_foreign_keys(self, sqlite_store: Store):
        with sqlite_store.read() as db:
            assert db.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert db.exec_driver_sql("PRAGMA synchronous").scalar() in (2, 3)
