"""Whether comments are accepted and checked right now, part by part."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import redis

from config.settings import Settings
from service.domain.errors import Unavailable
from service.store.engine import Store
from service.store.evaluation import backlog
from service.store.heartbeats import newest_beat
from service.store.migrate import newest_revision, present_revision

SILENT_AFTER = timedelta(seconds=60)
UNCHECKED_AT_MOST = timedelta(seconds=120)
_REDIS_TIMEOUT_S = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the service. state: a word for people; facts: figures, in seconds where the name ends so."""

    name: str
    is_ok: bool
    state: str
    facts: dict[str, Any] = field(default_factory=dict)


def all_parts(store: Store, settings: Settings, *, now: datetime) -> list[Part]:
    """Database, Redis, workers and backlog; where the database is away nothing else can be known."""
    try:
        return [_database(store), _redis(settings), _workers(store, now), _backlog(store, now)]
    except Unavailable:
        return [Part("database", False, "unreachable"), _redis(settings)]


def oldest_unchecked_s(store: Store, *, now: datetime) -> float:
    """How long the oldest comment has been waiting for its checks; 0 where none waits."""
    with store.read() as db:
        oldest = backlog(db).oldest
    return 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())


def _database(store: Store) -> Part:
    is_current = present_revision(store) == _needed_revision()
    return Part("database", is_current, "up" if is_current else "needs_upgrade")


def _redis(settings: Settings) -> Part:
    socket = settings.redis.socket
    if settings.redis_embedded and socket is not None and not socket.exists():
        return Part("redis", True, "absent")  # the sweeps run without a broker
    client = redis.Redis.from_url(
        settings.redis_py_url, socket_timeout=_REDIS_TIMEOUT_S, socket_connect_timeout=_REDIS_TIMEOUT_S
    )
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return Part("redis", False, "unreachable")
    finally:
        client.close()
    return Part("redis", True, "up")


def _workers(store: Store, now: datetime) -> Part:
    with store.read() as db:
        beat_at = newest_beat(db)
    if beat_at is None:
        return Part("workers", False, "never_seen")
    silent = now - beat_at
    is_ok = silent <= SILENT_AFTER
    return Part("workers", is_ok, "up" if is_ok else "silent", {"silent_s": round(silent.total_seconds(), 1)})


def _backlog(store: Store, now: datetime) -> Part:
    with store.read() as db:
        waiting = backlog(db)
    age = timedelta() if waiting.oldest is None else now - waiting.oldest
    is_ok = age <= UNCHECKED_AT_MOST
    facts = {"unchecked": waiting.count, "oldest_s": round(max(0.0, age.total_seconds()), 1)}
    return Part("backlog", is_ok, "up" if is_ok else "late", facts)


@cache
def _needed_revision() -> str:
    return newest_revision()
