"""What the checks found, what was concluded, and the permission to be public."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.store.tables.base import Code, Id, Json, UtcTime, metadata

# One row per check that found something or could not run; the verdict names all that ran.
check_result = Table(
    "check_result",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("check", String(40), primary_key=True),
    # [{code, score, spans, evidence, effect, message: {ar, en}}]
    Column("signals", Json, nullable=False),
    Column("error", String(120)),
    Column("ms", Float, nullable=False),
)

verdict = Table(
    "verdict",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("reasons", Json, nullable=False),
    Column("checks", Json, nullable=False),
    Column("policy_version", String(40), nullable=False),
    Column("model_version", String(80)),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("comment_id", "revision", "outcome"),
    CheckConstraint("outcome IN ('publish','hold','reject')", name="outcome_known"),
)

# The evidence a published row must point at: a verdict of `publish`, or a moderator's decision.
clearance = Table(
    "clearance",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("source", String(16), nullable=False),
    Column("outcome", String(16)),
    Column("decision_id", Id, ForeignKey("decision.id")),
    Column("created_at", UtcTime, nullable=False),
    ForeignKeyConstraint(
        ["comment_id", "revision", "outcome"],
        ["verdict.comment_id", "verdict.revision", "verdict.outcome"],
        name="fk_clearance_verdict",
    ),
    CheckConstraint(
        "(source = 'policy' AND outcome IS NOT NULL AND outcome = 'publish')"
        " OR (source = 'moderator' AND decision_id IS NOT NULL)",
        name="has_evidence",
    ),
)

case = Table(
    "case",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comment.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("language", String(8)),
    Column("reasons", Json, nullable=False),
    # Minus the priority, so that one plain index serves "most urgent first, then oldest".
    Column("rank", Float, nullable=False),
    Column("priority_parts", Json, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("escalated_at", UtcTime),
    Column("decided_at", UtcTime),
    Column("lease_by", Id),
    Column("lease_until", UtcTime),
    Column("version", Integer, nullable=False),
    Index(
        "uq_case_open",
        "comment_id",
        "kind",
        unique=True,
        sqlite_where=text("decided_at IS NULL"),
        postgresql_where=text("decided_at IS NULL"),
    ),
    Index(
        "ix_case_queue",
        "site_id",
        "rank",
        "id",
        sqlite_where=text("decided_at IS NULL"),
        postgresql_where=text("decided_at IS NULL"),
    ),
    Index(
        "ix_case_age",
        "site_id",
        "opened_at",
        "id",
        sqlite_where=text("decided_at IS NULL"),
        postgresql_where=text("decided_at IS NULL"),
    ),
)

case_reason = Table(
    "case_reason",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("code", Code, primary_key=True),
    Index("ix_case_reason_code", "code", "case_id"),
)

policy = Table(
    "policy",
    metadata,
    Column("site_id", Id, ForeignKey("site.id"), primary_key=True),
    Column("version", String(40), primary_key=True),
    Column("body", Json, nullable=False),
    Column("created_by", Id),
    Column("created_at", UtcTime, nullable=False),
)

list_entry = Table(
    "list_entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("match", String(16), nullable=False),
    Column("action", String(16), nullable=False),
    Column("reason", Code, nullable=False),
    Column("language", String(8)),
    Column("mode", String(16), nullable=False),
    # Counts only under articles of this section; everywhere where it is null.
    Column("section", String(200)),
    # What an import took it from ("wordpress"); null where a person or a program entered it.
    Column("source", String(40)),
    Column("note", Text),
    Column("owner_id", Id),
    Column("hits", Integer, nullable=False, server_default="0"),
    Column("last_hit_at", UtcTime),
    Column("expires_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index("ix_list_entry_site", "site_id", "id"),
)
