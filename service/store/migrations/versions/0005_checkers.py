"""Checkers of a newsroom's own, and the comments that wait for one.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from service.store.tables.base import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checker",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=31), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("timeout_s", sa.Float(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("hold_at", sa.Float(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.CheckConstraint("mode IN ('live','shadow')", name=op.f("ck_checker_mode_known")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_checker_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checker")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_checker_site_id_name")),
    )
    op.create_table(
        "recheck",
        sa.Column("comment_id", sa.String(length=40), nullable=False),
        sa.Column("checker", sa.String(length=31), nullable=False),
        sa.Column("site_id", sa.String(length=40), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_recheck_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_recheck_site_id")),
        sa.PrimaryKeyConstraint("comment_id", "checker", name=op.f("pk_recheck")),
    )
    op.create_index("ix_recheck_checker", "recheck", ["site_id", "checker", "comment_id"])
