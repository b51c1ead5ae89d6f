"""Delivering what is due: claim, send with no transaction open, record."""

import random
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from functools import partial

import structlog

from service.secrets import CannotDecrypt, Keyring
from service.store.deliveries import DueDelivery, claim_due
from service.store.engine import Store
from workers.webhooks.record import Made, record
from workers.webhooks.retry import JITTER
from workers.webhooks.sender import Answer, Send
from workers.webhooks.sign import signed_headers

Clock = Callable[[], datetime]

THREADS = 16  # four endpoints that hang, at four attempts each, before others wait
TAKE_FOR_S = 10.0
LOOK_AGAIN_S = 0.25

_log = structlog.get_logger(__name__)


def _utcnow() -> datetime:
    return datetime.now(UTC)


def deliver_due(
    store: Store,
    keyring: Keyring,
    send: Send,
    *,
    clock: Clock = _utcnow,
    limit: int = 1000,
    rng: random.Random | None = None,
    take_for_s: float = TAKE_FOR_S,
) -> int:
    """Make the attempts that are due, until none is left; returns how many were made.

    Several workers may do so at once: each delivery is leased to one for 60 s. A worker that is
    killed between sending and recording lets the lease end, and the same event id is sent again.

    A receiver that hangs delays nobody else: while its attempts last, new ones of others are
    claimed every quarter of a second. After `take_for_s` seconds this goes on only for endpoints
    with nothing in flight here, and only while attempts of before are not done, so that a call
    ends after at most take_for_s plus two attempts of 15 s.

    clock: for leases and schedules, aware. limit: attempts of one call, at most.
    rng: for the jitter; seeded by tests.
    """
    with ThreadPoolExecutor(THREADS, thread_name_prefix="deliver") as pool:
        round_ = _Round(store, pool, partial(_attempt, keyring, send, clock), clock, rng or random.Random())  # noqa: S311 - jitter, not a secret
        return round_.run(limit, stop_taking_at=time.monotonic() + take_for_s)


class _Round:
    """The attempts of one call of `deliver_due`."""

    def __init__(
        self,
        store: Store,
        pool: ThreadPoolExecutor,
        attempt: "Callable[[DueDelivery], tuple[datetime, Answer]]",
        clock: Clock,
        rng: random.Random,
    ) -> None:
        self._store = store
        self._pool = pool
        self._attempt = attempt
        self._clock = clock
        self._rng = rng
        self._in_flight: dict[Future[tuple[datetime, Answer]], DueDelivery] = {}
        self._taken_late: set[Future[tuple[datetime, Answer]]] = set()

    def run(self, limit: int, *, stop_taking_at: float) -> int:
        made = 0
        while True:
            room = min(THREADS - len(self._in_flight), limit - made - len(self._in_flight))
            if room > 0:
                self._take(room, late=time.monotonic() >= stop_taking_at)
            if not self._in_flight:
                return made
            done, _ = wait(self._in_flight, timeout=LOOK_AGAIN_S, return_when=FIRST_COMPLETED)
            self._record(done)
            made += len(done)

    def _take(self, room: int, *, late: bool) -> None:
        if late and not self._in_flight.keys() - self._taken_late:
            return
        but_not = {due.endpoint_id for due in self._in_flight.values()} if late else ()
        with self._store.transaction(background=True) as db:
            claimed = claim_due(db, now=self._clock(), limit=room, but_not=tuple(but_not))
        for due in claimed:
            future = self._pool.submit(self._attempt, due)
            self._in_flight[future] = due
            if late:
                self._taken_late.add(future)

    def _record(self, done: set[Future[tuple[datetime, Answer]]]) -> None:
        if not done:
            return
        with self._store.transaction(background=True) as db:
            # In one order in every worker, so that two of them never wait for each other's endpoints.
            for future in sorted(done, key=lambda future: self._in_flight[future].endpoint_id):
                due = self._in_flight.pop(future)
                started_at, answer = future.result()
                jitter = self._rng.uniform(1 - JITTER, 1 + JITTER)
                if not record(db, Made(due, started_at, answer, jitter), now=self._clock()):
                    _log.info("attempt_came_late", delivery_id=due.id)
        self._taken_late -= done


def _attempt(keyring: Keyring, send: Send, clock: Clock, due: DueDelivery) -> tuple[datetime, Answer]:
    """Sign and send one delivery; when it started, and what came of it."""
    started_at = clock()
    try:
        secrets = [keyring.decrypt(secret.ciphertext, place=secret.place) for secret in due.secrets]
        body = due.payload.encode()
        headers = signed_headers(due.event_id, body, secrets, sent_at=started_at)
        return started_at, send(due.url, body, headers)
    except CannotDecrypt as error:
        return started_at, Answer(status=None, error=error.code, duration_ms=0.0)
    # A thread's edge: one delivery that breaks the sender must not keep the others from being recorded.
    except Exception:
        _log.exception("attempt_broke", delivery_id=due.id)
        return started_at, Answer(status=None, error="attempt.broke", duration_ms=0.0)
