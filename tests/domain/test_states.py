"""What the public may see of a comment, and the only ways for it to change."""

from itertools import product

import pytest

from service.domain.errors import TransitionNotAllowed
from service.domain.events import EventType, event_for_move
from service.domain.states import LIVE, Action, State, is_allowed, next_state

MOVES = {
    (State.PENDING, Action.APPROVE): State.PUBLISHED,
    (State.PENDING, Action.HOLD): State.HELD,
    (State.PENDING, Action.REJECT): State.REJECTED,
    (State.HELD, Action.APPROVE): State.PUBLISHED,
    (State.HELD, Action.REJECT): State.REJECTED,
    (State.HELD, Action.ESCALATE): State.HELD,
    (State.PUBLISHED, Action.HOLD): State.HELD,
    (State.PUBLISHED, Action.REMOVE): State.REMOVED,
    (State.REJECTED, Action.RESTORE): State.PUBLISHED,
    (State.REJECTED, Action.REOPEN): State.HELD,
    (State.REMOVED, Action.RESTORE): State.PUBLISHED,
    (State.PENDING, Action.WITHDRAW): State.WITHDRAWN,
    (State.HELD, Action.WITHDRAW): State.WITHDRAWN,
    (State.PUBLISHED, Action.WITHDRAW): State.WITHDRAWN,
    (State.REJECTED, Action.WITHDRAW): State.WITHDRAWN,
    (State.REMOVED, Action.WITHDRAW): State.WITHDRAWN,
    (State.PENDING, Action.ERASE): State.ERASED,
    (State.HELD, Action.ERASE): State.ERASED,
    (State.PUBLISHED, Action.ERASE): State.ERASED,
    (State.REJECTED, Action.ERASE): State.ERASED,
    (State.REMOVED, Action.ERASE): State.ERASED,
    (State.WITHDRAWN, Action.ERASE): State.ERASED,
}
OTHERS = sorted(set(product(State, Action)) - set(MOVES))


class TestMoves:
    @pytest.mark.parametrize(("start", "end"), MOVES.items(), ids=str)
    def test_these_are_allowed(self, start: tuple[State, Action], end: State):
        assert next_state(*start) is end
        assert is_allowed(*start)

    @pytest.mark.parametrize(("state", "action"), OTHERS)
    def test_every_other_one_is_refused(self, state: State, action: Action):
        assert not is_allowed(state, action)
        with pytest.raises(TransitionNotAllowed) as refusal:
            next_state(state, action)
        assert refusal.value.params == {"state": state, "action": action}

    def test_nothing_leads_out_of_erased(self):
        assert not [action for action in Action if is_allowed(State.ERASED, action)]

    def test_only_what_was_public_can_be_removed(self):
        assert [state for state in State if is_allowed(state, Action.REMOVE)] == [State.PUBLISHED]

    def test_an_author_can_withdraw_whatever_is_live(self):
        assert [state for state in State if is_allowed(state, Action.WITHDRAW)] == list(LIVE)


class TestEvents:
    @pytest.mark.parametrize("before", [State.REJECTED, State.REMOVED])
    def test_coming_back_is_told_as_restored(self, before: State):
        assert event_for_move(before, State.PUBLISHED) is EventType.COMMENT_RESTORED

    @pytest.mark.parametrize(("start", "end"), MOVES.items(), ids=str)
    def test_every_move_that_changes_the_state_has_one(self, start: tuple[State, Action], end: State):
        if start[0] is not end:
            assert event_for_move(start[0], end) in EventType
