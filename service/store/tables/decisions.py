"""Decisions (the append-only audit log), sanctions, and the outbox of events."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.store.tables.base import Code, Id, Json, UtcTime, metadata

# Append-only (triggers refuse UPDATE and DELETE) and hash-chained in the order of `seq`.
decision = Table(
    "decision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("actor_kind", String(16), nullable=False),
    Column("actor_id", Id),
    Column("action", String(16), nullable=False),
    Column("reason", Code),
    # Digest only: the text is in decision_note, which can be erased without breaking the chain.
    Column("note_digest", String(64)),
    Column("mask", Json),
    Column("from_state", String(16), nullable=False),
    Column("to_state", String(16), nullable=False),
    Column("policy_version", String(40)),
    Column("batch_id", Id),
    Column("reverses_id", Id),
    Column("created_at", UtcTime, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_decision_comment", "comment_id", "seq"),
    Index("ix_decision_batch", "batch_id"),
)

decision_note = Table(
    "decision_note",
    metadata,
    Column("decision_id", Id, ForeignKey("decision.id"), primary_key=True),
    Column("text", Text, nullable=False),
)

# The end of the chain: locked by whoever appends, so that the chain has one order.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

sanction = Table(
    "sanction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("scope", String(16), nullable=False),
    # commenter id, or lower-case domain
    Column("subject", String(255), nullable=False),
    Column("reason", Code, nullable=False),
    Column("note", Text),
    Column("created_by", Id),
    Column("created_at", UtcTime, nullable=False),
    Column("until", UtcTime),
    Column("lifted_at", UtcTime),
    Column("lifted_by", Id),
    Index("ix_sanction_subject", "site_id", "scope", "subject"),
)

event = Table(
    "event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("type", String(40), nullable=False),
    Column("comment_id", Id, ForeignKey("comment.id")),
    Column("sequence", Integer, nullable=False),
    # The exact bytes that every receiver gets on every try.
    Column("payload", Text, nullable=False),
    # Set where only one endpoint shall get it (a test).
    Column("endpoint_id", Id),
    Column("created_at", UtcTime, nullable=False),
    Column("fan_out_after", UtcTime, nullable=False),
    Column("fanned_out_at", UtcTime),
    Column("cancelled_at", UtcTime),
    UniqueConstraint("comment_id", "sequence"),
    Index(
        "ix_event_outbox",
        "fan_out_after",
        "id",
        sqlite_where=text("fanned_out_at IS NULL AND cancelled_at IS NULL"),
        postgresql_where=text("fanned_out_at IS NULL AND cancelled_at IS NULL"),
    ),
)
