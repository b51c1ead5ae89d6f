"""Celery's doorbells: each task only calls the duty of its name. No arguments, no results.

Running one twice, late or in two workers at once changes nothing, because the rows say
what there is to do.
"""

from collections.abc import Callable
from typing import Any

import structlog
from celery import Celery

from config import tasks
from service.domain.errors import Unavailable
from workers.duties import Duties

# A round of deliveries lasts up to 40 s: ten of taking, and two attempts of 15 s. Twice the
# limit stays below the visibility timeout.
_LIMITS: dict[str, dict[str, float]] = {tasks.DELIVER_DUE: {"time_limit": 55, "soft_time_limit": 50}}

log = structlog.get_logger(__name__)


def register(app: Celery, duties: Callable[[], Duties]) -> None:
    """Give the application a task for each duty. duties: those of the calling process."""
    for name in tasks.ROUTES:
        app.task(name=name, shared=False, **_LIMITS.get(name, {}))(_task(name, duties))


def _task(name: str, duties: Callable[[], Duties]) -> Callable[..., None]:
    def do_duty(*_args: Any, **_kwargs: Any) -> None:
        """Do it; a database that cannot be reached is met again by the next sweep."""
        try:
            duties().by_task[name]()
        except Unavailable as error:
            log.warning("task.postponed", task=name, code=error.code)

    do_duty.__name__ = name.rpartition(".")[2]
    return do_duty
