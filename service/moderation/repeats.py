"""One request, one effect: a repeat under the same Idempotency-Key gets the first reply again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.domain.errors import Conflict
from service.store.engine import Db
from service.store.idempotency import claim_key, keep_reply, kept_reply

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """scope: keyed hash of site, caller, route and key; fingerprint: keyed hash of the body."""

    scope: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request is answered. body: plain values, free of anything private; replayed: not for the first time."""

    status: int
    body: dict[str, Any]
    replayed: bool = False


def idempotent(db: Db, key: IdempotencyKey | None, *, now: datetime, run: Callable[[], Reply]) -> Reply:
    """The reply of `run`, which runs once per key and is kept for 24 h; without a key it always runs.

    Refusals that `run` raises undo the claim with the transaction, so nothing is kept of them.
    Raises Conflict: `idempotency.key_reused` for another body under the key,
    `idempotency.in_progress` when the first request takes too long.
    """
    if key is None:
        return run()
    if claim_key(db, key.scope, key.fingerprint, now=now, until=now + KEPT_FOR):
        reply = run()
        keep_reply(db, key.scope, status=reply.status, reply=reply.body)
        return reply
    kept = kept_reply(db, key.scope)
    if kept.fingerprint != key.fingerprint:
        raise Conflict("idempotency.key_reused")
    return Reply(kept.status, kept.reply, replayed=True)
