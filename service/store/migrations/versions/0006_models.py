"""Models trained from the desk's decisions, their files, and the scores of the one on trial.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from service.store.tables.base import Json, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model",
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("activated_at", UtcTime(), nullable=True),
        sa.CheckConstraint("state IN ('live','shadow','kept')", name=op.f("ck_model_state_known")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_model")),
    )
    for state in ("live", "shadow"):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_model_{state}", "model", ["state"], unique=True, sqlite_where=only, postgresql_where=only
        )
    op.create_table(
        "model_file",
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["model.version"], name=op.f("fk_model_file_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version", "name", name=op.f("pk_model_file")),
    )
    op.create_table(
        "shadow_score",
        sa.Column("comment_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("abuse", sa.Float(), nullable=False),
        sa.Column("spam", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_shadow_score_comment_id")),
        sa.PrimaryKeyConstraint("comment_id", "revision", "version", name=op.f("pk_shadow_score")),
    )
    op.create_index(
        "ix_shadow_score_version", "shadow_score", ["version", "comment_id", "revision"], unique=False
    )
