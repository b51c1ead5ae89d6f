"""What people decided about comments, with the texts they judged: what the models may learn from.

Only decisions and texts are read: no name, address or note of anybody.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from service.domain.states import Action, State
from service.store.engine import Db
from service.store.tables import comment, decision, revision

_PAGE = 500
_GONE = (State.WITHDRAWN, State.ERASED)
_JUDGING = (Action.APPROVE, Action.RESTORE, Action.REJECT, Action.REMOVE)


@dataclass(frozen=True, slots=True)
class DeskDecision:
    """The standing decision of a person on one revision. seq: its place in the log; later is larger.

    turned_down: rejected or removed, for `reason` (a code of `service.domain.reasons`, None for
    an approval). language: as guessed when the text was checked, None before that.
    """

    comment_id: str
    revision: int
    seq: int
    turned_down: bool
    reason: str | None
    body: str
    language: str | None


def desk_decisions(db: Db, *, after: str = "", limit: int = _PAGE) -> tuple[list[DeskDecision], str | None]:
    """A page of standing decisions in the order of comment ids, and where the next page begins (None: no more).

    limit: comments looked at, of which some have no standing decision. Texts that were erased or
    withdrawn by their author are left out.
    """
    query = (
        select(decision.c.comment_id)
        .where(decision.c.actor_kind == "moderator", decision.c.comment_id > after)
        .distinct()
        .order_by(decision.c.comment_id)
        .limit(limit)
    )
    ids = list(db.execute(query).scalars())
    return desk_decisions_of(db, ids), ids[-1] if len(ids) == limit else None


def all_desk_decisions(db: Db) -> Iterator[DeskDecision]:
    """Every standing decision, read a page at a time."""
    after: str | None = ""
    while after is not None:
        page, after = desk_decisions(db, after=after)
        yield from page


def desk_decisions_of(db: Db, comment_ids: Sequence[str]) -> list[DeskDecision]:
    """The standing decisions on these comments, at most one for each revision of them."""
    by_revision: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in db.execute(_decisions(comment_ids)):
        by_revision[row.comment_id, row.revision].append(row)
    found = (_standing(rows) for rows in by_revision.values())
    return [
        DeskDecision(
            row.comment_id, row.revision, row.seq, turned_down, row.reason if turned_down else None,
            row.body, row.language,
        )
        for row in found
        if row is not None
        for turned_down in (row.action in {Action.REJECT, Action.REMOVE},)
    ]  # fmt: skip


def _decisions(comment_ids: Sequence[str]) -> Select[Any]:
    return (
        select(
            *(decision.c[name] for name in ("id", "seq", "comment_id", "revision", "action", "reason")),
            *(decision.c[name] for name in ("mask", "reverses_id")),
            revision.c.body,
            revision.c.language,
        )
        .join(comment, comment.c.id == decision.c.comment_id)
        .join(
            revision,
            (revision.c.comment_id == decision.c.comment_id) & (revision.c.number == decision.c.revision),
        )
        .where(
            decision.c.comment_id.in_(comment_ids),
            decision.c.actor_kind == "moderator",
            comment.c.state.not_in(_GONE),
        )
        .order_by(decision.c.comment_id, decision.c.seq)
    )


def _standing(rows: Sequence[Any]) -> Any | None:
    """The last decision that nobody took back, where it is a judgement of the whole text.

    rows: of one revision, oldest first. Taking back what took back lets the first one stand again.
    An approval that covers a part says nothing of the whole; a comment put back into the queue
    is not judged yet.
    """
    taken_back: set[str] = set()
    for row in reversed(rows):
        if row.id in taken_back:
            continue
        if row.reverses_id is not None:
            taken_back.add(row.reverses_id)
        elif row.action != Action.ESCALATE:
            return row if row.action in _JUDGING and not row.mask else None
    return None
