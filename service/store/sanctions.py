"""Sanctions of authors and domains: imposed, listed, lifted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.sql import Select

from service.store.engine import Db
from service.store.rows import plain_row
from service.store.tables import commenter, sanction

Row = dict[str, Any]


def add_sanction(db: Db, row: Mapping[str, Any]) -> None:
    """row: {id, site_id, kind, scope, subject, reason, note, created_by, created_at, until}."""
    db.execute(insert(sanction).values(**row))


def sanction_of_site(db: Db, site_id: str, sanction_id: str) -> Row | None:
    """One sanction of this site, with `author_name` where it is about an author."""
    row = db.execute(_sanctions(site_id).where(sanction.c.id == sanction_id)).mappings().first()
    return plain_row(row) if row else None


def sanctions_of_site(
    db: Db, site_id: str, *, in_force_at: datetime | None, limit: int, before: str | None
) -> list[Row]:
    """Sanctions, newest first. in_force_at: only those in force then; before: id of the last one before."""
    query = _sanctions(site_id).order_by(sanction.c.id.desc()).limit(limit)
    if in_force_at is not None:
        query = query.where(
            sanction.c.lifted_at.is_(None),
            or_(sanction.c.until.is_(None), sanction.c.until > in_force_at),
        )
    if before is not None:
        query = query.where(sanction.c.id < before)
    return [plain_row(row) for row in db.execute(query).mappings()]


def lift_sanction(db: Db, sanction_id: str, *, by: str, now: datetime) -> None:
    """End a sanction; one that is lifted already keeps when and by whom."""
    db.execute(
        update(sanction)
        .where(sanction.c.id == sanction_id, sanction.c.lifted_at.is_(None))
        .values(lifted_at=now, lifted_by=by)
    )


def _sanctions(site_id: str) -> Select[Any]:
    named = (sanction.c.scope == "author") & (commenter.c.id == sanction.c.subject)
    return (
        select(sanction, commenter.c.display_name.label("author_name"))
        .outerjoin(commenter, named)
        .where(sanction.c.site_id == site_id)
    )
