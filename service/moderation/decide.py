"""A person's decisions: each is checked against the comment as it is now, then all are carried out together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.checks.codes import HARM
from service.domain.errors import (
    CaseClaimed,
    Conflict,
    DecisionStale,
    Fault,
    Invalid,
    NotFound,
    TaliqError,
    TransitionNotAllowed,
)
from service.domain.ids import new_id
from service.domain.reasons import REASONS
from service.domain.states import Action, State, is_allowed
from service.moderation.casework import carry_out
from service.moderation.moves import Actor, Move, Moved
from service.store.cases import OpenCase, lock_open_cases
from service.store.engine import Db
from service.store.moves import LockedComment, lock_comments

MOST_DECISIONS = 500

ACTIONS = (Action.APPROVE, Action.REJECT, Action.REMOVE, Action.RESTORE, Action.HOLD, Action.ESCALATE)
"""What a moderator may ask for."""

_TARGETS = {
    Action.APPROVE: State.PUBLISHED,
    Action.RESTORE: State.PUBLISHED,
    Action.REJECT: State.REJECTED,
    Action.REMOVE: State.REMOVED,
    Action.HOLD: State.HELD,
}
# Verdicts on what waits in the queue: where somebody has decided meanwhile, they come too late.
_QUEUE_VERDICTS = (Action.APPROVE, Action.REJECT, Action.HOLD, Action.ESCALATE)
_DECIDED = (State.PUBLISHED, State.REJECTED, State.REMOVED)


@dataclass(frozen=True, slots=True)
class Wish:
    """One decision as asked for.

    revision: the newest one that the person has read. version: of the comment, where the person
    insists that nothing at all has changed. mask: code-point spans of the body to cover.
    """

    comment_id: str
    revision: int
    action: Action
    reason: str | None = None
    note: str | None = None
    mask: tuple[tuple[int, int], ...] | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one wish: done | unchanged | refused.

    state: of the comment afterwards, None for one that is unknown. problem: why it was refused.
    current: the comment that a refused wish met.
    """

    comment_id: str
    status: str
    state: State | None
    problem: TaliqError | None = None
    current: LockedComment | None = None


@dataclass(slots=True)
class Decided:
    """A batch: its id, a result for each wish in order, and the (site, article) pages that changed."""

    batch_id: str
    results: list[Result] = field(default_factory=list)
    pages: set[tuple[str, str]] = field(default_factory=set)


def decide(
    db: Db,
    wishes: Sequence[Wish],
    *,
    site_id: str,
    actor: Actor,
    now: datetime,
    grace: timedelta = timedelta(0),
) -> Decided:
    """Carry out what can be carried out; nothing about one wish keeps another from being done.

    At most 500 wishes (the caller sees to it). A comment named twice is decided twice, in order.
    grace: how long the outside is not told yet; a batch undone within it is never told.
    """
    decided = Decided(new_id("bat"))
    comments = lock_for_site(db, [wish.comment_id for wish in wishes], site_id)
    for number, batch in enumerate(_without_repeats(wishes)):
        ids = [wish.comment_id for wish in batch]
        if number:  # the earlier rounds have moved some of these
            comments |= lock_for_site(db, ids, site_id)
        cases = lock_open_cases(db, [each for each in ids if each in comments])
        answers: list[Move | Result] = [
            _answer(wish, comments, cases, actor, decided.batch_id, now, grace) for wish in batch
        ]
        finish(db, answers, cases, decided, now=now)
    return decided


def lock_for_site(db: Db, ids: Sequence[str], site_id: str) -> dict[str, LockedComment]:
    """Comments of this site, locked; those of others are as unknown as those that do not exist."""
    locked = lock_comments(db, sorted(set(ids)))
    return {each: found for each, found in locked.items() if found.site_id == site_id}


def finish(
    db: Db,
    answers: Sequence[Move | Result],
    cases: Mapping[str, OpenCase],
    decided: Decided,
    *,
    now: datetime,
) -> None:
    """Carry out the moves among the answers, and add a result for each answer to `decided`."""
    moves = [answer for answer in answers if isinstance(answer, Move)]
    moved: Iterator[Moved] = iter(carry_out(db, moves, cases, now=now))
    for answer in answers:
        if isinstance(answer, Result):
            decided.results.append(answer)
            continue
        done = next(moved)
        decided.results.append(Result(done.comment_id, "done", done.state))
        if done.page is not None:
            decided.pages.add(done.page)


def refused(problem: TaliqError, comment_id: str, comment: LockedComment | None) -> Result:
    """The result of a wish that cannot be fulfilled."""
    return Result(comment_id, "refused", comment.state if comment else None, problem, comment)


def stale(comment: LockedComment) -> DecisionStale:
    """The refusal of a decision about something that has changed since."""
    return DecisionStale(
        state=comment.state, revision=comment.head_rev, version=comment.version, body=comment.body
    )


def require_unclaimed(case: OpenCase | None, actor: Actor, now: datetime) -> None:
    """Raises CaseClaimed while the case is leased to somebody else."""
    if case is not None and case.is_claimed_by_other(actor.id, now):
        raise CaseClaimed(until=case.lease_until)


def require_reason(action: Action, reason: str | None) -> None:
    """Raises Invalid: `reason.required` where one is missing, `reason.unknown` for one that nobody knows."""
    if reason is None and action in {Action.REJECT, Action.REMOVE}:
        raise Invalid([Fault("reason", "field.required")], "reason.required")
    if reason is not None and reason not in REASONS and reason not in HARM:
        raise Invalid([Fault("reason", "field.choice")], "reason.unknown")


def _without_repeats(wishes: Sequence[Wish]) -> Iterator[list[Wish]]:
    """The wishes in order, cut so that no piece names a comment twice."""
    piece: dict[str, Wish] = {}
    for wish in wishes:
        if wish.comment_id in piece:
            yield list(piece.values())
            piece = {}
        piece[wish.comment_id] = wish
    if piece:
        yield list(piece.values())


def _answer(
    wish: Wish,
    comments: Mapping[str, LockedComment],
    cases: Mapping[str, OpenCase],
    actor: Actor,
    batch_id: str,
    now: datetime,
    grace: timedelta,
) -> Move | Result:
    comment = comments.get(wish.comment_id)
    case = cases.get(wish.comment_id)
    try:
        if comment is None:
            raise NotFound("comment.not_found")
        if wish.revision != comment.head_rev or wish.version not in {None, comment.version}:
            raise stale(comment)
        if _is_fulfilled(wish, comment, case):
            return Result(comment.id, "unchanged", comment.state)
        _require_fitting(wish, comment)
        require_unclaimed(case, actor, now)
        require_reason(wish.action, wish.reason)
        mask = _checked_mask(wish, comment)
    except TaliqError as problem:
        return refused(problem, wish.comment_id, comment)
    return Move(
        comment=comment,
        action=wish.action,
        actor=actor,
        revision=wish.revision,
        reason=wish.reason,
        note=wish.note,
        mask=mask,
        batch_id=batch_id,
        grace=grace,
    )


def _is_fulfilled(wish: Wish, comment: LockedComment, case: OpenCase | None) -> bool:
    if wish.action is Action.ESCALATE:
        return case is not None and case.escalated_at is not None
    return comment.state is _TARGETS[wish.action]


def _require_fitting(wish: Wish, comment: LockedComment) -> None:
    if is_allowed(comment.state, wish.action):
        if _TARGETS.get(wish.action) is State.PUBLISHED and comment.unchecked_rev is not None:
            raise Conflict("comment.not_checked")  # nothing is published without its checks, by nobody
        return
    if wish.action in _QUEUE_VERDICTS and comment.state in _DECIDED:
        raise stale(comment)
    raise TransitionNotAllowed(state=comment.state, action=wish.action)


def _checked_mask(wish: Wish, comment: LockedComment) -> tuple[tuple[int, int], ...] | None:
    """The spans in order, overlapping ones joined. Raises Invalid outside the body or of a hiding decision."""
    if wish.mask is None:
        return None
    if wish.action not in {Action.APPROVE, Action.RESTORE}:
        raise Invalid([Fault("mask", "mask.not_publishing")], "mask.invalid")
    length = len(comment.body)
    faults = [
        Fault(f"mask.{place}", "mask.outside", {"max": length})
        for place, (start, end) in enumerate(wish.mask)
        if not 0 <= start < end <= length
    ]
    if faults:
        raise Invalid(faults, "mask.invalid")
    joined: list[tuple[int, int]] = []
    for start, end in sorted(wish.mask):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
