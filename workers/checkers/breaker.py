"""A breaker: who has not answered several times in a row is not asked for a while."""

import threading
import time
from collections.abc import Callable

FAILURES = 5
OPEN_FOR_S = 10.0


class Breaker:
    """Of one checker in one process; may be used by several threads.

    After `FAILURES` failures in a row it is open: nobody asks for `OPEN_FOR_S`. Then one question
    goes out as a probe; its answer closes the breaker, its failure keeps it open as long again.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at = 0.0
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether questions are kept back, a probe aside."""
        return self._failures >= FAILURES

    def admits(self) -> bool:
        """Whether to ask now; whoever is told so must report with `answered` or `failed`."""
        with self._lock:
            if not self.is_open:
                return True
            if self._probing or self._monotonic() - self._opened_at < OPEN_FOR_S:
                return False
            self._probing = True
            return True

    def answered(self) -> None:
        """The checker works."""
        with self._lock:
            self._failures, self._probing = 0, False

    def failed(self) -> None:
        """No answer, or none that could be used."""
        with self._lock:
            self._failures += 1
            self._probing = False
            if self.is_open:
                self._opened_at = self._monotonic()
