"""Many values in one statement."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, bindparam


def among(values: Iterable[Any]) -> BindParameter[Any]:
    """For `column.in_(among(values))`: a list given as it is takes SQLAlchemy longer than the query itself."""
    return bindparam(None, list(values), expanding=True, unique=True)
