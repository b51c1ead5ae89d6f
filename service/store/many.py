"""One statement for many rows, in which each column is converted at once.

SQLAlchemy by itself converts row after row by name. That takes longer than SQLite needs to write
the row, and a batch is written while every other worker waits for the write lock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Insert, Update
from sqlalchemy.sql.compiler import SQLCompiler

from service.store.engine import Db

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A compiled statement. columns: (name, what converts its values, or None) in the order of the text.

    fixed: converted values that the statement itself brings. positional: whether the driver
    takes rows as tuples.
    """

    text: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    fixed: Mapping[str, Any]
    positional: bool

    def rows(self, given: Sequence[Row]) -> list[Any]:
        """The rows as the driver takes them."""
        converted: dict[str, Sequence[Any]] = {}
        for name, convert in self.columns:
            if name in self.fixed:
                converted[name] = (self.fixed[name],) * len(given)
            elif convert is None:
                converted[name] = [row[name] for row in given]
            else:
                converted[name] = [convert(row[name]) for row in given]
        if self.positional:
            return list(zip(*(converted[name] for name, _ in self.columns), strict=True))
        return [dict(zip(converted, row, strict=True)) for row in zip(*converted.values(), strict=True)]


def run_many(db: Db, statement: Insert | Update, rows: Sequence[Row]) -> int:
    """Run the statement for every row; returns how many rows of the table it touched.

    Every row has the names of the first. The statement is compiled once for as long as it lives,
    so it must be one that is kept, not made for this call.
    """
    if not rows:
        return 0
    plan = _plan(db.dialect, statement, tuple(rows[0]))
    return db.exec_driver_sql(plan.text, plan.rows(rows)).rowcount


@lru_cache(maxsize=256)
def _plan(dialect: Dialect, statement: Insert | Update, names: tuple[str, ...]) -> _Plan:
    is_insert = isinstance(statement, Insert)
    compiled = statement.compile(dialect=dialect, column_keys=list(names) if is_insert else [])
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what compiling an INSERT or UPDATE gives
    types = {name: bound.type for bound, name in compiled.bind_names.items()}
    order = compiled.positiontup if compiled.positiontup is not None else list(types)
    converts = {name: types[name].dialect_impl(dialect).bind_processor(dialect) for name in order}
    brought = {name: value for name, value in compiled.params.items() if name not in names}
    fixed = {name: _converted(converts[name], value) for name, value in brought.items()}
    return _Plan(
        text=str(compiled),
        columns=tuple((name, converts[name]) for name in order),
        fixed=fixed,
        positional=compiled.positiontup is not None,
    )


def _converted(convert: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if convert is None else convert(value)
