"""The form: a field that only machines fill, and the time from showing to sending."""

from service.domain.comments import CommentFacts
from service.domain.verdicts import Effect, Policy, Signal

NAME = "form"

_TOO_FAST, _STALE = 0.6, 0.5


def check_form(facts: CommentFacts, policy: Policy) -> tuple[Signal, ...]:
    """Signals about how the form was used; they hold and never reject.

    Browsers and password managers fill hidden fields too, so a person looks. A client that
    did not say how long it took is not suspected.
    """
    signals = []
    if facts.honeypot_filled:
        signals.append(Signal(NAME, "form.honeypot", 1.0, effect=Effect.HOLD))
    seconds = facts.form_seconds
    if seconds is not None and seconds < policy.min_form_seconds:
        evidence = {"seconds": round(max(0.0, seconds), 1), "least": policy.min_form_seconds}
        signals.append(Signal(NAME, "form.too_fast", _TOO_FAST, (), evidence))
    elif seconds is not None and seconds > policy.max_form_seconds:
        evidence = {"hours": round(seconds / 3600), "most": round(policy.max_form_seconds / 3600)}
        signals.append(Signal(NAME, "form.stale", _STALE, (), evidence))
    return tuple(signals)
