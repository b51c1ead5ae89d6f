"""One Celery node: a pool of processes for the checks, or of threads for webhooks."""

import gc
from datetime import timedelta

import structlog

from config.settings import Settings
from config.tasks import QUEUE_CHECKS
from service.domain.errors import Unavailable
from service.moderation.evaluate_rules import Rules
from service.store.engine import Store
from workers.app import WorkerApp
from workers.duties import make_rules
from workers.watchdog import watch

# Deliveries have threads of their own; this many tasks of the webhooks queue run at once, so that
# events become deliveries while others wait for their receivers.
WEBHOOK_THREADS = 3
# The nodes are stopped one after the other within the supervisor's 20 s. A delivery that is cut off
# is sent again, under the same id, when its lease ends.
WEBHOOK_SHUTDOWN_S = 5
# Each is longer than the time limit of the queue's tasks (config.tasks).
CHECKS_SILENT_AFTER, WEBHOOKS_SILENT_AFTER = timedelta(seconds=40), timedelta(seconds=90)

log = structlog.get_logger(__name__)


def run(settings: Settings, queue: str) -> int:
    """Consume one queue until told to stop; returns the exit code."""
    checks = queue == QUEUE_CHECKS
    app = WorkerApp(settings, _loaded_rules(settings) if checks else make_rules(settings))
    if not checks:
        app.open()  # threads share this process; children of the other pool open their own
        app.celery.conf.worker_soft_shutdown_timeout = WEBHOOK_SHUTDOWN_S
    watch(
        settings,
        queue,
        prefix=app.celery.conf.broker_transport_options["global_keyprefix"],
        silent_after=CHECKS_SILENT_AFTER if checks else WEBHOOKS_SILENT_AFTER,
    )
    worker = app.celery.Worker(
        hostname=f"{queue}@%h",
        queues=[queue],
        pool="prefork" if checks else "threads",
        concurrency=settings.worker_processes if checks else WEBHOOK_THREADS,
        loglevel=settings.log_level,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def _loaded_rules(settings: Settings) -> Rules:
    """Lists and models, loaded before the fork and shared by all children; no connection outlives this."""
    rules = make_rules(settings)
    store = Store(settings.database_url, pool_size=1)
    try:
        rules.of_sites(store)
    except Unavailable as error:
        log.warning("rules.not_loaded_yet", code=error.code)  # each child tries again
    finally:
        store.close()
    # What is there for good is looked through by no collection any more, and stays in shared pages.
    gc.collect()
    gc.freeze()
    return rules
