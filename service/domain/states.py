"""What the public may see of a comment, and every move between those states.

`_NEXT` is the only table of transitions in the product; nobody assigns a
comment's state without asking `next_state` first.
"""

from enum import StrEnum

from service.domain.errors import TransitionNotAllowed


class State(StrEnum):
    """`REJECTED` was never public, `REMOVED` was."""

    PENDING = "pending"
    HELD = "held"
    PUBLISHED = "published"
    REJECTED = "rejected"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Action(StrEnum):
    APPROVE = "approve"
    HOLD = "hold"
    REJECT = "reject"
    REMOVE = "remove"
    RESTORE = "restore"
    ESCALATE = "escalate"  # the case moves to senior moderators; the state stays
    REOPEN = "reopen"  # only by undoing a rejection: the comment waits for a person again
    WITHDRAW = "withdraw"
    ERASE = "erase"


LIVE = (State.PENDING, State.HELD, State.PUBLISHED, State.REJECTED, State.REMOVED)

_NEXT: dict[tuple[State, Action], State] = {
    (State.PENDING, Action.APPROVE): State.PUBLISHED,
    (State.PENDING, Action.HOLD): State.HELD,
    (State.PENDING, Action.REJECT): State.REJECTED,
    (State.HELD, Action.APPROVE): State.PUBLISHED,
    (State.HELD, Action.REJECT): State.REJECTED,
    (State.HELD, Action.ESCALATE): State.HELD,
    (State.PUBLISHED, Action.HOLD): State.HELD,
    (State.PUBLISHED, Action.REMOVE): State.REMOVED,
    (State.REJECTED, Action.RESTORE): State.PUBLISHED,
    (State.REMOVED, Action.RESTORE): State.PUBLISHED,
    (State.REJECTED, Action.REOPEN): State.HELD,
    **{(state, Action.WITHDRAW): State.WITHDRAWN for state in LIVE},
    **{(state, Action.ERASE): State.ERASED for state in (*LIVE, State.WITHDRAWN)},
}


def next_state(state: State, action: Action) -> State:
    """The state that `action` leads to.

    Raises TransitionNotAllowed where the table has no such move.
    """
    try:
        return _NEXT[state, action]
    except KeyError:
        raise TransitionNotAllowed(state=state, action=action) from None


def is_allowed(state: State, action: Action) -> bool:
    """Whether the table has this move."""
    return (state, action) in _NEXT
