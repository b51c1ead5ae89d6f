"""Judging: how findings become one explained outcome."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checks.codes import HARM
from service.checks.policy import DEFAULT_POLICY, judge
from service.domain.comments import ArticleMode
from service.domain.verdicts import CheckResult, Effect, Outcome, Signal
from tests.checks.comments import comment

CLEAN = tuple(CheckResult(check) for check in DEFAULT_POLICY.required)


def verdict(*signals, policy=DEFAULT_POLICY, results=CLEAN, **facts):
    found = {result.check: result for result in results}
    for signal in signals:
        before = found.get(signal.check, CheckResult(signal.check))
        found[signal.check] = replace(before, signals=(*before.signals, signal))
    return judge(comment(**facts), tuple(found.values()), policy)


def codes(judged):
    return [reason.code for reason in judged.reasons]


class TestOutcome:
    def test_nothing_found_publishes(self):
        clean = verdict()
        assert (clean.outcome, clean.reasons, clean.priority) == (Outcome.PUBLISH, (), 0.0)
        assert clean.policy_version == DEFAULT_POLICY.version

    @pytest.mark.parametrize(
        ("score", "outcome"), [(0.59, Outcome.PUBLISH), (0.6, Outcome.HOLD), (1.0, Outcome.HOLD)]
    )
    def test_a_model_holds_from_its_threshold_and_never_rejects_by_itself(self, score, outcome):
        assert verdict(Signal("abuse", "abuse.model", score)).outcome is outcome

    def test_it_rejects_where_the_site_says_so(self):
        strict = replace(DEFAULT_POLICY, reject_at={"abuse": 0.95})
        assert verdict(Signal("abuse", "abuse.model", 0.94), policy=strict).outcome is Outcome.HOLD
        assert verdict(Signal("abuse", "abuse.model", 0.95), policy=strict).outcome is Outcome.REJECT

    @pytest.mark.parametrize(
        ("effect", "outcome"),
        [(Effect.NOTE, Outcome.PUBLISH), (Effect.HOLD, Outcome.HOLD), (Effect.REJECT, Outcome.REJECT)],
    )
    def test_a_signal_that_asks_for_something_gets_it(self, effect, outcome):
        assert verdict(Signal("lists", "abuse.insult", 1.0, effect=effect)).outcome is outcome

    def test_a_check_without_a_threshold_only_notes(self):
        assert verdict(Signal("elsewhere", "list.match", 1.0)).outcome is Outcome.PUBLISH

    @pytest.mark.parametrize(
        ("mode", "code"), [(ArticleMode.PRE, "article.pre"), (ArticleMode.CLOSED, "article.closed")]
    )
    def test_the_article_may_want_a_person(self, mode, code):
        held = verdict(article_mode=mode)
        assert (held.outcome, codes(held)) == (Outcome.HOLD, [code])

    @pytest.mark.parametrize(
        ("published", "outcome"), [(0, Outcome.HOLD), (1, Outcome.HOLD), (2, Outcome.PUBLISH)]
    )
    def test_a_new_author_waits_where_the_site_says_so(self, published, outcome):
        careful = replace(DEFAULT_POLICY, new_author_holds=2)
        assert verdict(policy=careful, author_published=published).outcome is outcome

    def test_published_comments_under_a_typed_address_make_nobody_known(self):
        careful = replace(DEFAULT_POLICY, new_author_holds=1)
        spoofed = verdict(policy=careful, author_published=50, proven_published=0)
        assert (spoofed.outcome, codes(spoofed)) == (Outcome.HOLD, ["author.new"])
        assert verdict(policy=careful, proven_published=1).outcome is Outcome.PUBLISH

    def test_a_ban_rejects_before_anything_holds(self):
        ban = Signal("sanctions", "sanction.ban", 1.0, effect=Effect.REJECT)
        judged = verdict(Signal("lists", "abuse.threat", 1.0, effect=Effect.HOLD), ban)
        assert (judged.outcome, codes(judged)) == (Outcome.REJECT, ["sanction.ban", "abuse.threat"])


class TestWhatCouldNotBeChecked:
    @pytest.mark.parametrize("check", DEFAULT_POLICY.required)
    def test_a_required_check_that_failed_holds(self, check):
        results = tuple(replace(each, error="unavailable") if each.check == check else each for each in CLEAN)
        held = verdict(results=results)
        assert (held.outcome, codes(held), held.reasons[0].check) == (
            Outcome.HOLD,
            ["check.unavailable"],
            check,
        )

    @pytest.mark.parametrize("check", DEFAULT_POLICY.required)
    def test_a_required_check_that_is_missing_holds(self, check):
        held = verdict(results=tuple(each for each in CLEAN if each.check != check))
        assert codes(held) == ["check.unavailable"]

    def test_another_one_that_was_out_of_reach_does_not(self):
        assert (
            verdict(results=(*CLEAN, CheckResult("outside", error="unavailable"))).outcome is Outcome.PUBLISH
        )

    def test_but_one_that_crashed_does(self):
        assert (
            verdict(results=(*CLEAN, CheckResult("links", error="crashed:ValueError"))).outcome
            is Outcome.HOLD
        )


class TestReasons:
    def test_worst_first_and_each_code_once(self):
        judged = verdict(
            Signal("privacy", "privacy.email", 0.6),
            Signal("lists", "abuse.threat", 1.0, effect=Effect.HOLD),
            Signal("lists", "abuse.insult", 0.7, effect=Effect.HOLD),
            Signal("lists", "abuse.insult", 1.0, effect=Effect.HOLD),
        )
        assert [(reason.code, reason.score) for reason in judged.reasons] == [
            ("abuse.threat", 1.0),
            ("abuse.insult", 1.0),
            ("privacy.email", 0.6),
        ]


class TestPriority:
    def test_a_threat_comes_before_spam(self):
        threat = verdict(Signal("lists", "abuse.threat", 1.0, effect=Effect.HOLD))
        spam = verdict(Signal("spam", "spam.model", 1.0))
        assert threat.priority > spam.priority

    def test_a_wide_campaign_comes_before_a_small_one(self):
        small, wide = (
            verdict(Signal("repetition", "repetition.campaign", 0.6, (), {"count": count}))
            for count in (3, 9)
        )
        assert wide.priority > small.priority

    def test_an_attack_on_another_reader_comes_first(self):
        attack = Signal("abuse", "abuse.model", 0.8)
        assert verdict(attack, parent_body="رأيي مختلف").priority > verdict(attack).priority

    @given(
        st.lists(st.tuples(st.sampled_from(sorted(HARM)), st.floats(0, 1)), max_size=12),
        st.integers(0, 50),
        st.integers(0, 50),
        st.booleans(),
    )
    def test_its_parts_sum_and_stay_between_nothing_and_a_hundred(self, found, published, rejected, reply):
        signals = [Signal("lists", code, score, (), {"count": 50}, Effect.HOLD) for code, score in found]
        judged = verdict(
            *signals,
            author_published=published,
            author_rejected=rejected,
            parent_body="نص" if reply else None,
        )
        assert judged.priority == pytest.approx(sum(judged.priority_parts.values()))
        assert 0 <= judged.priority <= 100
        assert judged == verdict(
            *signals,
            author_published=published,
            author_rejected=rejected,
            parent_body="نص" if reply else None,
        )
