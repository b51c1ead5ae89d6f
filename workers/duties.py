"""What a worker does, whoever tells it to: Celery's tasks and the loop without a broker call the same."""

import os
import socket
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from prometheus_client import Counter, Histogram

from config import tasks
from config.settings import Settings
from service.moderation.alarms import AlarmLimits, watch_desk
from service.moderation.evaluate import BATCH, Evaluated, evaluate_pending
from service.moderation.evaluate_rules import Rules, default_models, own_model
from service.moderation.targets import TargetGuard
from service.nudge import Nudge
from service.secrets import Keyring
from service.store.campaigns import forget_anchors
from service.store.engine import Store
from service.store.evaluation import Claim
from service.store.heartbeats import beat, forget_beats
from service.store.housekeeping import (
    forget_attempts,
    forget_browsers,
    forget_idempotency,
    forget_sessions,
    forget_sign_in_links,
)
from service.store.models import forget_shadow_scores
from workers.checkers.ask import HttpCheckers
from workers.checkers.recheck import recheck_held
from workers.webhooks.deliver import deliver_due
from workers.webhooks.fan_out import fan_out_events
from workers.webhooks.sender import Sender

# Well below worker_soft_shutdown_timeout: whoever is asked to stop finishes its turn.
TURN_S = 5.0
# Readers who have waited longer than this for a verdict come before those who only now send one.
LATE_AFTER_S = 2.5
_FORGETTING = (
    forget_idempotency,
    forget_sessions,
    forget_sign_in_links,
    forget_attempts,
    forget_browsers,
    forget_anchors,
    forget_shadow_scores,
)
SILENT_WORKERS_KEPT = timedelta(days=1)

_decided = Counter("taliq_comments_decided", "Comments that the checks decided, by state.", ["state"])
_waited = Histogram(
    "taliq_decision_seconds",
    "Time from sending a comment to its decision by the checks.",
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 600),
)

log = structlog.get_logger(__name__)


class Duties:
    """The work of one process, with everything it needs open.

    Made after a fork, never before: a connection must not be shared by two processes.
    rules: may come from before the fork, which spares each process loading lists and models.
    """

    def __init__(self, settings: Settings, rules: Rules) -> None:
        self._keyring = Keyring.derive(settings.secret_key, settings.email_keys)
        self._rules = rules
        self._store = Store(settings.database_url, pool_size=4)
        self._nudge = Nudge(settings)
        guard = TargetGuard.of(settings)
        self._send = Sender(guard)
        self._ask = HttpCheckers(self._keyring, guard)
        self._alarms = AlarmLimits(settings.alarm_held, settings.alarm_overdue, settings.alarm_surge)
        self.by_task: dict[str, Callable[[], None]] = {
            tasks.EVALUATE_PENDING: self.evaluate_pending,
            tasks.RECHECK_HELD: self.recheck_held,
            tasks.FAN_OUT: self.fan_out,
            tasks.DELIVER_DUE: self.deliver_due,
            tasks.HEARTBEAT: self.heartbeat,
            tasks.HOUSEKEEP: self.housekeep,
            tasks.WATCH_DESK: self.watch_desk,
        }

    def close(self) -> None:
        """Let go of connections and threads."""
        self._nudge.close()
        self._store.close()

    def evaluate_pending(self) -> None:
        """Evaluate what waits, a batch at a time; after a turn of 5 s somebody else may go on."""
        ends = time.monotonic() + TURN_S
        called_others = False
        claims: Sequence[Claim] = ()
        while True:
            goes_on = time.monotonic() < ends  # nothing is claimed that this turn will not evaluate
            batch = evaluate_pending(
                self._store,
                self._rules,
                now=_utcnow(),
                clock=_utcnow,
                ask=self._ask,
                claims=claims,
                claim_next=goes_on,
            )
            claims = batch.upcoming
            self._tell(batch)
            if not batch.claimed:
                return
            if not goes_on:
                self._nudge.ring(tasks.EVALUATE_PENDING)
                return
            if batch.claimed == BATCH and not called_others:
                called_others = True
                self._nudge.ring(tasks.EVALUATE_PENDING)

    def recheck_held(self) -> None:
        """Have held comments checked again where the checker that gave no answer is back."""
        if recheck_held(self._store, self._ask, now=_utcnow()):
            self._nudge.ring(tasks.EVALUATE_PENDING)

    def fan_out(self) -> None:
        """Turn events into deliveries, and have them made."""
        if fan_out_events(self._store, _utcnow()):
            self._nudge.ring(tasks.DELIVER_DUE)

    def deliver_due(self) -> None:
        """Make the deliveries that are due."""
        deliver_due(self._store, self._keyring, self._send)

    def heartbeat(self) -> None:
        """Say that this worker lives: a message came all the way and the database took the row."""
        with self._store.transaction(background=True) as db:
            beat(db, f"{socket.gethostname()}:{os.getpid()}", now=_utcnow())

    def watch_desk(self) -> None:
        """Let alarms begin and end, and have editors told."""
        with self._store.transaction(background=True) as db:
            told = watch_desk(db, self._alarms, now=_utcnow())
        if told:
            self._nudge.ring(tasks.FAN_OUT)

    def housekeep(self) -> None:
        """Remove what has had its time."""
        now = _utcnow()
        for forget in _FORGETTING:
            with self._store.transaction(background=True) as db:
                forget(db, now=now)
        with self._store.transaction(background=True) as db:
            forget_beats(db, before=now - SILENT_WORKERS_KEPT)

    def _tell(self, batch: Evaluated) -> None:
        """After the commit, never before: pages changed, events wait, figures."""
        if batch.pages:
            self._nudge.announce(batch.pages)
        if batch.decided:
            self._nudge.ring(tasks.FAN_OUT)
        waits = [one.waited_s for one in batch.decided if one.waited_s is not None]
        self._store.hurried = max(waits, default=0.0) > LATE_AFTER_S
        for one in batch.decided:
            _decided.labels(one.state).inc()
        for waited_s in waits:
            _waited.observe(waited_s)


def _utcnow() -> datetime:
    return datetime.now(UTC)


def make_rules(settings: Settings) -> Rules:
    """Rules that are not loaded yet, with the models that come with the product and the newsroom's own.

    Raises OwnModelInvalid.
    """
    return Rules(default_models(), own_model=own_model(settings), rate_limits=settings.rate_limits)
