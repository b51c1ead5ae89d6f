"""When a failed delivery is tried again, and when an endpoint is given up."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from service.store.endpoints import EndpointHealth

JITTER = 0.2
GIVE_UP_AFTER = timedelta(days=5)
LONGEST_WAIT = timedelta(hours=24)
_GONE = 410
_BUSY = frozenset({429, 502, 503, 504})
_SCHEDULE = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def retry_delay(failed_attempts: int, *, jitter: float) -> timedelta | None:
    """How long to wait before the next attempt of one delivery.

    failed_attempts: attempts already made, 1 or more.
    jitter: factor in [0.8, 1.2], drawn by the caller so that this stays pure.
    Returns None when the schedule is spent (10 attempts, about 76 h).
    Raises ValueError when failed_attempts < 1.
    Source: Standard Webhooks 1.0.0, "Deliverability and reliability".
    """
    if failed_attempts < 1:
        raise ValueError("there is no wait before the first attempt")
    if failed_attempts > len(_SCHEDULE):
        return None
    return _SCHEDULE[failed_attempts - 1] * jitter


def blocked_until(status: int | None, retry_after: str | None, *, now: datetime) -> datetime | None:
    """Until when a busy receiver asked to be left alone; None when it did not.

    Only 429, 502, 503 and 504 are heard. retry_after: seconds or an HTTP date (RFC 9110
    §10.2.3), never more than 24 h; nonsense counts as absent.
    """
    if status not in _BUSY or retry_after is None:
        return None
    wait = _wait(retry_after.strip(), now)
    return now + min(wait, LONGEST_WAIT) if wait is not None and wait > timedelta(0) else None


def disabling_reason(health: EndpointHealth, status: int | None, *, now: datetime) -> str | None:
    """Why an endpoint that has just failed is switched off; None while it stays on.

    health: with this failure counted. 410 says that the receiver is gone for good
    (Standard Webhooks, "Status codes"); five days without one success mean the same,
    when there were at least three failures.
    """
    if status == _GONE:
        return "endpoint.gone"
    since = health.failing_since
    if since is not None and health.consecutive_failures >= 3 and now - since >= GIVE_UP_AFTER:
        return "endpoint.failing"
    return None


def _wait(text: str, now: datetime) -> timedelta | None:
    if re.fullmatch(r"[0-9]+", text):
        return timedelta(seconds=int(text)) if len(text) <= 9 else LONGEST_WAIT
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
