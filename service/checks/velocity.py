"""Velocity: more comments from one author in ten minutes than a person writes."""

from service.domain.comments import CommentFacts
from service.domain.verdicts import Policy, Signal

NAME = "velocity"


def check_velocity(facts: CommentFacts, policy: Policy) -> tuple[Signal, ...]:
    """Signal from the first comment beyond `velocity_per_10_minutes`.

    The score starts at 0.5 and reaches 1 at twice the allowed number.
    """
    allowed = policy.velocity_per_10_minutes
    excess = facts.author_recent - allowed
    if excess <= 0:
        return ()
    score = min(1.0, 0.5 + 0.5 * excess / max(1, allowed))
    return (Signal(NAME, "velocity.author", score, (), {"count": facts.author_recent, "allowed": allowed}),)
