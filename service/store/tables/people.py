"""Moderators, their sessions, API keys, idempotency, and the workers' heartbeat."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from service.store.tables.base import Id, Json, UtcTime, metadata

moderator = Table(
    "moderator",
    metadata,
    Column("id", Id, primary_key=True),
    Column("email_index", String(64), nullable=False, unique=True),
    Column("email_ciphertext", LargeBinary, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text),
    Column("sign_in_hash", LargeBinary, unique=True),
    Column("sign_in_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("disabled_at", UtcTime),
    # Development only: until this is set, whoever comes in is asked to set up a second factor.
    Column("factor_put_off_at", UtcTime),
)

session = Table(
    "session",
    metadata,
    # SHA-256 of the cookie's token: a stolen database opens no session.
    Column("token_hash", LargeBinary, primary_key=True),
    Column("moderator_id", Id, ForeignKey("moderator.id"), nullable=False),
    Column("csrf_token", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    # The name that forms use; the token is known to the browser alone.
    Column("id", Id, nullable=False, unique=True),
    # What the person recognises it by: "Firefox · Android", 192.0.2.0/24.
    Column("device", String(60), nullable=False),
    Column("network", String(50)),
    # Wrong attempts on the account since the sign-in before.
    Column("failures_before", Integer, nullable=False),
    # Kept until `ends_at`, so that the browser can be told why it was signed out.
    Column("ended_at", UtcTime),
    Column("ended_because", String(16)),
    Index("ix_session_moderator", "moderator_id"),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("key_hash", LargeBinary, nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    Column("revoked_at", UtcTime),
)

idempotency = Table(
    "idempotency",
    metadata,
    # Keyed hash of (site, client, route, key).
    Column("scope", LargeBinary, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("reply", Json, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("ix_idempotency_expires_at", "expires_at"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("beat_at", UtcTime, nullable=False),
)
