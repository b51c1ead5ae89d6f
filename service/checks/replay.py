"""Replay: what another policy says of comments that were checked before, from what is stored.

The models are not asked again. `judge` is given the stored findings, and the three checks whose
findings depend on the policy alone (links, form, velocity) are run anew where their settings differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from service.checks.form import check_form
from service.checks.links import Link, check_links, find_links
from service.checks.models import MODEL_NAMES, NOTE_FROM
from service.checks.policy import judge
from service.checks.velocity import check_velocity
from service.domain.comments import ArticleMode, CommentFacts
from service.domain.states import State
from service.domain.verdicts import CheckResult, Effect, Policy, Signal, Verdict


class Person(StrEnum):
    """What a moderator last said of a revision."""

    APPROVED = "approved"
    REJECTED = "rejected"  # or removed


@dataclass(frozen=True, slots=True)
class Past:
    """A decided comment as the rows tell it. results: None where it was never checked."""

    facts: CommentFacts
    state: State
    results: tuple[CheckResult, ...] | None
    person: Person | None

    @property
    def is_innocent(self) -> bool:
        """A person approved it, or it is public and nobody ever turned it down."""
        if self.person is None:
            return self.state is State.PUBLISHED
        return self.person is Person.APPROVED

    def judged(self, policy: Policy) -> Verdict:
        """The verdict of a policy on the stored findings; only where there are results."""
        return judge(self.facts, self.results or (), policy)


@dataclass(frozen=True, slots=True)
class Gap:
    """Why an answer is not complete: a code of the notices and what its sentence names."""

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


# The two policies ask for the links of one text in turn.
@lru_cache(maxsize=1)
def _links(text: str) -> tuple[Link, ...]:
    return find_links(text)


_RULES: Mapping[str, tuple[tuple[str, ...], Callable[[CommentFacts, Policy], tuple[Signal, ...]]]] = {
    "links": (("links_allowed",), lambda facts, policy: check_links(facts, policy, _links(facts.body))),
    "form": (("min_form_seconds", "max_form_seconds"), check_form),
    "velocity": (("velocity_per_10_minutes",), check_velocity),
}
"""Checks that follow from the policy: the settings they read, and how they are run."""


def person_of(state: str | None) -> Person | None:
    """What it means that a person's last decision led to this state; None: nothing final."""
    if state == State.PUBLISHED:
        return Person.APPROVED
    return Person.REJECTED if state in {State.REJECTED, State.REMOVED} else None


def stored_results(
    ran: Iterable[Mapping[str, Any]], found: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]
) -> tuple[CheckResult, ...]:
    """Results as they were written, without their times.

    ran: {check, error?} of the verdict; found: (check, its signals).
    """
    signals = {check: tuple([_signal(check, each) for each in stored]) for check, stored in found}
    return tuple(
        [
            CheckResult(each["check"], signals.get(each["check"], ()), 0.0, each.get("error"))
            if each["check"] in signals or "error" in each
            else _clean(each["check"])
            for each in ran
        ]
    )


def mode_then(reasons: Iterable[Mapping[str, Any]]) -> ArticleMode:
    """The article's mode when the comment was judged: it stands among the reasons."""
    codes = {reason["code"] for reason in reasons}
    if "article.closed" in codes:
        return ArticleMode.CLOSED
    return ArticleMode.PRE if "article.pre" in codes else ArticleMode.AUTO


def count_then(results: Sequence[CheckResult]) -> int:
    """How many comments the author sent in ten minutes, where that was too many; else 1."""
    counts = [
        int(signal.evidence["count"])
        for result in results
        for signal in result.signals
        if signal.code == "velocity.author"
    ]
    return max(counts, default=1)


def rules_that_differ(present: Policy, wanted: Policy) -> frozenset[str]:
    """Checks of `_RULES` that the two policies run with other settings."""
    return frozenset(
        name
        for name, (settings, _) in _RULES.items()
        if any(getattr(present, each) != getattr(wanted, each) for each in settings)
    )


def rerun(past: Past, policy: Policy, names: frozenset[str]) -> Past:
    """The comment with these checks run anew by the policy's settings; one that failed stays failed."""
    if not names or past.results is None:
        return past
    results = [
        _anew(result, past.facts, policy) if result.check in names else result for result in past.results
    ]
    return replace(past, results=tuple(results))


def gaps(present: Policy, wanted: Policy) -> tuple[Gap, ...]:
    """What the stored findings cannot tell about the wanted policy."""
    low = [
        name
        for name in MODEL_NAMES
        if any(bounds.get(name, 1.0) < NOTE_FROM for bounds in (wanted.hold_at, wanted.reject_at))
    ]
    found = [Gap("preview.scores_not_stored", {"check": name, "least": NOTE_FROM}) for name in low]
    if wanted.velocity_per_10_minutes < present.velocity_per_10_minutes:
        found.append(Gap("preview.counts_not_stored", {"least": present.velocity_per_10_minutes}))
    return tuple(found)


@cache
def _clean(check: str) -> CheckResult:
    """A check that found nothing: the same object for all comments, because most results are such."""
    return CheckResult(check)


def _anew(result: CheckResult, facts: CommentFacts, policy: Policy) -> CheckResult:
    if result.error is not None:
        return result
    signals = _RULES[result.check][1](facts, policy)
    return CheckResult(result.check, signals) if signals else _clean(result.check)


def _signal(check: str, stored: Mapping[str, Any]) -> Signal:
    effect = stored.get("effect")
    return Signal(
        check,
        stored["code"],
        stored["score"],
        tuple((start, end) for start, end in stored["spans"]),
        stored.get("evidence") or {},
        Effect(effect) if effect else None,
    )
