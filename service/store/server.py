"""What database this is, for those who operate it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from service.store.engine import Db


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """version: as the server says it; durable: whether commits wait for the disk; clock: its time."""

    version: str
    durable: bool
    clock: datetime


def server_facts(db: Db) -> ServerFacts:
    """The facts of the database behind this connection; SQLite has this machine's clock."""
    if db.dialect.name == "sqlite":
        version = db.execute(text("SELECT sqlite_version()")).scalar_one()
        synchronous = db.execute(text("PRAGMA synchronous")).scalar_one()
        journal = db.execute(text("PRAGMA journal_mode")).scalar_one()
        return ServerFacts(f"SQLite {version}, journal {journal}", synchronous >= 2, datetime.now(UTC))
    version = db.execute(text("SHOW server_version")).scalar_one()
    durable = db.execute(text("SHOW fsync")).scalar_one() == "on"
    return ServerFacts(
        f"PostgreSQL {version}", durable, db.execute(text("SELECT clock_timestamp()")).scalar_one()
    )
