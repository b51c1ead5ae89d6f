"""How often: limits by rate on Redis, and in process memory while Redis is away.

A limit protects; it must not become the outage. Redis gets a fifth of a second, and
after a failure is left alone for a few seconds.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import redis
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter
from prometheus_client import Counter

from config.settings import Settings

_TIMEOUT_S = 0.2
_LEAVE_ALONE_S = 5.0

_fallbacks = Counter("taliq_limit_fallbacks", "Limits counted in process memory because Redis was away.")
_refusals = Counter("taliq_limit_refusals", "Requests refused by a limit.", ["rule"])


@dataclass(frozen=True, slots=True)
class Rule:
    """`amount` uses in any `seconds`; `name` stands in the RateLimit fields."""

    name: str
    amount: int
    seconds: int


SUBMIT_BY_ADDRESS = Rule("address", 30, 60)
SUBMIT_BY_AUTHOR = Rule("author", 10, 60)
SUBMIT_BY_SITE = Rule("site", 3000, 60)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule stands after a use. reset_s: until the window has moved on, 1 or more."""

    rule: Rule
    allowed: bool
    remaining: int
    reset_s: int


class Limiter:
    """Counts uses. One for a process; safe for threads."""

    def __init__(self, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._shared: SlidingWindowCounterRateLimiter | None = None
        self._shared_from = 0.0
        self._local: SlidingWindowCounterRateLimiter | None = None
        self._opening = threading.Lock()

    def use(self, uses: Sequence[tuple[Rule, str]]) -> list[Standing]:
        """Count one use of each (rule, key); empty where limits are switched off.

        Stops at the first rule that refuses, so a refused request uses up no other.
        """
        if not self._settings.rate_limits:
            return []
        standings: list[Standing] = []
        for rule, key in uses:
            standing = self._count(rule, key)
            standings.append(standing)
            if not standing.allowed:
                _refusals.labels(rule.name).inc()
                break
        return standings

    def _count(self, rule: Rule, key: str) -> Standing:
        if self._clock() >= self._shared_from:
            try:
                return _hit(self._on_redis(), rule, rule.amount, key)
            except (redis.RedisError, OSError):
                self._shared_from = self._clock() + _LEAVE_ALONE_S
        _fallbacks.inc()
        # Every process counts for itself now, so each allows its share.
        return _hit(self._in_memory(), rule, max(1, rule.amount // self._settings.web_processes), key)

    def _on_redis(self) -> SlidingWindowCounterRateLimiter:
        if self._shared is None:
            with self._opening:
                storage = storage_from_string(
                    self._settings.limits_url,
                    socket_timeout=_TIMEOUT_S,
                    socket_connect_timeout=_TIMEOUT_S,
                    key_prefix="taliq:limits",
                )
                self._shared = SlidingWindowCounterRateLimiter(storage)
        return self._shared

    def _in_memory(self) -> SlidingWindowCounterRateLimiter:
        if self._local is None:
            with self._opening:
                self._local = self._local or SlidingWindowCounterRateLimiter(MemoryStorage())
        return self._local


def _hit(limiter: SlidingWindowCounterRateLimiter, rule: Rule, amount: int, key: str) -> Standing:
    item = RateLimitItemPerSecond(amount, rule.seconds, namespace=rule.name)
    allowed = limiter.hit(item, key)
    window = limiter.get_window_stats(item, key)
    return Standing(rule, allowed, window.remaining, max(1, ceil(window.reset_time - time.time())))
