"""Models that were trained from the desk's decisions, and what a model on trial says."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from service.store.tables.base import Id, Json, UtcTime, metadata

# With no live row the models that come with the product are live.
model = Table(
    "model",
    metadata,
    Column("version", String(80), primary_key=True),
    Column("state", String(16), nullable=False),
    # How it compared with the models before it, by model name.
    Column("figures", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # The order of rolling back: NULL for one that never was live or that was rolled back from.
    Column("activated_at", UtcTime),
    CheckConstraint("state IN ('live','shadow','kept')", name="state_known"),
    *(
        Index(
            f"uq_model_{state}",
            "state",
            unique=True,
            sqlite_where=text(f"state = '{state}'"),
            postgresql_where=text(f"state = '{state}'"),
        )
        for state in ("live", "shadow")
    ),
)

# The folder that the training wrote, file by file, as it is.
model_file = Table(
    "model_file",
    metadata,
    Column("version", String(80), ForeignKey("model.version", ondelete="CASCADE"), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# What the model on trial would have said; it never had a part in the outcome.
shadow_score = Table(
    "shadow_score",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("version", String(80), primary_key=True),
    Column("abuse", Float, nullable=False),
    Column("spam", Float, nullable=False),
    Index("ix_shadow_score_version", "version", "comment_id", "revision"),
)
