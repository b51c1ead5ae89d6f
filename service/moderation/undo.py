"""Taking a batch back: new decisions that reverse those nobody has built upon since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from service.domain.errors import NotFound, TaliqError, TransitionNotAllowed
from service.domain.ids import new_id
from service.domain.reasons import ANY_REASON
from service.domain.states import Action, State, next_state
from service.moderation.decide import (
    Decided,
    Result,
    finish,
    lock_for_site,
    refused,
    require_unclaimed,
    stale,
)
from service.moderation.moves import Actor, Move
from service.store.audit import LastDecision, last_decisions, last_refusal_reasons
from service.store.cases import OpenCase, lock_open_cases
from service.store.decisions import decisions_of_batch
from service.store.engine import Db
from service.store.events import cancel_waiting
from service.store.moves import LockedComment

_REVERSE = {
    Action.APPROVE: Action.HOLD,
    Action.REJECT: Action.REOPEN,
    Action.REOPEN: Action.REJECT,
    Action.REMOVE: Action.RESTORE,
    Action.RESTORE: Action.REMOVE,
    Action.HOLD: Action.APPROVE,
    Action.ESCALATE: Action.ESCALATE,  # a case is escalated or not: the second time takes it back
}


@dataclass(frozen=True, slots=True)
class _Scene:
    comments: Mapping[str, LockedComment]
    cases: Mapping[str, OpenCase]
    last: Mapping[str, LastDecision]
    reasons: Mapping[str, str]


def undo_batch(db: Db, batch_id: str, *, site_id: str, actor: Actor, now: datetime) -> Decided:
    """Reverse each decision of the batch that is still the last one on its comment.

    What somebody has decided on since is refused (`decision.stale`); what has been taken back
    already is unchanged. The undoing is a batch of its own, which can be undone. Within the grace of
    a decision neither it nor its undoing is told outside.
    Raises NotFound (`batch.not_found`) for an id under which this site decided nothing.
    """
    made = decisions_of_batch(db, batch_id)
    ids = [decision["comment_id"] for decision in made]
    comments = lock_for_site(db, ids, site_id)
    if not comments:
        raise NotFound("batch.not_found")
    scene = _Scene(comments, lock_open_cases(db, ids), last_decisions(db, ids), last_refusal_reasons(db, ids))
    decided = Decided(new_id("bat"))
    answers = [_answer(decision, scene, actor, decided.batch_id, now) for decision in made]
    finish(db, _untold(db, answers, now), scene.cases, decided, now=now)
    return decided


def _untold(db: Db, answers: Sequence[Move | Result], now: datetime) -> list[Move | Result]:
    """The answers; what takes back a change that the outside has not heard of stays inside with it."""
    numbers = {
        each.comment.id: each.comment.sequence
        for each in answers
        if isinstance(each, Move) and each.target is not each.comment.state
    }
    untold = cancel_waiting(db, numbers, now=now)
    return [
        replace(each, is_told=False) if isinstance(each, Move) and each.comment.id in untold else each
        for each in answers
    ]


def _answer(
    made: Mapping[str, Any], scene: _Scene, actor: Actor, batch_id: str, now: datetime
) -> Move | Result:
    comment = scene.comments[made["comment_id"]]
    last = scene.last[comment.id]
    if last.reverses_id == made["id"]:
        return Result(comment.id, "unchanged", comment.state)
    try:
        if last.id != made["id"] or made["revision"] != comment.head_rev:
            raise stale(comment)
        require_unclaimed(scene.cases.get(comment.id), actor, now)
        reason = scene.reasons.get(comment.id, ANY_REASON)
        return _reversal(made, comment, actor, batch_id, reason)
    except TaliqError as problem:
        return refused(problem, comment.id, comment)


def _reversal(
    made: Mapping[str, Any], comment: LockedComment, actor: Actor, batch_id: str, reason: str
) -> Move:
    """The move back. reason: for which the comment was turned down before, in case it is so again.

    Raises TransitionNotAllowed where going back would publish what had never been public.
    """
    action = _REVERSE[Action(made["action"])]
    if action is Action.APPROVE and made["from_state"] != State.PUBLISHED:
        raise TransitionNotAllowed(state=comment.state, action=action)
    next_state(comment.state, action)
    return Move(
        comment=comment,
        action=action,
        actor=actor,
        revision=made["revision"],
        reason=reason if action in {Action.REJECT, Action.REMOVE} else None,
        batch_id=batch_id,
        reverses_id=made["id"],
    )
