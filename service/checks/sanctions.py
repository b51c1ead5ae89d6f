"""Sanctions: what a moderator decided about this author before."""

from service.domain.comments import CommentFacts
from service.domain.verdicts import Effect, Signal

NAME = "sanctions"

_CODES = {"ban": ("sanction.ban", Effect.REJECT), "hold_all": ("sanction.hold_all", Effect.HOLD)}


def check_sanctions(facts: CommentFacts) -> tuple[Signal, ...]:
    """One signal per live sanction; a ban rejects, hold-all holds.

    Evidence: `scope` (author or domain), `reason` as the moderator gave it.
    Raises KeyError for a kind that has no rule: it must not pass unseen.
    """
    return tuple(
        Signal(NAME, code, 1.0, (), {"scope": sanction.scope, "reason": sanction.reason}, effect)
        for sanction in facts.sanctions
        for code, effect in (_CODES[sanction.kind],)
    )
