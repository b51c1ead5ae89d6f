"""What a person at the desk sees beside the card's own rows: the author's past and earlier texts of a comment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, union_all

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import comment, revision

Row = Mapping[str, Any]
_DECIDED = (State.PUBLISHED, State.REJECTED, State.REMOVED)


def past_of_authors(db: Db, commenter_ids: Sequence[str], *, limit: int) -> dict[str, list[Row]]:
    """The newest decided comments under each author's address: {id, state, state_since}, newest first.

    One read of an index for each author, however much they wrote.
    """
    if not commenter_ids:
        return {}
    names = ("commenter_id", "id", "state", "state_since", "submitted_at")
    each = [
        select(
            select(*(comment.c[name] for name in names))
            .where(comment.c.commenter_id == author, comment.c.state.in_(_DECIDED))
            .order_by(comment.c.submitted_at.desc(), comment.c.id.desc())
            .limit(limit)
            .subquery()
        )
        for author in sorted(set(commenter_ids))
    ]
    found: dict[str, list[Row]] = defaultdict(list)
    for row in db.execute(union_all(*each)).mappings():
        found[row["commenter_id"]].append(dict(row))
    for rows in found.values():
        rows.sort(key=lambda row: (row["submitted_at"], row["id"]), reverse=True)
    return dict(found)


def earlier_texts(db: Db, revisions: Mapping[str, int]) -> dict[str, list[Row]]:
    """Texts of comments before the revision named for each: {number, body, created_at}, oldest first."""
    if not revisions:
        return {}
    query = (
        select(*(revision.c[name] for name in ("comment_id", "number", "body", "created_at")))
        .where(revision.c.comment_id.in_(revisions))
        .order_by(revision.c.comment_id, revision.c.number)
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in db.execute(query).mappings():
        if row["number"] < revisions[row["comment_id"]]:
            found[row["comment_id"]].append(dict(row))
    return dict(found)
