"""Campaigns: groups of like texts, their members, and the texts that new ones are compared with.

No key leads from here to `comment`: a worker that groups its batch would then wait for rows that
another has locked, which waits for it.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    text,
)

from service.store.tables.base import Id, UtcTime, metadata

campaign = Table(
    "campaign",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    # Counted anew from the members whenever they change.
    Column("size", Integer, nullable=False),
    Column("authors", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
    # Two like texts are no campaign yet: shown once enough people or articles are concerned, and for ever.
    Column("shown", Boolean, nullable=False),
    # The older one of which this turned out to be a part; it has no members then.
    Column("merged_into", Id, ForeignKey("campaign.id")),
    Index(
        "ix_campaign_shown",
        "site_id",
        "id",
        sqlite_where=text("shown AND merged_into IS NULL"),
        postgresql_where=text("shown AND merged_into IS NULL"),
    ),
)

campaign_member = Table(
    "campaign_member",
    metadata,
    Column("comment_id", Id, primary_key=True),
    Column("campaign_id", Id, ForeignKey("campaign.id"), nullable=False),
    Column("commenter_id", Id, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_campaign_member_campaign", "campaign_id", "comment_id"),
    Index("ix_campaign_member_commenter", "campaign_id", "commenter_id"),
    Index("ix_campaign_member_article", "campaign_id", "article_id"),
)

campaign_anchor = Table(
    "campaign_anchor",
    metadata,
    # Of its own: an edited comment leaves one for each text.
    Column("id", Id, primary_key=True),
    Column("site_id", Id, nullable=False),
    Column("campaign_id", Id, ForeignKey("campaign.id")),
    Column("comment_id", Id, nullable=False),
    Column("commenter_id", Id, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("minima", LargeBinary, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_campaign_anchor_age", "created_at"),
    Index("ix_campaign_anchor_campaign", "campaign_id"),
)

campaign_key = Table(
    "campaign_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("anchor_id", Id, ForeignKey("campaign_anchor.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_campaign_key_anchor", "anchor_id"),
)
