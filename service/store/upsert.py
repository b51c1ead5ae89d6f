"""INSERT, and INSERT … ON CONFLICT, spelled once for both databases."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

from service.store.engine import Db
from service.store.many import run_many


def insert_rows(db: Db, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with the columns of the first."""
    run_many(db, _plain(table), rows)


def insert_missing(db: Db, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows; those whose key exists already are left alone. Returns how many were new."""
    return run_many(db, _if_missing(db.dialect.name, table), rows)


def insert_or_replace(db: Db, table: Table, rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]) -> None:
    """Insert rows; where the key exists, every other given column takes the new value."""
    if rows:
        run_many(db, _or_replace(db.dialect.name, table, tuple(rows[0]), tuple(key)), rows)


def insert_for(db: Db, table: Table) -> Any:
    """An INSERT of this database's kind, for an ON CONFLICT that is not one of the above."""
    return _insert(db.dialect.name, table)


@lru_cache(maxsize=128)
def _plain(table: Table) -> Insert:
    return table.insert()


@lru_cache(maxsize=128)
def _if_missing(dialect: str, table: Table) -> Insert:
    statement: Insert = _insert(dialect, table).on_conflict_do_nothing()
    return statement


@lru_cache(maxsize=128)
def _or_replace(dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> Insert:
    made = _insert(dialect, table)
    changed = {name: made.excluded[name] for name in names if name not in key}
    statement: Insert = made.on_conflict_do_update(index_elements=list(key), set_=changed)
    return statement


def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
