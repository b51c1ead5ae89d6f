"""Endpoints, their deliveries, and every HTTP attempt."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.store.tables.base import Id, Json, UtcTime, metadata

endpoint = Table(
    "endpoint",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("description", Text),
    # NULL: every type.
    Column("types", Json),
    Column("enabled", Boolean, nullable=False),
    Column("disabled_reason", String(80)),
    Column("consecutive_failures", Integer, nullable=False),
    Column("failing_since", UtcTime),
    Column("last_success_at", UtcTime),
    # No attempt before this time: the receiver's Retry-After, or the breaker.
    Column("blocked_until", UtcTime),
    Column("created_by", Id),
    Column("created_at", UtcTime, nullable=False),
)

# Two may live at once while a secret is rotated.
endpoint_secret = Table(
    "endpoint_secret",
    metadata,
    Column("id", Id, primary_key=True),
    Column("endpoint_id", Id, ForeignKey("endpoint.id", ondelete="CASCADE"), nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Index("ix_endpoint_secret_endpoint", "endpoint_id"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("event_id", Id, ForeignKey("event.id"), nullable=False),
    Column("endpoint_id", Id, ForeignKey("endpoint.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcTime),
    Column("lease_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    UniqueConstraint("event_id", "endpoint_id"),
    Index("ix_delivery_endpoint", "endpoint_id", "id"),
    # By endpoint first: a backlog of one receiver costs the others nothing.
    Index(
        "ix_delivery_due",
        "endpoint_id",
        "next_attempt_at",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_delivery_in_flight",
        "endpoint_id",
        "lease_until",
        sqlite_where=text("lease_until IS NOT NULL"),
        postgresql_where=text("lease_until IS NOT NULL"),
    ),
)

attempt = Table(
    "attempt",
    metadata,
    Column("delivery_id", Id, ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("started_at", UtcTime, nullable=False),
    Column("duration_ms", Float, nullable=False),
    Column("status", Integer),
    Column("error", String(80)),
    # The first KiB of the answer, as text.
    Column("response", Text),
)
