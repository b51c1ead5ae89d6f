"""Questions to the log of decisions beyond those of one comment or batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import comment, decision, decision_note


@dataclass(frozen=True, slots=True)
class LastDecision:
    """The newest decision on a comment. reverses_id: the one that it took back, None where none."""

    id: str
    reverses_id: str | None


def last_decisions(db: Db, comment_ids: Sequence[str]) -> dict[str, LastDecision]:
    """The newest decision on each comment; comments that nobody decided on are left out."""
    newest = (
        select(func.max(decision.c.seq))
        .where(decision.c.comment_id.in_(comment_ids))
        .group_by(decision.c.comment_id)
    )
    query = select(decision.c.comment_id, decision.c.id, decision.c.reverses_id).where(
        decision.c.seq.in_(newest)
    )
    return {row.comment_id: LastDecision(row.id, row.reverses_id) for row in db.execute(query)}


def last_refusal_reasons(db: Db, comment_ids: Sequence[str]) -> dict[str, str]:
    """The reason of the newest rejection or removal of each comment; without one it is left out."""
    query = (
        select(decision.c.comment_id, decision.c.reason)
        .where(
            decision.c.comment_id.in_(comment_ids),
            decision.c.to_state.in_((State.REJECTED, State.REMOVED)),
            decision.c.reason.is_not(None),
        )
        .order_by(decision.c.seq)
    )
    return {row.comment_id: row.reason for row in db.execute(query)}


def log_page(
    db: Db, site_id: str, *, newest_first: bool, limit: int, after: int | None
) -> list[dict[str, Any]]:
    """Decisions on comments of one site, each with its `note`; after: `seq` of the last row before."""
    query = (
        select(decision, decision_note.c.text.label("note"))
        .join(comment, comment.c.id == decision.c.comment_id)
        .outerjoin(decision_note, decision_note.c.decision_id == decision.c.id)
        .where(comment.c.site_id == site_id)
        .order_by(decision.c.seq.desc() if newest_first else decision.c.seq)
        .limit(limit)
    )
    if after is not None:
        query = query.where(decision.c.seq < after if newest_first else decision.c.seq > after)
    return [dict(row) for row in db.execute(query).mappings()]


def length_of_log(db: Db) -> int:
    """How many decisions there are, over all sites: the chain is one."""
    return int(db.execute(select(func.count()).select_from(decision)).scalar_one())
