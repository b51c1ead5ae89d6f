"""The doorbell: "look now" to the workers, "this page changed" to the other processes.

Neither is ever waited for. A caller leaves a name behind and goes on; one thread sends.
What cannot be sent is dropped, because the rows are the work and the sweeps find them.
"""

import threading
from collections.abc import Callable, Iterable

import orjson
import redis
import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerError
from prometheus_client import Counter

from config import tasks
from config.settings import Settings

CHANNEL = "taliq:pages"

# Rings of one task within this time are one message: a worker takes whatever is there anyway.
_QUIET_S = 0.05
_TIMEOUT_S = 1.0
_EXPIRES_S = 30
_PAGES_AT_MOST = 10_000
_LISTEN_AGAIN_S = (0.5, 1.0, 2.0, 5.0)

_rung = Counter("taliq_nudges", "Messages to the workers and between processes, by result.", ["result"])
_sent, _failed = _rung.labels("sent"), _rung.labels("failed")

log = structlog.get_logger()


class Nudge:
    """One for a process. Its threads begin with the first use, so that it survives a fork before that."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wanted: set[str] = set()
        self._pages: set[str] = set()
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._sender: threading.Thread | None = None
        self._listener: threading.Thread | None = None

    def ring(self, task: str) -> None:
        """Ask the workers to run a task of `config.tasks` soon; returns at once, whatever Redis does."""
        with self._changed:
            self._wanted.add(task)
            self._wake()

    def announce(self, article_keys: Iterable[str]) -> None:
        """Tell every process that the public pages of these articles are new; returns at once."""
        with self._changed:
            self._pages.update(article_keys)
            if len(self._pages) > _PAGES_AT_MOST:  # Redis is gone and pages age by themselves
                self._pages.clear()
            self._wake()

    def listen(self, callback: Callable[[list[str]], None]) -> None:
        """Call back, from a thread, with the article keys that others announce."""
        self._listener = threading.Thread(target=self._hear, args=(callback,), name="pages", daemon=True)
        self._listener.start()

    def close(self) -> None:
        """End the threads; what is not sent yet is sent first, once."""
        with self._changed:
            self._closed.set()
            self._changed.notify_all()
        for thread in (self._sender, self._listener):
            if thread is not None:
                thread.join(timeout=2 * _TIMEOUT_S)

    def _wake(self) -> None:
        if self._sender is None:
            self._sender = threading.Thread(target=self._serve, name="nudge", daemon=True)
            self._sender.start()
        self._changed.notify_all()

    def _serve(self) -> None:
        broker = _broker(self._settings)
        channel = _client(self._settings)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._pages or self._closed.is_set())
                wanted, self._wanted = self._wanted, set()
                pages, self._pages = self._pages, set()
            if self._has_redis():
                self._send(broker, channel, sorted(wanted), sorted(pages))
            if self._closed.wait(_QUIET_S):
                return

    def _has_redis(self) -> bool:
        """False where the embedded Redis could not be had and the sweeps run without a broker."""
        socket = self._settings.redis.socket
        return socket is None or socket.exists()

    def _send(self, broker: Celery, channel: "redis.Redis", wanted: list[str], pages: list[str]) -> None:
        try:
            for task in wanted:
                broker.send_task(task, expires=_EXPIRES_S, retry=False, ignore_result=True)
                _sent.inc()
            if pages:
                channel.publish(CHANNEL, orjson.dumps(pages))
                _sent.inc()
        except (BrokerError, redis.RedisError, OSError) as error:
            _failed.inc()
            log.warning("nudge.failed", error=type(error).__name__)

    def _hear(self, callback: Callable[[list[str]], None]) -> None:
        failures = 0
        while not self._closed.is_set():
            try:
                with _client(self._settings).pubsub(  # type: ignore[no-untyped-call]
                    ignore_subscribe_messages=True
                ) as heard:
                    heard.subscribe(CHANNEL)
                    failures = 0
                    while not self._closed.is_set():
                        message = heard.get_message(timeout=_TIMEOUT_S)
                        if message is not None:
                            callback(_keys(message["data"]))
            except (redis.RedisError, OSError):
                # No word comes through; the pages grow old by themselves within two seconds.
                self._closed.wait(_LISTEN_AGAIN_S[min(failures, len(_LISTEN_AGAIN_S) - 1)])
                failures += 1


def _keys(data: bytes) -> list[str]:
    """Article keys of a message; none for what is not ours."""
    try:
        keys = orjson.loads(data)
    except orjson.JSONDecodeError:
        return []
    return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []


def _broker(settings: Settings) -> Celery:
    broker = Celery("taliq", set_as_current=False)
    values = tasks.celery_settings(settings)
    # A ringer gives up sooner than a worker: the next ring or sweep says the same.
    values["broker_transport_options"] |= {
        "socket_timeout": _TIMEOUT_S,
        "socket_connect_timeout": _TIMEOUT_S,
        "max_retries": 0,
    }
    broker.conf.update(values)
    return broker


def _client(settings: Settings) -> "redis.Redis":
    return redis.Redis.from_url(
        settings.redis_py_url,
        socket_timeout=_TIMEOUT_S * 2,
        socket_connect_timeout=_TIMEOUT_S,
        health_check_interval=10,
    )
