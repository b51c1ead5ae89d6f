"""What an answer means for the delivery and for its endpoint."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from service.moderation.endpoints import disable_endpoint
from service.store.deliveries import Attempt, DueDelivery, add_attempt, close_attempt
from service.store.endpoints import EndpointHealth, change_endpoint, lock_health
from service.store.engine import Db
from workers.webhooks.retry import blocked_until, disabling_reason, retry_delay
from workers.webhooks.sender import Answer


@dataclass(frozen=True, slots=True)
class Made:
    """An attempt that was made. jitter: factor in [0.8, 1.2] for the wait before the next one."""

    due: DueDelivery
    started_at: datetime
    answer: Answer
    jitter: float


def record(db: Db, made: Made, *, now: datetime) -> bool:
    """Write the attempt, the delivery's next time or end, and the endpoint's health.

    Returns False, with nothing written, when the endpoint is gone or the lease had passed on:
    then the attempt of whoever holds the delivery now counts.
    """
    health = lock_health(db, made.due.endpoint_id)
    if health is None:
        return False
    closed = _took(db, made, now) if made.answer.error is None else _failed(db, made, health, now)
    if closed:
        add_attempt(db, made.due.id, _line(made))
    return closed


def _took(db: Db, made: Made, now: datetime) -> bool:
    if not close_attempt(db, made.due, state="delivered", next_attempt_at=None, now=now):
        return False
    healthy = {
        "consecutive_failures": 0,
        "failing_since": None,
        "blocked_until": None,
        "last_success_at": now,
    }
    change_endpoint(db, made.due.endpoint_id, healthy)
    return True


def _failed(db: Db, made: Made, health: EndpointHealth, now: datetime) -> bool:
    due, answer = made.due, made.answer
    worse = _worse(health, answer, now)
    reason = disabling_reason(worse, answer.status, now=now) if health.enabled else None
    delay = retry_delay(due.attempts + 1, jitter=made.jitter)
    if not health.enabled or reason is not None:
        state, next_at = "disabled", None
    elif delay is None:
        state, next_at = "exhausted", None
    else:
        state, next_at = "pending", now + delay
    if not close_attempt(db, due, state=state, next_attempt_at=next_at, now=now):
        return False
    change_endpoint(
        db,
        due.endpoint_id,
        {
            "consecutive_failures": worse.consecutive_failures,
            "failing_since": worse.failing_since,
            "blocked_until": worse.blocked_until,
        },
    )
    if reason is not None:
        disable_endpoint(db, endpoint_id=due.endpoint_id, reason=reason, now=now)
    return True


def _worse(health: EndpointHealth, answer: Answer, now: datetime) -> EndpointHealth:
    """The health with one more failure; an asked-for pause never gets shorter."""
    pauses = [health.blocked_until, blocked_until(answer.status, answer.retry_after, now=now)]
    return dataclasses.replace(
        health,
        consecutive_failures=health.consecutive_failures + 1,
        failing_since=health.failing_since or now,
        blocked_until=max((pause for pause in pauses if pause is not None), default=None),
    )


def _line(made: Made) -> Attempt:
    return Attempt(
        number=made.due.attempts + 1,
        started_at=made.started_at,
        duration_ms=made.answer.duration_ms,
        status=made.answer.status,
        error=made.answer.error,
        response=made.answer.response,
    )
