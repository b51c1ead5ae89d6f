"""Trust: what people decided about this author's earlier comments.

It moves the thresholds of holding (service.checks.policy) and skips no check.
Only decisions by people on comments of the author's proven line count; a typed
e-mail address proves nothing.
"""

from collections.abc import Sequence

from service.domain.comments import CommentFacts, DecisionFact
from service.domain.verdicts import Effect, Signal

NAME = "trust"

LEAST_DECISIONS = 5
HALF_LIFE_DAYS = 90.0
_REJECTION = 3.0
"""Good comments of the same age that one rejection outweighs."""

_DOUBT = 2.0
"""Weight of not knowing: as decisions fade, the score returns to 0."""


def trust_of(decisions: Sequence[DecisionFact]) -> float | None:
    """Trust in [-1, 1], 0 for no opinion; None below five decisions.

    A decision counts half after 90 days, a quarter after 180; a rejection counts three times an
    approval of its age.
    """
    if len(decisions) < LEAST_DECISIONS:
        return None
    good = sum(_weight(each) for each in decisions if each.approved)
    bad = _REJECTION * sum(_weight(each) for each in decisions if not each.approved)
    return (good - bad) / (good + bad + _DOUBT)


def check_trust(facts: CommentFacts) -> tuple[Signal, ...]:
    """One note with the author's trust where it is known.

    score: how far from no opinion, in [0, 1]. evidence: `trust` in [-1, 1], and how many decisions
    `approved` and `rejected`.
    """
    trust = trust_of(facts.author_decisions)
    if trust is None:
        return ()
    approved = sum(each.approved for each in facts.author_decisions)
    evidence: dict[str, str | int | float] = {
        "trust": round(trust, 3),
        "approved": approved,
        "rejected": len(facts.author_decisions) - approved,
    }
    return (Signal(NAME, "author.trust", round(abs(trust), 3), (), evidence, Effect.NOTE),)


def _weight(decision: DecisionFact) -> float:
    return float(0.5 ** (max(0.0, decision.days_ago) / HALF_LIFE_DAYS))
