"""Trust: earned by people's decisions, fading, and only ever a matter of thresholds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checks.policy import DEFAULT_POLICY, judge
from service.checks.trust import HALF_LIFE_DAYS, check_trust, trust_of
from service.domain.comments import DecisionFact
from service.domain.verdicts import CheckResult, Effect, Outcome, Signal
from tests.checks.comments import comment

DECISIONS = st.lists(
    st.builds(DecisionFact, approved=st.booleans(), days_ago=st.floats(0, 2_000)), max_size=40
)


def approved(count, days=0.0):
    return [DecisionFact(True, days)] * count


def rejected(count, days=0.0):
    return [DecisionFact(False, days)] * count


class TestScore:
    @pytest.mark.parametrize("made", [[], approved(4), rejected(4), approved(2) + rejected(2)])
    def test_below_five_decisions_there_is_none(self, made):
        assert trust_of(made) is None

    def test_from_five_on_good_and_bad_records_part(self):
        assert trust_of(approved(5)) > 0.5
        assert trust_of(rejected(5)) < -0.5

    def test_one_fresh_rejection_weighs_more_than_one_approval(self):
        assert trust_of(approved(9) + rejected(1)) < 0.6 * trust_of(approved(10))
        assert trust_of(approved(3) + rejected(3)) < 0

    def test_an_old_rejection_weighs_less_than_a_fresh_one(self):
        assert trust_of(approved(6) + rejected(1, HALF_LIFE_DAYS)) > trust_of(approved(6) + rejected(1))

    def test_it_fades_with_time(self):
        ages = [0, HALF_LIFE_DAYS, 2 * HALF_LIFE_DAYS, 8 * HALF_LIFE_DAYS]
        scores = [trust_of(approved(8, days)) for days in ages]
        assert scores == sorted(scores, reverse=True)
        assert scores[-1] < 0.05

    @given(DECISIONS)
    def test_it_stays_between_minus_one_and_one(self, made):
        trust = trust_of(made)
        assert (trust is None) is (len(made) < 5)
        assert trust is None or -1 <= trust <= 1

    @given(DECISIONS.filter(lambda made: len(made) >= 5))
    def test_one_more_rejection_never_helps(self, made):
        assert trust_of([*made, *rejected(1)]) <= trust_of(made)


class TestSignal:
    def test_it_is_a_note_with_its_counts(self):
        (signal,) = check_trust(comment(author_decisions=(*approved(6), *rejected(1))))
        assert (signal.code, signal.effect) == ("author.trust", Effect.NOTE)
        assert signal.evidence["approved"], signal.evidence["rejected"] == (6, 1)
        assert signal.score == abs(signal.evidence["trust"])

    def test_an_unknown_author_has_none(self):
        assert check_trust(comment(author_published=500)) == ()


class TestThresholds:
    def outcome(self, decisions, *signals, policy=DEFAULT_POLICY):
        trust = CheckResult("trust", check_trust(comment(author_decisions=tuple(decisions))))
        ran = {check: CheckResult(check) for check in policy.required}
        for signal in signals:
            ran[signal.check] = CheckResult(signal.check, (signal,))
        return judge(comment(), (*ran.values(), trust), policy).outcome

    @pytest.mark.parametrize(
        ("score", "unknown", "trusted", "distrusted"),
        [
            (0.55, Outcome.PUBLISH, Outcome.PUBLISH, Outcome.HOLD),
            (0.65, Outcome.HOLD, Outcome.PUBLISH, Outcome.HOLD),
            (0.72, Outcome.HOLD, Outcome.HOLD, Outcome.HOLD),
        ],
    )
    def test_they_move_up_with_trust_and_down_without(self, score, unknown, trusted, distrusted):
        doubt = Signal("abuse", "abuse.model", score)
        assert self.outcome([], doubt) is unknown
        assert self.outcome(approved(20), doubt) is trusted
        assert self.outcome(rejected(20), doubt) is distrusted

    def test_a_site_may_switch_it_off(self):
        still = replace(DEFAULT_POLICY, trust_shift=0.0)
        assert self.outcome(approved(99), Signal("abuse", "abuse.model", 0.65), policy=still) is Outcome.HOLD

    def test_never_past_the_cap(self):
        lenient = replace(DEFAULT_POLICY, hold_at={"abuse": 0.85}, trust_shift=0.3)
        assert self.outcome(approved(99), Signal("abuse", "abuse.model", 0.9), policy=lenient) is Outcome.HOLD

    @pytest.mark.parametrize("effect", [Effect.HOLD, Effect.REJECT])
    def test_what_a_list_entry_asks_for_happens_all_the_same(self, effect):
        entry = Signal("lists", "abuse.insult", 1.0, effect=effect)
        assert self.outcome(approved(99), entry) is Outcome(effect.value)

    @pytest.mark.parametrize(
        "signal", [Signal("names", "name.direction", 0.51), Signal("privacy", "privacy.phone", 0.51)]
    )
    def test_other_peoples_names_and_details_are_no_matter_of_trust(self, signal):
        assert self.outcome(approved(99), signal) is Outcome.HOLD

    def test_trust_cannot_reject(self):
        assert self.outcome(rejected(99)) is Outcome.PUBLISH
