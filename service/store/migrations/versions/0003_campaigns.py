"""Campaigns.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from service.store.tables.base import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.String(length=40)
_SHOWN = sa.text("shown AND merged_into IS NULL")


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("merged_into", _ID, nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["campaign.id"], name=op.f("fk_campaign_merged_into")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_campaign_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(
        "ix_campaign_shown",
        "campaign",
        ["site_id", "id"],
        sqlite_where=_SHOWN,
        postgresql_where=_SHOWN,
    )
    op.create_table(
        "campaign_member",
        sa.Column("comment_id", _ID, nullable=False),
        sa.Column("campaign_id", _ID, nullable=False),
        sa.Column("commenter_id", _ID, nullable=False),
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_member_campaign_id")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_campaign_member")),
    )
    op.create_index("ix_campaign_member_campaign", "campaign_member", ["campaign_id", "comment_id"])
    op.create_index("ix_campaign_member_commenter", "campaign_member", ["campaign_id", "commenter_id"])
    op.create_index("ix_campaign_member_article", "campaign_member", ["campaign_id", "article_id"])
    op.create_table(
        "campaign_anchor",
        sa.Column("id", _ID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("campaign_id", _ID, nullable=True),
        sa.Column("comment_id", _ID, nullable=False),
        sa.Column("commenter_id", _ID, nullable=False),
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("minima", sa.LargeBinary(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_anchor_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_anchor")),
    )
    op.create_index("ix_campaign_anchor_campaign", "campaign_anchor", ["campaign_id"])
    op.create_index("ix_campaign_anchor_age", "campaign_anchor", ["created_at"])
    op.create_table(
        "campaign_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("anchor_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["anchor_id"],
            ["campaign_anchor.id"],
            name=op.f("fk_campaign_key_anchor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "anchor_id", name=op.f("pk_campaign_key")),
    )
    op.create_index("ix_campaign_key_anchor", "campaign_key", ["anchor_id"])
