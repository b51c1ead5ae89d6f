"""The append-only, hash-chained log of every change of state."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import audit_head, decision, decision_note
from service.store.upsert import insert_rows

GENESIS = "0" * 64
_PAGE = 500


@dataclass(frozen=True, slots=True)
class NewDecision:
    """One change of state (or, with from_state = to_state, of the case) to be logged."""

    comment_id: str
    revision: int
    actor_kind: str
    actor_id: str | None
    action: str
    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    mask: list[list[int]] | None = None
    policy_version: str | None = None
    batch_id: str | None = None
    reverses_id: str | None = None


_GIVEN = tuple(field.name for field in fields(NewDecision))  # asdict would copy every value


def append_decisions(db: Db, decisions: Sequence[NewDecision], *, now: datetime) -> list[str]:
    """Write decisions at the end of the chain, in this order; returns their ids.

    The head row stays locked until the transaction ends, which gives the chain one order.
    """
    if not decisions:
        return []
    head = db.execute(select(audit_head.c.seq, audit_head.c.hash).with_for_update()).one()
    rows, notes, sequence, previous = [], [], head.seq, head.hash
    for made in decisions:
        sequence += 1
        row = {name: getattr(made, name) for name in _GIVEN}
        note = row.pop("note")
        row |= {
            "id": new_id("dec"),
            "seq": sequence,
            "note_digest": hashlib.sha256(note.encode()).hexdigest() if note else None,
            "created_at": now,
            "previous_hash": previous,
        }
        previous = row["hash"] = chain_hash(row)
        rows.append(row)
        if note:
            notes.append({"decision_id": row["id"], "text": note})
    insert_rows(db, decision, rows)
    insert_rows(db, decision_note, notes)
    db.execute(update(audit_head).values(seq=sequence, hash=previous))
    return [row["id"] for row in rows]


_HASHED = (
    *("id", "seq", "comment_id", "revision", "actor_kind", "actor_id", "action", "reason", "note_digest"),
    *("mask", "from_state", "to_state", "policy_version", "batch_id", "reverses_id", "previous_hash"),
)


def chain_hash(row: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON of a decision and the hash of the one before it."""
    fields = {name: row[name] for name in _HASHED} | {"created_at": row["created_at"].timestamp()}
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


def broken_links(db: Db) -> Iterator[int]:
    """The `seq` of every decision whose hash, link or number does not fit; empty for a sound chain."""
    previous, expected = GENESIS, 1
    while True:
        page = db.execute(
            select(decision).where(decision.c.seq >= expected).order_by(decision.c.seq).limit(_PAGE)
        ).mappings()
        rows = [dict(row) for row in page]
        for row in rows:
            if row["seq"] != expected or row["previous_hash"] != previous or chain_hash(row) != row["hash"]:
                yield row["seq"]
            previous, expected = row["hash"], row["seq"] + 1
        if len(rows) < _PAGE:
            break
    head = db.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    if (head.seq, head.hash) != (expected - 1, previous):
        yield head.seq


def decisions_of_comment(db: Db, comment_id: str) -> list[dict[str, Any]]:
    """All decisions on one comment, oldest first, each with its `note`."""
    return _with_notes(db, decision.c.comment_id == comment_id)


def decisions_of_batch(db: Db, batch_id: str) -> list[dict[str, Any]]:
    """The decisions of one batch, in the order they were made."""
    return _with_notes(db, decision.c.batch_id == batch_id)


def decisions_after(db: Db, *, seq: int, limit: int) -> list[dict[str, Any]]:
    """A page of the log, oldest first, beginning after `seq`."""
    return _with_notes(db, decision.c.seq > seq, limit=limit)


def _with_notes(db: Db, condition: Any, limit: int | None = None) -> list[dict[str, Any]]:
    query = (
        select(decision, decision_note.c.text.label("note"))
        .outerjoin(decision_note, decision_note.c.decision_id == decision.c.id)
        .where(condition)
        .order_by(decision.c.seq)
        .limit(limit)
    )
    return [dict(row) for row in db.execute(query).mappings()]
