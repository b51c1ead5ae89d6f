"""A node that lives and takes nothing: seen from its own queue, and ended, so that it is started again.

When a pool process dies while Redis is gone, Celery can keep the place of its message for ever
and fetch no other: the process lives, its connection is sound, and nothing is consumed. Messages
that wait while none was received for longer than any task may take are the sign of it. The rows
are the work, so ending the node loses nothing.
"""

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import redis
import structlog
from celery.signals import task_received, worker_ready

from config.settings import Settings

LOOK_EVERY_S = 5.0
EXIT_CODE = 75  # "temporary failure" of sysexits.h

log = structlog.get_logger(__name__)


class Watchdog:
    """One for a node. silent_after: longer than the longest task of its queue."""

    def __init__(
        self,
        count_waiting: Callable[[], int],
        *,
        silent_after: timedelta,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._count_waiting = count_waiting
        self._silent_after_s = silent_after.total_seconds()
        self._clock = clock
        self._received_at = clock()

    def note(self, **_signal: object) -> None:
        """A message was received."""
        self._received_at = self._clock()

    def is_stuck(self) -> bool:
        """Whether messages wait although none was received for too long; not while Redis is away."""
        if self._clock() - self._received_at < self._silent_after_s:
            return False
        try:
            return self._count_waiting() > 0
        except redis.RedisError:
            self.note()  # it begins anew when Redis is back
            return False


def watch(settings: Settings, queue: str, *, prefix: str, silent_after: timedelta) -> None:
    """End this process, for the supervisor to start it again, when its node is stuck."""
    client = redis.Redis.from_url(settings.redis_py_url, socket_timeout=2, socket_connect_timeout=2)
    dog = Watchdog(lambda: int(client.llen(f"{prefix}{queue}")), silent_after=silent_after)
    task_received.connect(dog.note, weak=False)

    def look() -> None:
        pause = threading.Event()
        while not pause.wait(LOOK_EVERY_S):
            if dog.is_stuck():
                log.error("node.stuck", queue=queue)
                os._exit(EXIT_CODE)

    def begin(**_signal: object) -> None:
        dog.note()
        threading.Thread(target=look, name="watchdog", daemon=True).start()

    worker_ready.connect(begin, weak=False)
