"""The moderators' desk: leads of articles, notes, saved queues, and what each person has set for themselves.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from service.store.tables.base import Json, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("lead", sa.Text(), nullable=True))
    op.create_table(
        "note",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.CheckConstraint("kind IN ('comment','author','article')", name=op.f("ck_note_kind_known")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_note_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_subject", "note", ["subject", "id"], unique=False)
    op.create_table(
        "saved_queue",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("filter", Json, nullable=False),
        sa.Column("due_minutes", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_saved_queue_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_queue")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_saved_queue_site_id_name")),
    )
    op.create_table(
        "desk_setting",
        sa.Column("moderator_id", sa.String(length=40), nullable=False),
        sa.Column("chosen", Json, nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["moderator.id"], name=op.f("fk_desk_setting_moderator_id")
        ),
        sa.PrimaryKeyConstraint("moderator_id", name=op.f("pk_desk_setting")),
    )


def downgrade() -> None:
    op.drop_table("desk_setting")
    op.drop_table("saved_queue")
    op.drop_index("ix_note_subject", table_name="note")
    op.drop_table("note")
    op.drop_column("article", "lead")
