"""Asking a newsroom's own checkers: what they are told, and what their answers count for.

The asking itself is done by workers, which pass it in: it takes seconds and talks to strangers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from service.checks.language import guess_language
from service.domain.comments import CommentFacts
from service.domain.verdicts import CheckResult, Verdict, checker_name
from service.moderation.evaluate_facts import Prepared
from service.moderation.evaluate_rules import SiteRules
from service.store.checkers import Checker

Results = tuple[CheckResult, ...]
Checked = tuple[Prepared, SiteRules, Results]
"""A comment, the rules it was checked by, and what the checks found."""


@dataclass(frozen=True, slots=True)
class Question:
    """One comment for one checker. language: as guessed; so_far: what the product's own checks found."""

    checker: Checker
    facts: CommentFacts
    language: str | None
    so_far: Results


Ask = Callable[[Sequence[Question]], Sequence[CheckResult]]
"""Answers in the order of the questions; never raises for what a checker or the network does."""


def nobody_to_ask(questions: Sequence[Question]) -> list[CheckResult]:
    """Where no checker can be reached at all: every answer is missing, and says so."""
    return [CheckResult(each.checker.check, error="checker.not_asked") for each in questions]


def with_answers(checked: Sequence[Checked], ask: Ask) -> list[Checked]:
    """The same with the checkers' results behind the others, and rules that know what they count for.

    All questions of the batch are asked in one call, so that a slow checker is waited for once.
    """
    questions = [
        Question(checker, prepared.facts, guess_language(prepared.folded.folded), found)
        for prepared, rules, found in checked
        for checker in rules.checkers
    ]
    answers = iter(ask(questions) if questions else ())
    return [
        (prepared, _counting(rules), (*found, *(next(answers) for _ in rules.checkers)))
        for prepared, rules, found in checked
    ]


def unanswered(verdict: Verdict, rules: SiteRules) -> list[str]:
    """Names of required checkers that gave no answer, for a comment that is held."""
    silent = {checker_name(result.check) for result in verdict.results if result.error is not None}
    return [each.name for each in rules.checkers if each.is_binding and each.name in silent]


def _counting(rules: SiteRules) -> SiteRules:
    if not rules.checkers:
        return rules
    policy = rules.policy
    hold_at = {each.check: each.hold_at for each in rules.checkers}
    required = tuple(each.check for each in rules.checkers if each.is_binding)
    return replace(
        rules,
        policy=replace(policy, hold_at={**policy.hold_at, **hold_at}, required=(*policy.required, *required)),
    )
