"""What signing in needs beside the person: attempts, known browsers, second factors, identities elsewhere."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from service.store.tables.base import Id, Json, UtcTime, metadata

sign_in_budget = Table(
    "sign_in_budget",
    metadata,
    # Keyed hash of what is counted: an account, an address, both together, a known browser, a factor.
    Column("name", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", UtcTime, nullable=False),
    Column("paused_until", UtcTime),
    Index("ix_sign_in_budget_failed_at", "failed_at"),
)

known_browser = Table(
    "known_browser",
    metadata,
    # SHA-256 of the cookie's token.
    Column("token_hash", LargeBinary, primary_key=True),
    Column("moderator_id", Id, ForeignKey("moderator.id"), nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Index("ix_known_browser_moderator_id", "moderator_id"),
)

spent_proof = Table(
    "spent_proof",
    metadata,
    # What proved something once and must never do so again: a challenge, a step of signing in.
    Column("proof", LargeBinary, primary_key=True),
    Column("ends_at", UtcTime, nullable=False),
    Index("ix_spent_proof_ends_at", "ends_at"),
)

totp = Table(
    "totp",
    metadata,
    Column("moderator_id", Id, ForeignKey("moderator.id"), primary_key=True),
    Column("secret_ciphertext", LargeBinary, nullable=False),
    # The newest time step whose code was used; a code of it or of an earlier one is refused.
    Column("last_step", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    # SHA-256: a code has 128 random bits.
    Column("code_hash", LargeBinary, primary_key=True),
    Column("moderator_id", Id, ForeignKey("moderator.id"), nullable=False),
    Index("ix_recovery_code_moderator_id", "moderator_id"),
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Id, primary_key=True),
    Column("moderator_id", Id, ForeignKey("moderator.id"), nullable=False),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String(60), nullable=False),
    Column("transports", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    Index("ix_passkey_moderator_id", "moderator_id"),
)

outside_identity = Table(
    "outside_identity",
    metadata,
    # An OpenID provider's own name for a person; never the e-mail address, which changes hands.
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("moderator_id", Id, ForeignKey("moderator.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_outside_identity_moderator_id", "moderator_id"),
)
