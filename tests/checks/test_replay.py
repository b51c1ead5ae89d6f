"""Replaying stored findings: what was written is what is judged again."""

import pytest

from service.checks.replay import Past, Person, mode_then, person_of, rerun, rules_that_differ, stored_results
from service.domain.comments import ArticleMode
from service.domain.states import State
from service.domain.verdicts import CheckResult, Effect, Policy, Signal
from tests.checks.comments import comment

SIGNAL = Signal("lists", "list.match", 0.9, ((2, 5),), {"entry": "lst_1"}, Effect.HOLD)
POLICY = Policy("p1", hold_at={})


def past(*results: CheckResult, state: State = State.HELD, person: Person | None = None) -> Past:
    return Past(comment("https://a.example https://b.example https://c.example"), state, results, person)


class TestStoredResults:
    def test_they_come_back_as_they_were(self):
        stored = {
            "code": "list.match",
            "score": 0.9,
            "spans": [[2, 5]],
            "evidence": {"entry": "lst_1"},
            "effect": "hold",
            "message": {"ar": "…", "en": "…"},
        }
        ran = [{"check": "lists", "ms": 0.2}, {"check": "spam", "ms": 0.1, "error": "unavailable"}]
        assert stored_results(ran, [("lists", [stored])]) == (
            CheckResult("lists", (SIGNAL,)),
            CheckResult("spam", error="unavailable"),
        )

    @pytest.mark.parametrize(
        ("codes", "mode"),
        [
            ([], ArticleMode.AUTO),
            (["abuse.model", "article.pre"], ArticleMode.PRE),
            (["article.closed"], ArticleMode.CLOSED),
        ],
    )
    def test_the_articles_mode_stands_among_the_reasons(self, codes: list[str], mode: ArticleMode):
        assert mode_then([{"code": code} for code in codes]) is mode


class TestPeople:
    @pytest.mark.parametrize(
        ("state", "said"),
        [
            ("published", Person.APPROVED),
            ("rejected", Person.REJECTED),
            ("removed", Person.REJECTED),
            ("held", None),
            (None, None),
        ],
    )
    def test_what_a_last_decision_means(self, state: str | None, said: Person | None):
        assert person_of(state) is said

    @pytest.mark.parametrize(
        ("state", "person", "innocent"),
        [
            (State.PUBLISHED, None, True),
            (State.PUBLISHED, Person.APPROVED, True),
            (State.HELD, None, False),
            (State.REJECTED, None, False),
            (State.REMOVED, Person.REJECTED, False),
        ],
    )
    def test_who_is_innocent(self, state: State, person: Person | None, innocent: bool):
        assert past(state=state, person=person).is_innocent is innocent


class TestRerun:
    def test_only_checks_whose_settings_differ_run_again(self):
        stricter = Policy("p2", hold_at={"abuse": 0.1}, links_allowed=0)
        assert rules_that_differ(POLICY, stricter) == {"links"}
        assert rules_that_differ(POLICY, Policy("p3", hold_at={"abuse": 0.1})) == set()

    def test_the_others_and_those_that_failed_stay(self):
        stored = past(CheckResult("lists", (SIGNAL,)), CheckResult("links", error="crashed:ValueError"))
        assert rerun(stored, POLICY, frozenset(("links",))).results == stored.results

    @pytest.mark.parametrize(("allowed", "found"), [(2, 1), (3, 0)])
    def test_links_are_counted_by_the_policy_given(self, allowed: int, found: int):
        policy = Policy("p2", hold_at={}, links_allowed=allowed)
        (result,) = rerun(past(CheckResult("links")), policy, frozenset(("links",))).results or ()
        assert len(result.signals) == found
