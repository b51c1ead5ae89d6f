"""Signing in: attempts are counted where every process sees them; second factors; sessions by device.

Everybody signs in anew afterwards: the sessions of before name no device.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from service.store.tables.base import Json, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("moderator", "failures")
    op.drop_column("moderator", "locked_until")
    op.add_column("moderator", sa.Column("factor_put_off_at", UtcTime(), nullable=True))
    op.drop_table("session")
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("moderator_id", sa.String(length=40), nullable=False),
        sa.Column("csrf_token", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=True),
        sa.Column("failures_before", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("ended_because", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["moderator_id"], ["moderator.id"], name=op.f("fk_session_moderator_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
        sa.UniqueConstraint("id", name=op.f("uq_session_id")),
    )
    op.create_index("ix_session_moderator", "session", ["moderator_id"])
    op.create_table(
        "sign_in_budget",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", UtcTime(), nullable=False),
        sa.Column("paused_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_in_budget")),
    )
    op.create_index("ix_sign_in_budget_failed_at", "sign_in_budget", ["failed_at"])
    op.create_table(
        "spent_proof",
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("proof", name=op.f("pk_spent_proof")),
    )
    op.create_index("ix_spent_proof_ends_at", "spent_proof", ["ends_at"])
    _of_a_person(
        "known_browser",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_browser")),
    )
    _of_a_person(
        "totp",
        sa.Column("secret_ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("moderator_id", name=op.f("pk_totp")),
        indexed=False,
    )
    _of_a_person(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    _of_a_person(
        "passkey",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("transports", Json, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("last_used_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    _of_a_person(
        "outside_identity",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_outside_identity")),
    )


def _of_a_person(name: str, *parts: SchemaItem, indexed: bool = True) -> None:
    op.create_table(
        name,
        sa.Column("moderator_id", sa.String(length=40), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["moderator_id"], ["moderator.id"], name=op.f(f"fk_{name}_moderator_id")),
    )
    if indexed:
        op.create_index(f"ix_{name}_moderator_id", name, ["moderator_id"])
