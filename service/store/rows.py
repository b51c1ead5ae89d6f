"""Rows as plain values."""

from collections.abc import Mapping
from typing import Any


def plain_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row as a dict whose keys are true `str`: SQLAlchemy's names are a subclass that JSON refuses."""
    return {str(name): value for name, value in row.items()}
