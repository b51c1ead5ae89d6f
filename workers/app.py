"""The Celery application, and what each of its processes opens and closes."""

from typing import Any

from celery import Celery, signals

from config import tasks
from config.process import die_with_parent
from config.settings import Settings
from service.moderation.evaluate_rules import Rules
from workers.duties import Duties
from workers.tasks import register


class WorkerApp:
    """One Celery application with the duties of the process that it runs in.

    rules: loaded before any fork, so that all children share their memory.
    """

    def __init__(self, settings: Settings, rules: Rules) -> None:
        self._settings = settings
        self._rules = rules
        self._duties: Duties | None = None
        self.celery = make_celery(settings)
        register(self.celery, self.duties)
        # Weak references would let go of bound methods at once.
        signals.worker_process_init.connect(self._begin_child, weak=False)
        signals.worker_process_shutdown.connect(self.close, weak=False)
        signals.worker_shutdown.connect(self.close, weak=False)

    def open(self) -> None:
        """Open the duties of this process: after the fork in a pool of processes."""
        self._duties = Duties(self._settings, self._rules)

    def duties(self) -> Duties:
        """Those of this process. Raises RuntimeError before `open`."""
        if self._duties is None:
            raise RuntimeError("the duties of this process are not open")
        return self._duties

    def close(self, **_: Any) -> None:
        """Let go of what `open` took; may be called twice."""
        duties, self._duties = self._duties, None
        if duties is not None:
            duties.close()

    def _begin_child(self, **_: Any) -> None:
        die_with_parent()
        self.open()


def make_celery(settings: Settings) -> Celery:
    """The application with every value of `config.tasks`, without tasks: all that beat needs."""
    celery = Celery("taliq")
    celery.conf.update(tasks.celery_settings(settings))
    signals.setup_logging.connect(_keep_logging, weak=False)
    return celery


def _keep_logging(**_: Any) -> None:
    """Being connected is enough: Celery then leaves `config.logging` alone."""
