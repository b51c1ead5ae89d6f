"""Alarms that went off: what is wrong at a site, from when until when."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, text

from service.store.tables.base import Id, UtcTime, metadata

alarm = Table(
    "alarm",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("site.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    # Id of an article; empty where the whole site is meant.
    Column("subject", Id, nullable=False),
    Column("begun_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    CheckConstraint("kind IN ('backlog','surge')", name="kind_known"),
    # Several workers look at once: one of them begins an alarm.
    Index(
        "uq_alarm_on",
        "site_id",
        "kind",
        "subject",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
