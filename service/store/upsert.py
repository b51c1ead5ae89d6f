"""INSERT … ON CONFLICT, spelled once for both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from service.store.engine import Db


def insert_missing(db: Db, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows; those whose key exists already are left alone. Returns how many were new."""
    if not rows:
        return 0
    # Without the option SQLAlchemy throws the count of an INSERT away on PostgreSQL and says -1.
    result = db.execute(
        _insert(db, table).on_conflict_do_nothing(),
        [dict(row) for row in rows],
        execution_options={"preserve_rowcount": True},
    )
    return result.rowcount


def insert_or_replace(db: Db, table: Table, rows: Sequence[Mapping[str, Any]], *, key: Sequence[str]) -> None:
    """Insert rows; where the key exists, every other given column takes the new value."""
    if not rows:
        return
    statement = _insert(db, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    db.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=changed), [dict(row) for row in rows]
    )


def _insert(db: Db, table: Table) -> Any:
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)
