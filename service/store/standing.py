"""What people decided about the earlier comments of an author's line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.store.engine import Db
from service.store.tables import comment, decision
from service.store.values import among


@dataclass(frozen=True, slots=True)
class PersonsDecision:
    """One decision of a person. reverses_id: the decision that it took back, None where it judged."""

    id: str
    author_line: str
    comment_id: str
    revision: int
    action: str
    reverses_id: str | None
    created_at: datetime


def decisions_by_people(db: Db, lines: Sequence[str], *, since: datetime) -> list[PersonsDecision]:
    """Decisions of people on comments of these lines that were sent since then, in the order made."""
    if not lines:
        return []
    query = (
        select(
            decision.c.id,
            comment.c.author_line,
            decision.c.comment_id,
            decision.c.revision,
            decision.c.action,
            decision.c.reverses_id,
            decision.c.created_at,
        )
        .join(decision, decision.c.comment_id == comment.c.id)
        .where(
            comment.c.author_line.in_(among(lines)),
            comment.c.submitted_at >= since,
            decision.c.actor_kind == "moderator",
        )
        .order_by(decision.c.seq)
    )
    return [PersonsDecision(**row) for row in db.execute(query).mappings()]
