"""Kept replies of requests that may be repeated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import OperationalError

from service.domain.errors import Conflict
from service.store.engine import Db
from service.store.tables import idempotency
from service.store.upsert import insert_missing

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: lock_timeout ended the wait for another transaction


@dataclass(frozen=True, slots=True)
class KeptReply:
    """What was answered. status: 0 while the request that claimed the key is still running."""

    fingerprint: bytes
    status: int
    reply: dict[str, Any]


def claim_key(db: Db, scope: bytes, fingerprint: bytes, *, now: datetime, until: datetime) -> bool:
    """Take a key for this transaction; False when its reply is kept already.

    A parallel repeat waits here for the first one to commit or fail. Raises Conflict
    (`idempotency.in_progress`) when that takes too long.
    """
    row = {
        "scope": scope,
        "fingerprint": fingerprint,
        "status": 0,
        "reply": {},
        "expires_at": until,
    }
    try:
        if insert_missing(db, idempotency, [row]):
            return True
        gone = delete(idempotency).where(idempotency.c.scope == scope, idempotency.c.expires_at <= now)
        if db.execute(gone).rowcount:
            db.execute(insert(idempotency).values(**row))
            return True
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise Conflict("idempotency.in_progress") from error
        raise
    return False


def keep_reply(db: Db, scope: bytes, *, status: int, reply: dict[str, Any]) -> None:
    """Fill in what the claimed key's request was answered."""
    db.execute(update(idempotency).where(idempotency.c.scope == scope).values(status=status, reply=reply))


def kept_reply(db: Db, scope: bytes) -> KeptReply:
    """The reply kept under a key that `claim_key` found taken."""
    query = select(idempotency.c.fingerprint, idempotency.c.status, idempotency.c.reply)
    row = db.execute(query.where(idempotency.c.scope == scope)).one()
    return KeptReply(**row._mapping)
