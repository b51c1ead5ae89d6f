"""Sites, their articles, and the people who comment on them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from service.store.tables.base import Id, Json, UtcTime, metadata

site = Table(
    "site",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("hosts", Json, nullable=False),
    Column("origins", Json, nullable=False),
    Column("staff_names", Json, nullable=False),
    Column("default_mode", String(16), nullable=False),
    Column("known_articles_only", Boolean, nullable=False),
    # Workers keep compiled lists and the policy; a changed number tells them to load again.
    Column("rules_version", Integer, nullable=False),
    Column("policy_version", String(40), nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text),
    # One sentence or two on what the article says, for whoever judges the comments under it.
    Column("lead", Text),
    Column("section", String(200)),
    Column("mode", String(16), nullable=False),
    Column("closes_at", UtcTime),
    Column("published_count", Integer, nullable=False),
    # Grows with every change of what the public sees; it names the page in caches and ETags.
    Column("version", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("site_id", "external_id"),
)

commenter = Table(
    "commenter",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("email_index", String(64), nullable=False),
    Column("email_ciphertext", LargeBinary, nullable=False),
    Column("email_domain", String(255), nullable=False),
    Column("display_name", Text, nullable=False),
    Column("published", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("first_seen_at", UtcTime, nullable=False),
    UniqueConstraint("site_id", "email_index"),
)
