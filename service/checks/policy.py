"""`judge`: the only place where findings become an outcome.

A reject needs a signal that asks for it (a ban, a list entry) or a threshold
that the site has set; a model's score alone holds. What could not be checked
is held: nothing is published unseen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.checks.codes import harm_of
from service.checks.trust import NAME as TRUST
from service.domain.comments import ArticleMode, CommentFacts
from service.domain.verdicts import CheckResult, Effect, Outcome, Policy, Reason, Signal, Verdict

DEFAULT_POLICY = Policy(
    version="2026.1",
    hold_at={
        "lists": 0.5,
        "links": 0.5,
        "names": 0.5,
        "form": 0.5,
        "repetition": 0.5,
        "velocity": 0.5,
        "offers": 0.5,
        "privacy": 0.5,
        "spam": 0.6,
        "abuse": 0.6,
    },
    reject_at={},
    required=("lists", "spam", "abuse"),
)
"""What a site starts with: everything doubtful waits for a person, nothing is rejected by a score."""

_HARM, _REACH, _TARGET, _HISTORY, _BREADTH = 60.0, 15.0, 10.0, 10.0, 5.0
"""Most that each part can add to a priority; together 100."""

_HIGHEST_HOLD, _LOWEST_HOLD = 0.9, 0.3
"""Trust moves no threshold past these: what is almost certain is held, whoever wrote it."""

_UNMOVED = ("sanctions", "names", "privacy")
"""Checks that protect somebody else; no good record makes up for that."""

_WIDE = 10
"""Copies of one text, and reasons, from which more add nothing."""

_MANY_REASONS = 5


@dataclass(frozen=True, slots=True)
class _Finding:
    outcome: Outcome
    reason: Reason


def judge(facts: CommentFacts, results: Sequence[CheckResult], policy: Policy) -> Verdict:
    """The explained outcome of all results on one revision. Same inputs, same verdict.

    A failed check holds with `check.unavailable` where the policy requires it, and always where
    it crashed on this comment. Reasons: one per code, with its worst score, worst first; those
    that reject stand before those that hold.
    """
    hold_at = _moved(policy, results)
    findings = [*_from_article(facts, policy), *_from_results(results, policy, hold_at)]
    outcome = Outcome.PUBLISH
    if findings:
        rejects = any(finding.outcome is Outcome.REJECT for finding in findings)
        outcome = Outcome.REJECT if rejects else Outcome.HOLD
    reasons = _ordered(findings)
    parts = _priority_parts(facts, results, reasons)
    return Verdict(outcome, reasons, tuple(results), policy.version, round(sum(parts.values()), 2), parts)


def _from_article(facts: CommentFacts, policy: Policy) -> Iterator[_Finding]:
    if facts.article_mode is ArticleMode.PRE:
        yield _held("article.pre", "policy")
    if facts.article_mode is ArticleMode.CLOSED:
        yield _held("article.closed", "policy")
    proven = facts.author_published if facts.proven_published is None else facts.proven_published
    if proven < policy.new_author_holds:
        yield _held("author.new", "policy")


def _moved(policy: Policy, results: Sequence[CheckResult]) -> Mapping[str, float]:
    """`hold_at` after the author's trust, which is read from the results so that a replay needs no more.

    Nothing moves without that signal. What a list entry or a sanction asks for has no threshold.
    """
    trust = next(
        (signal.evidence["trust"] for each in results if each.check == TRUST for signal in each.signals), 0.0
    )
    shift = policy.trust_shift * float(trust)
    if not shift:
        return policy.hold_at
    return {
        check: at
        if check in _UNMOVED
        else max(min(at + shift, max(at, _HIGHEST_HOLD)), min(at, _LOWEST_HOLD))
        for check, at in policy.hold_at.items()
    }


def _from_results(
    results: Sequence[CheckResult], policy: Policy, hold_at: Mapping[str, float]
) -> Iterator[_Finding]:
    for result in results:
        if result.error is not None and (
            result.check in policy.required or result.error.startswith("crashed:")
        ):
            yield _held("check.unavailable", result.check)
        for signal in result.signals:
            outcome = _outcome_of(signal, policy, hold_at)
            if outcome is not None:
                yield _Finding(outcome, Reason(signal.code, signal.score, signal.check))
    for missing in sorted(set(policy.required) - {result.check for result in results}):
        yield _held("check.unavailable", missing)


def _outcome_of(signal: Signal, policy: Policy, hold_at: Mapping[str, float]) -> Outcome | None:
    """What one signal asks for: its own effect first, else the thresholds of its check."""
    if signal.effect is Effect.NOTE:
        return None
    if signal.effect is not None:
        return Outcome(signal.effect.value)
    if signal.score >= policy.reject_at.get(signal.check, float("inf")):
        return Outcome.REJECT
    if signal.score >= hold_at.get(signal.check, float("inf")):
        return Outcome.HOLD
    return None


def _held(code: str, check: str) -> _Finding:
    return _Finding(Outcome.HOLD, Reason(code, 1.0, check))


def _ordered(findings: Sequence[_Finding]) -> tuple[Reason, ...]:
    def rank(finding: _Finding) -> tuple[bool, float, str]:
        reason = finding.reason
        return finding.outcome is not Outcome.REJECT, -harm_of(reason.code) * reason.score, reason.code

    worst: dict[str, Reason] = {}
    for finding in sorted(findings, key=rank):
        worst.setdefault(finding.reason.code, finding.reason)
    return tuple(worst.values())


def _priority_parts(
    facts: CommentFacts, results: Sequence[CheckResult], reasons: Sequence[Reason]
) -> dict[str, float]:
    """Parts of the priority, 0..100 together; empty where there is nothing to look at.

    harm: weight of the worst reason by its score. reach: copies of the text elsewhere.
    target: an attack in a reply has someone who reads it. history: share of the author's comments
    that were rejected. breadth: how many reasons there are.
    """
    if not reasons:
        return {}
    copies = max(
        (int(signal.evidence["count"]) for result in results for signal in result.signals
         if signal.code == "repetition.campaign"),
        default=0,
    )  # fmt: skip
    attacks = any(reason.code.startswith("abuse.") for reason in reasons)
    decided = facts.author_published + facts.author_rejected
    parts = {
        "harm": _HARM * max(harm_of(reason.code) * reason.score for reason in reasons),
        "reach": _REACH * min(1.0, copies / _WIDE),
        "target": _TARGET * (attacks and facts.parent_body is not None),
        "history": _HISTORY * (facts.author_rejected / decided if decided else 0.0),
        "breadth": _BREADTH * min(1.0, (len(reasons) - 1) / (_MANY_REASONS - 1)),
    }
    return {name: round(part, 2) for name, part in parts.items()}
