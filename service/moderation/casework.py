"""Carrying out a person's moves together with their cases: what is moved is never left as open work."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from service.domain.reasons import MODERATOR_HELD
from service.domain.states import Action, State
from service.moderation.moves import Move, Moved, apply_moves
from service.store import cases as store
from service.store.cases import NewCase, OpenCase, PastCase
from service.store.engine import Db

DUE_AFTER = timedelta(minutes=60)
"""How long a case that a person opened may wait."""

_PRIORITY = 50.0


def carry_out(db: Db, moves: Sequence[Move], cases: Mapping[str, OpenCase], *, now: datetime) -> list[Moved]:
    """Apply moves, then open, close or escalate the cases of their comments.

    cases: the open one of each comment, as `lock_open_cases` gave it in this transaction.
    Every move must be allowed by the table and name a comment once. Checks that are still to
    come only add what they find: they move nothing that a person has decided.
    """
    moved = apply_moves(db, moves, now=now)
    escalating = [move.comment.id for move in moves if move.action is Action.ESCALATE]
    marked = {each for each in escalating if each in cases and cases[each].escalated_at is not None}
    store.escalate_cases(db, sorted(marked), at=None)
    store.escalate_cases(db, sorted(set(escalating) - marked), at=now)
    moving = [move for move in moves if move.action is not Action.ESCALATE]
    store.close_cases(db, [move.comment.id for move in moving if move.target is not State.HELD], now=now)
    opening = [move for move in moving if move.target is State.HELD and move.comment.id not in cases]
    past = store.newest_cases(db, [move.comment.id for move in opening])
    store.open_cases(db, [_case(move, past.get(move.comment.id), now) for move in opening], now=now)
    return moved


def _case(move: Move, past: PastCase | None, now: datetime) -> NewCase:
    """The case of a comment that a person put into the queue; it keeps what it was about before."""
    known = past or PastCase([], _PRIORITY, {"moderator": _PRIORITY})
    named = [move.reason] if move.reason is not None else []
    return NewCase(
        site_id=move.comment.site_id,
        article_id=move.comment.article_id,
        comment_id=move.comment.id,
        revision=move.revision,
        kind="new" if move.comment.state is State.PENDING else "recheck",
        language=move.comment.language,
        reasons=list(dict.fromkeys([*named, *known.reasons])) or [MODERATOR_HELD],
        priority=known.priority,
        priority_parts=known.priority_parts,
        due_at=now + DUE_AFTER,
    )
