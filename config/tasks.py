"""Names of tasks and queues, and every Celery value: producers and workers share both.

The database is the queue of record; a message only says "look now". So a lost
message costs at most one sweep, and every task may run twice.
"""

from datetime import UTC, datetime
from typing import Any

from config.settings import Settings

EVALUATE_PENDING = "taliq.evaluate_pending"
RECHECK_HELD = "taliq.recheck_held"
FAN_OUT = "taliq.fan_out"
DELIVER_DUE = "taliq.deliver_due"
HOUSEKEEP = "taliq.housekeep"
HEARTBEAT = "taliq.heartbeat"
WATCH_DESK = "taliq.watch_desk"

QUEUE_CHECKS = "checks"
QUEUE_WEBHOOKS = "webhooks"
QUEUES = (QUEUE_CHECKS, QUEUE_WEBHOOKS)

ROUTES: dict[str, str] = {
    EVALUATE_PENDING: QUEUE_CHECKS,
    RECHECK_HELD: QUEUE_CHECKS,
    HEARTBEAT: QUEUE_CHECKS,
    HOUSEKEEP: QUEUE_CHECKS,
    WATCH_DESK: QUEUE_CHECKS,
    # A slow receiver of webhooks must not keep comments waiting.
    FAN_OUT: QUEUE_WEBHOOKS,
    DELIVER_DUE: QUEUE_WEBHOOKS,
}

HEARTBEAT_INTERVAL_S = 10.0
HOUSEKEEP_INTERVAL_S = 60.0
RECHECK_INTERVAL_S = 10.0
WATCH_INTERVAL_S = 20.0

# Every sweep is due as soon as beat starts; by itself it would wait for one interval first.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# Celery and numpy read these variables when they are imported, so whoever starts a worker sets them.
WORKER_ENVIRONMENT = {
    # SIGTERM then means "finish within worker_soft_shutdown_timeout, hand the rest back"
    # instead of waiting without end.
    "REMAP_SIGTERM": "SIGQUIT",
    # A worker for each core is started already; threads of numpy's would only spin beside them.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def sweeps(settings: Settings) -> dict[str, float]:
    """Seconds between two periodic looks, by task name: the whole schedule."""
    return {
        EVALUATE_PENDING: settings.sweep_interval_s,
        RECHECK_HELD: RECHECK_INTERVAL_S,
        FAN_OUT: settings.sweep_interval_s,
        DELIVER_DUE: settings.sweep_interval_s,
        HEARTBEAT: HEARTBEAT_INTERVAL_S,
        HOUSEKEEP: HOUSEKEEP_INTERVAL_S,
        WATCH_DESK: WATCH_INTERVAL_S,
    }


def celery_settings(settings: Settings) -> dict[str, Any]:
    """The configuration of the one Celery application. In brackets: Celery's own default."""
    return {
        "broker_url": settings.celery_broker_url,
        "broker_transport_options": _transport_options(),
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # [100]: would give up for good after about 46 minutes
        "broker_channel_error_retry": True,  # [False]: a failover to a read-only Redis would end the worker
        **_tasks(),
        **_worker(),
        **_beat(settings),
    }


def _transport_options() -> dict[str, Any]:
    """Redis as broker. Every program on one broker needs the same values: the shortest visibility wins."""
    return {
        "visibility_timeout": 120,  # [3600]: a killed worker's message returns; > 2 × task_time_limit
        "unacked_restore_interval": 5,  # [10] together with the next: look for such messages every 5 s,
        "unacked_restore_throttle": 1,  # [10] not every 100 s
        "unacked_mutex_expire": 30,  # [300]: a worker that died restoring blocks others only so long
        "socket_timeout": 10,  # [none]: a hung Redis is noticed
        "socket_connect_timeout": 3,
        "socket_keepalive": True,
        "health_check_interval": 10,  # [25]
        "global_keyprefix": "taliq:",
        "client_name": "taliq",
    }


def _tasks() -> dict[str, Any]:
    return {
        "task_serializer": "json",
        "accept_content": ["json"],  # never pickle: writing to Redis must not mean running code
        "task_acks_late": True,  # [False]: acknowledged when done, so a killed worker's message returns
        "task_reject_on_worker_lost": True,  # [unset]: a killed child's message would be gone
        "task_acks_on_failure": True,  # what failed comes back by its row and its count of attempts,
        "task_acks_on_timeout": True,  # not by the broker, which would try without end
        "task_ignore_result": True,  # no result backend: the rows say what happened
        "task_time_limit": 30,  # [none]: kills the child
        "task_soft_time_limit": 20,  # [none]: raises inside it first
        "task_publish_retry": False,  # [True]: ringing the doorbell must never block
        "task_default_queue": QUEUE_CHECKS,
        "task_routes": {name: {"queue": queue} for name, queue in ROUTES.items()},
    }


def _worker() -> dict[str, Any]:
    return {
        "worker_pool": "prefork",  # threads do not enforce the time limits
        "worker_prefetch_multiplier": 1,  # [4]: a message held by a busy worker helps nobody
        "worker_cancel_long_running_tasks_on_connection_loss": True,  # [False]: they would run twice at once
        "worker_soft_shutdown_timeout": 10,  # [0]: see WORKER_ENVIRONMENT; the supervisor's grace is 20 s
        "worker_max_tasks_per_child": 1000,  # [none]: bounds what a leak can cost
        "worker_max_memory_per_child": 600_000,  # KiB [none]: numpy and the models rest at about 200,000
        "worker_send_task_events": False,
        "worker_enable_remote_control": False,  # [True]: whoever writes to Redis could stop workers
        "worker_hijack_root_logger": False,  # [True]: lines go through config.logging
        "worker_redirect_stdouts": False,
    }


def _beat(settings: Settings) -> dict[str, Any]:
    """A sweep that waited longer than two intervals is dropped: a backlog of them helps nobody."""
    return {
        "beat_scheduler": "celery.beat:Scheduler",  # in memory: intervals need no file to remember
        "beat_schedule": {
            name: {
                "task": name,
                "schedule": interval,
                "last_run_at": _LONG_AGO,
                "options": {"expires": max(5.0, 2 * interval), "queue": ROUTES[name]},
            }
            for name, interval in sweeps(settings).items()
        },
        "timezone": "UTC",
        "enable_utc": True,
    }
