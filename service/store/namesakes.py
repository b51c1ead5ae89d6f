"""Readers whose name looks like that of a comment's author."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, literal_column, select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import comment

FREQUENT = 10
"""Published comments under a name from which it belongs to whoever wrote them."""

_LOOKED_AT = 40
"""Newest published comments under a name that are read: enough to see whether one person has it."""


def known_namesakes(db: Db, comment_ids: Sequence[str]) -> dict[str, str]:
    """By comment: the name of the one other reader of the site who often writes under a name of these looks.

    A name that several readers have, the author of the comment among them, belongs to nobody.
    """
    rows = db.execute(_namesakes(), {"ids": comment_ids})
    return {
        row.id: row.shown
        for row in rows
        if row.counted >= FREQUENT and row.first == row.last != row.commenter_id
    }


@lru_cache(maxsize=1)
def _namesakes() -> Select[Any]:
    """For comments `:ids`: who has published under their name, from the newest `_LOOKED_AT` each."""
    return select(
        comment.c.id,
        comment.c.commenter_id,
        _of_name("counted", func.count).label("counted"),
        _of_name("first", func.min).label("first"),
        _of_name("last", func.max).label("last"),
        _newest_name().label("shown"),
    ).where(comment.c.id.in_(bindparam("ids", expanding=True)), comment.c.name_key.is_not(None))


def _of_name(name: str, function: Any) -> ScalarSelect[Any]:
    other = comment.alias(f"other_{name}")
    newest = _same_name(select(other.c.commenter_id), other).limit(_LOOKED_AT).subquery(name)
    return select(function(newest.c.commenter_id)).correlate(comment).scalar_subquery()


def _newest_name() -> ScalarSelect[Any]:
    other = comment.alias("other_shown")
    return _same_name(select(other.c.author_name), other).limit(1).scalar_subquery()


def _same_name(query: Select[Any], other: Any) -> Select[Any]:
    """Published comments under a name of the same looks, newest first, from their index."""
    return (
        query.where(
            other.c.name_key == comment.c.name_key,
            # The key holds the site. A literal, so that SQLite sees that the partial index serves it.
            other.c.state == literal_column(f"'{State.PUBLISHED}'"),
        )
        .order_by(other.c.submitted_at.desc())
        .correlate(comment)
    )
