"""The duties without a broker: every look that a message would ask for, by the clock, in one process.

For machines where no Redis can be had. Nothing else differs: the rows are the work in both
cases, only the doorbell is missing, so a comment waits up to a second.
"""

import signal
import threading
from collections.abc import Callable

import structlog

from config.settings import Settings
from config.tasks import DELIVER_DUE, EVALUATE_PENDING, FAN_OUT, sweeps
from service.domain.errors import Unavailable
from workers.duties import Duties, make_rules

# Nothing rings here, so these are looked at more often than a sweep would.
SLOWEST_LOOK_S = {EVALUATE_PENDING: 0.5, FAN_OUT: 1.0, DELIVER_DUE: 1.0}
JOIN_S = 15.0

log = structlog.get_logger(__name__)


class Looper(threading.Thread):
    """Does one duty again and again until told to stop."""

    def __init__(self, name: str, duty: Callable[[], None], interval_s: float, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._duty = duty
        self._interval_s = interval_s
        self._stop_asked = stop

    def run(self) -> None:
        """Look at once, then after each interval."""
        while True:
            try:
                self._duty()
            except Unavailable as error:
                log.warning("task.postponed", task=self.name, code=error.code)
            # A thread's edge: one look that breaks must not end all later ones.
            except Exception:
                log.exception("task.broke", task=self.name)
            if self._stop_asked.wait(self._interval_s):
                return


def run(settings: Settings) -> int:
    """Look until SIGTERM or SIGINT. Each duty has a thread, so that no receiver keeps comments waiting."""
    log.warning(
        "worker.without_broker", sentence="No Redis: work is looked for every second, without Celery."
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    duties = Duties(settings, make_rules(settings))
    loopers = [
        Looper(name, duties.by_task[name], min(interval, SLOWEST_LOOK_S.get(name, interval)), stop)
        for name, interval in sweeps(settings).items()
    ]
    for looper in loopers:
        looper.start()
    stop.wait()
    for looper in loopers:
        looper.join(JOIN_S)
    duties.close()
    return 0
