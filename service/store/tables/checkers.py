"""Checkers of a newsroom's own, and the comments that wait for one to answer again."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from service.store.tables.base import Id, UtcTime, metadata

checker = Table(
    "checker",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("name", String(31), nullable=False),
    Column("url", Text, nullable=False),
    # The signing secret, encrypted and bound to this row.
    Column("ciphertext", LargeBinary, nullable=False),
    Column("timeout_s", Float, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("hold_at", Float, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("created_by", Id),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    UniqueConstraint("site_id", "name"),
    CheckConstraint("mode IN ('live','shadow')", name="mode_known"),
)

# A comment that is held because a checker gave no answer. The checker is named, not pointed at:
# the comment has to be looked at again when the checker is deleted, too.
recheck = Table(
    "recheck",
    metadata,
    Column("comment_id", Id, ForeignKey("comment.id"), primary_key=True),
    Column("checker", String(31), primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("since", UtcTime, nullable=False),
    Index("ix_recheck_checker", "site_id", "checker", "comment_id"),
)
