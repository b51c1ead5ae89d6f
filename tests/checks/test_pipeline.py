"""The pipeline: every check on every comment, and faults that stay where they happen."""

import time

import pytest

from service.checks.lists import compile_lists
from service.checks.pipeline import CHECKS, run_checks
from service.checks.policy import DEFAULT_POLICY, judge
from service.checks.starter import load_starter_lists
from service.domain.comments import SanctionFact
from service.domain.verdicts import Outcome
from tests.checks.comments import comment, entry
from tests.checks.models import BROKEN, CERTAIN, CLEAN, NOT_A_NUMBER

NO_LISTS = compile_lists([])


def run(*batch, lists=NO_LISTS, models=CLEAN):
    return run_checks(batch, lists=lists, policy=DEFAULT_POLICY, models=models)


def by_check(results):
    return {result.check: result for result in results}


class TestEveryCheck:
    def test_all_run_in_order_on_all_comments(self):
        for results in run(comment(), comment("تعليق ثان"), comment("")):
            assert tuple(result.check for result in results) == CHECKS
            assert all(result.error is None and result.ms >= 0 for result in results)

    def test_a_decisive_signal_does_not_stop_the_others(self):
        banned = comment("يا كلب 0501234567", sanctions=(SanctionFact("ban", "author", ""),))
        (results,) = run(banned, lists=compile_lists([entry("يا كلب", kind="phrase")]))
        assert {check for check, result in by_check(results).items() if result.signals} == {
            "sanctions",
            "lists",
            "privacy",
        }

    def test_a_clean_comment_has_no_signals(self):
        (results,) = run(comment())
        assert [signal for result in results for signal in result.signals] == []

    def test_no_comments_give_no_results(self):
        assert run() == []

    def test_the_same_comment_gives_the_same_findings_in_any_batch(self):
        one, many = run(comment("t.me/x")), run(comment(), comment("t.me/x"), comment("نص آخر"))
        assert [result.signals for result in one[0]] == [result.signals for result in many[1]]


class TestFaults:
    def test_a_check_that_raises_is_an_error_of_this_comment_alone(self):
        strange = comment(sanctions=(SanctionFact("unheard of", "author", ""),))
        first, second = run(strange, comment())
        assert by_check(first)["sanctions"].error == "crashed:KeyError"
        assert by_check(second)["sanctions"].error is None
        assert [result.error for result in first if result.check != "sanctions"] == [None] * (len(CHECKS) - 1)

    def test_a_crashed_check_is_never_clean(self):
        strange = comment(sanctions=(SanctionFact("unheard of", "author", ""),))
        (results,) = run(strange)
        verdict = judge(strange, results, DEFAULT_POLICY)
        assert (verdict.outcome, verdict.reasons[0].code) == (Outcome.HOLD, "check.unavailable")

    @pytest.mark.parametrize("models", [None, BROKEN, NOT_A_NUMBER], ids=["none", "broken", "not a number"])
    def test_models_that_give_no_score_are_unavailable(self, models):
        (results,) = run(comment(), models=models)
        found = by_check(results)
        assert (found["spam"].error, found["abuse"].error) == ("unavailable", "unavailable")
        assert judge(comment(), results, DEFAULT_POLICY).outcome is Outcome.HOLD

    def test_a_models_score_alone_holds(self):
        (results,) = run(comment(), models=CERTAIN)
        verdict = judge(comment(), results, DEFAULT_POLICY)
        assert verdict.outcome is Outcome.HOLD
        assert {reason.code for reason in verdict.reasons} == {"abuse.model", "spam.model"}


HOSTILE = {
    "starred": "ك*" * 5_000,
    "starred words": "ح*ار " * 2_000,
    "letters apart": "ك.ل.ب " * 1_600,
    "letters in a row": "ك ل " * 2_500,
    "one word": "كلبكلب" * 1_600,
    "insults": "يا كلب " * 1_400,
    "Arabizi": "7a3b 3ars ya " * 770,
    "digits": "0 5" * 3_300,
    "account": "sa03" * 2_500,
    "at signs": "a@" * 5_000,
    "dots": "a.b" * 3_300,
    "quotation": "قال لجاره يا كلب " * 580,
    "marks": "ك" + "\u064b" * 9_999,
    "ligatures": "ﷺ" * 10_000,
    "lone surrogates": "\ud800ك" * 5_000,
}


class TestTime:
    @pytest.mark.parametrize("kind", HOSTILE)
    def test_the_longest_comment_is_checked_in_time(self, kind):
        lists = compile_lists(load_starter_lists())
        run(comment("https://example.com"), lists=lists)  # the lists of top-level domains are read once
        started = time.process_time()
        (results,) = run(comment(HOSTILE[kind], article_title="محكمة تدين من قال لجاره يا كلب"), lists=lists)
        assert time.process_time() - started < 1.5
        assert [result.error for result in results] == [None] * len(CHECKS)
