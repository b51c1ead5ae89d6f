"""The one road from state to state: state, decision, event and counts in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.checks.explain import explain_code
from service.domain.events import event_for_move
from service.domain.states import Action, State, next_state
from service.store import moves as store
from service.store.decisions import NewDecision, append_decisions
from service.store.engine import Db
from service.store.events import NewEvent, add_events
from service.store.moves import LockedComment


@dataclass(frozen=True, slots=True)
class Actor:
    """Who decided. kind: policy | moderator | author | system; id: of the moderator, key or policy."""

    kind: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One wish to move a locked comment.

    revision: the one that was looked at; it becomes the public one where the move publishes.
    reasons: codes, worst first, told in the event; reason: the one that the decision names.
    mask: spans of the body that stay covered when published. grace: how long its event stays inside,
    so that it can be taken back unnoticed. is_told: False where what it takes back was never told.
    """

    comment: LockedComment
    action: Action
    actor: Actor
    revision: int
    reason: str | None = None
    reasons: tuple[str, ...] = ()
    note: str | None = None
    mask: tuple[tuple[int, int], ...] | None = None
    policy_version: str | None = None
    batch_id: str | None = None
    reverses_id: str | None = None
    grace: timedelta = timedelta(0)
    is_told: bool = True

    @property
    def target(self) -> State:
        """Where it leads. Raises TransitionNotAllowed where the table has no such move."""
        return next_state(self.comment.state, self.action)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one move. page: (site key, article key) whose public view changed, else None."""

    comment_id: str
    decision_id: str
    state: State
    page: tuple[str, str] | None


def apply_moves(db: Db, moves: Sequence[Move], *, now: datetime) -> list[Moved]:
    """Carry out moves of comments that `store.lock_comments` locked in this transaction.

    Every move must be allowed (TransitionNotAllowed otherwise, and nothing is written). The
    order is fixed, decisions first: the schema wants the evidence before the published row.
    """
    targets = [move.target for move in moves]
    decision_ids = append_decisions(
        db, [_decision(move, target) for move, target in zip(moves, targets, strict=True)], now=now
    )
    paired = list(zip(moves, targets, decision_ids, strict=True))
    changed = [(move, target, made) for move, target, made in paired if target is not move.comment.state]
    publishing = [(move, made) for move, target, made in changed if target is State.PUBLISHED]
    store.write_clearances(db, [_clearance(move, made, now) for move, made in publishing])
    for move, _ in publishing:
        if move.mask is not None:
            store.mask_revision(db, move.comment.id, move.revision, [list(span) for span in move.mask])
    store.write_states(db, [_change(move, target, now) for move, target, _ in changed])
    _count(db, [(move.comment, target) for move, target, _ in changed])
    add_events(db, [_event(move, target) for move, target, _ in changed], now=now)
    return [
        Moved(move.comment.id, made, target, _page(move.comment, target)) for move, target, made in paired
    ]


def _decision(move: Move, target: State) -> NewDecision:
    return NewDecision(
        comment_id=move.comment.id,
        revision=move.revision,
        actor_kind=move.actor.kind,
        actor_id=move.actor.id,
        action=move.action,
        from_state=move.comment.state,
        to_state=target,
        reason=move.reason,
        note=move.note,
        mask=[list(span) for span in move.mask] if move.mask is not None else None,
        policy_version=move.policy_version,
        batch_id=move.batch_id,
        reverses_id=move.reverses_id,
    )


def _clearance(move: Move, decision_id: str, now: datetime) -> dict[str, Any]:
    by_policy = move.actor.kind == "policy"
    return {
        "comment_id": move.comment.id,
        "revision": move.revision,
        "source": "policy" if by_policy else "moderator",
        "outcome": "publish" if by_policy else None,
        "decision_id": decision_id,
        "created_at": now,
    }


def _change(move: Move, target: State, now: datetime) -> dict[str, Any]:
    publishes = target is State.PUBLISHED
    return {
        "comment_id": move.comment.id,
        "expected_version": move.comment.version,
        "state": target,
        "state_since": now,
        "sequence": move.comment.sequence + 1,
        "public_rev": move.revision if publishes else move.comment.public_rev,
        "checked_rev": move.revision if publishes else None,
        "published_at": now if publishes else None,
    }


def _is_public_change(comment: LockedComment, target: State) -> bool:
    return (comment.state is State.PUBLISHED) != (target is State.PUBLISHED)


def _page(comment: LockedComment, target: State) -> tuple[str, str] | None:
    return (comment.site_key, comment.article_key) if _is_public_change(comment, target) else None


def _count(db: Db, changed: Sequence[tuple[LockedComment, State]]) -> None:
    articles: dict[str, int] = defaultdict(int)
    people: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    refused = (State.REJECTED, State.REMOVED)
    for comment, target in changed:
        public = (target is State.PUBLISHED) - (comment.state is State.PUBLISHED)
        turned_down = (target in refused) - (comment.state in refused)
        if public:
            articles[comment.article_id] += public
        published, rejected = people[comment.commenter_id]
        people[comment.commenter_id] = (published + public, rejected + turned_down)
    store.count_for_articles(db, articles)
    store.count_for_commenters(db, {key: both for key, both in people.items() if both != (0, 0)})


def _event(move: Move, target: State) -> NewEvent:
    comment = move.comment
    codes = move.reasons or ((move.reason,) if move.reason else ())
    data = {
        "comment_id": comment.id,
        "sequence": comment.sequence + 1,
        "article_id": comment.article_key,
        "site": comment.site_key,
        "state": target,
        "previous_state": comment.state,
        "body": comment.body,
        "author_name": comment.author_name,
        "reasons": [{"code": code, "message": explain_code(code, "ar")} for code in codes],
        "decided_by": move.actor.kind,
    }
    return NewEvent(
        site_id=comment.site_id,
        type=event_for_move(comment.state, target),
        comment_id=comment.id,
        sequence=comment.sequence + 1,
        data=data,
        grace=move.grace,
        is_told=move.is_told,
    )
