"""A backlog is claimed batch after batch where outcomes are written: nothing is checked twice or left behind."""

from datetime import datetime, timedelta

from service.domain.states import State
from service.moderation.evaluate import LEASE, evaluate_pending
from service.store.engine import Store
from service.store.tables import verdict
from tests.support.evaluation import count, row_of, rules, state_of
from tests.support.rows import PLAIN, a_pending_comment

SECOND = timedelta(seconds=1)


def three_comments(store: Store, noon: datetime) -> list[str]:
    with store.transaction() as db:
        return [
            a_pending_comment(db, f"{PLAIN} {word}", submitted_at=noon + SECOND * number)
            for number, word in enumerate(["أولا", "ثانيا", "ثالثا"])
        ]


class TestClaimingAhead:
    def test_the_next_comments_are_claimed_with_the_outcomes_and_evaluated_by_the_next_call(
        self, store: Store, noon: datetime
    ):
        made = three_comments(store, noon)
        first = evaluate_pending(store, rules(), now=noon + 5 * SECOND, limit=2, claim_next=True)
        assert [each.comment_id for each in first.upcoming] == made[2:]
        assert row_of(store, made[2])["lease_until"] == noon + 5 * SECOND + LEASE
        then = evaluate_pending(store, rules(), now=noon + 6 * SECOND, limit=2, claims=first.upcoming)
        assert (then.claimed, then.upcoming) == (1, ())
        assert [state_of(store, each) for each in made] == [State.PUBLISHED] * 3
        assert count(store, verdict) == 3

    def test_nobody_else_gets_what_is_claimed_ahead(self, store: Store, noon: datetime):
        three_comments(store, noon)
        evaluate_pending(store, rules(), now=noon + 5 * SECOND, limit=2, claim_next=True)
        assert evaluate_pending(store, rules(), now=noon + 6 * SECOND).claimed == 0

    def test_whoever_claims_ahead_and_dies_leaves_only_a_lease_that_ends(self, store: Store, noon: datetime):
        made = three_comments(store, noon)
        evaluate_pending(store, rules(), now=noon + 5 * SECOND, limit=2, claim_next=True)
        later = noon + 5 * SECOND + LEASE
        assert evaluate_pending(store, rules(), now=later).claimed == 1
        assert state_of(store, made[2]) is State.PUBLISHED

    def test_nothing_is_claimed_ahead_without_being_asked_for(self, store: Store, noon: datetime):
        three_comments(store, noon)
        assert evaluate_pending(store, rules(), now=noon + 5 * SECOND, limit=2).upcoming == ()
        assert evaluate_pending(store, rules(), now=noon + 6 * SECOND, claim_next=True).upcoming == ()
