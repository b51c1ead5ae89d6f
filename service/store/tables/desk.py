"""The moderators' desk: notes, saved queues, and what each person has set for themselves."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from service.store.tables.base import Id, Json, UtcTime, metadata

note = Table(
    "note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    # Id of a comment, a commenter or an article.
    Column("subject", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_by", Id, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    CheckConstraint("kind IN ('comment','author','article')", name="kind_known"),
    Index("ix_note_subject", "subject", "id"),
)

saved_queue = Table(
    "saved_queue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("name", String(80), nullable=False),
    # The query of the queue's address: {name: value}.
    Column("filter", Json, nullable=False),
    # Comments in it are due that long after they began to wait; null: as the case says.
    Column("due_minutes", Integer),
    Column("created_by", Id, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("site_id", "name"),
)

# What a person has not chosen is not in here, so that a better default reaches everybody.
desk_setting = Table(
    "desk_setting",
    metadata,
    Column("moderator_id", Id, ForeignKey("moderator.id"), primary_key=True),
    Column("chosen", Json, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
