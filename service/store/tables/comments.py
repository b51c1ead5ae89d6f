"""Comments, their revisions, and the guard that keeps unchecked text from the public.

The guard is in the schema so that no code path, and no hand at a SQL prompt,
can publish without evidence: `published` needs `checked_rev = public_rev`, and
(id, checked_rev) must name a row of `clearance` (tables/checks.py).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from service.store.tables.base import Id, Json, UtcTime, metadata

comment = Table(
    "comment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("parent_id", Id, ForeignKey("comment.id")),
    Column("depth", Integer, nullable=False),
    Column("commenter_id", Id, ForeignKey("commenter.id"), nullable=False),
    # The first comment of the row of comments that credentials join; NULL from before there were any.
    Column("author_line", Id),
    Column("author_name", Text, nullable=False),
    # Hash of the site and what the name looks like, by which look-alikes are found; NULL from before there was one.
    Column("name_key", String(32)),
    Column("author_url", Text),
    Column("state", String(16), nullable=False),
    Column("state_since", UtcTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("head_rev", Integer, nullable=False),
    Column("public_rev", Integer),
    Column("checked_rev", Integer),
    # The work list: the revision that waits for its checks, NULL when none does.
    Column("unchecked_rev", Integer),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", UtcTime),
    Column("token_hash", LargeBinary, nullable=False),
    Column("body_key", LargeBinary, nullable=False),
    Column("ip_key", String(64)),
    Column("ip_prefix", String(64)),
    Column("form_seconds", Float),
    Column("honeypot_filled", Boolean, nullable=False),
    Column("submitted_at", UtcTime, nullable=False),
    Column("edit_until", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    Column("edited_at", UtcTime),
    CheckConstraint(
        "state IN ('pending','held','published','rejected','removed','withdrawn','erased')",
        name="state_known",
    ),
    # Without the IS NOT NULL term the CHECK would pass on NULL, which counts as not false.
    CheckConstraint(
        "state <> 'published' OR (checked_rev IS NOT NULL AND checked_rev = public_rev)",
        name="published_is_checked",
    ),
    ForeignKeyConstraint(
        ["id", "checked_rev"],
        ["clearance.comment_id", "clearance.revision"],
        name="fk_comment_clearance",
        use_alter=True,
    ),
    Index("ix_comment_thread", "article_id", "state", "submitted_at", "id"),
    Index("ix_comment_parent", "parent_id"),
    Index("ix_comment_author_recent", "commenter_id", "submitted_at"),
    Index("ix_comment_address_recent", "ip_key", "submitted_at"),
    Index("ix_comment_author_line", "author_line", "state", "submitted_at"),
    Index(
        "ix_comment_public_name",
        "name_key",
        "submitted_at",
        sqlite_where=text("state = 'published'"),
        postgresql_where=text("state = 'published'"),
    ),
    Index("ix_comment_site_state", "site_id", "state", "submitted_at", "id"),
    Index(
        "ix_comment_unchecked",
        "submitted_at",
        "id",
        sqlite_where=text("unchecked_rev IS NOT NULL"),
        postgresql_where=text("unchecked_rev IS NOT NULL"),
    ),
)

revision = Table(
    "revision",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    # Filled when the checks ran: the compare form for search and its language guess.
    Column("folded", Text),
    Column("language", String(8)),
    # Half-open code-point spans that the public does not see, set by a moderator.
    Column("mask", Json),
    Column("raw_hash", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

fingerprint = Table(
    "fingerprint",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("commenter_id", Id, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("exact", BigInteger, nullable=False),
    Column("simhash", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_fingerprint_commenter_id", "commenter_id", "created_at"),
)
