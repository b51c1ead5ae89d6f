"""Beat: sends the sweeps of `config.tasks` by the clock. Several at once change nothing."""

from celery import signals

from config.process import show_role
from config.settings import Settings
from workers.app import make_celery


def run(settings: Settings) -> int:
    """Send until told to stop."""
    signals.beat_init.connect(_show_role, weak=False)
    make_celery(settings).Beat(quiet=True, loglevel=settings.log_level).run()
    return 0


def _show_role(**_: object) -> None:
    """Celery has just named the process after itself."""
    show_role("beat")
