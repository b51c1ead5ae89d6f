"""A site's list entries, and the number that tells workers to load them again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from service.store.engine import Db
from service.store.rows import plain_row
from service.store.tables import list_entry, site

Row = dict[str, Any]


def add_entry(db: Db, row: Mapping[str, Any]) -> None:
    """row: every column of list_entry."""
    db.execute(insert(list_entry).values(**row))


def add_entries(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Several entries at once; each row has every column that `add_entry` names."""
    if rows:
        db.execute(insert(list_entry), [dict(row) for row in rows])


def entries_everywhere(db: Db, site_id: str) -> list[Row]:
    """What each entry without a section looks for and asks for, the expired ones too."""
    names = ("id", "kind", "value", "match", "action", "source")
    query = select(*(list_entry.c[name] for name in names)).where(
        list_entry.c.site_id == site_id, list_entry.c.section.is_(None)
    )
    return [plain_row(row) for row in db.execute(query).mappings()]


def entry_of_site(db: Db, site_id: str, entry_id: str) -> Row | None:
    """One entry of this site."""
    query = select(list_entry).where(list_entry.c.id == entry_id, list_entry.c.site_id == site_id)
    row = db.execute(query).mappings().first()
    return plain_row(row) if row else None


def entries_of_site(
    db: Db,
    site_id: str,
    *,
    kind: str | None,
    mode: str | None,
    section: str | None,
    limit: int,
    before: str | None,
) -> list[Row]:
    """Entries, newest first, the expired ones too; before: id of the last one of the page before."""
    query = (
        select(list_entry)
        .where(list_entry.c.site_id == site_id)
        .order_by(list_entry.c.id.desc())
        .limit(limit)
    )
    if kind is not None:
        query = query.where(list_entry.c.kind == kind)
    if mode is not None:
        query = query.where(list_entry.c.mode == mode)
    if section is not None:
        query = query.where(list_entry.c.section == section)
    if before is not None:
        query = query.where(list_entry.c.id < before)
    return [plain_row(row) for row in db.execute(query).mappings()]


def change_entry(db: Db, entry_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of one entry."""
    db.execute(update(list_entry).where(list_entry.c.id == entry_id).values(**values))


def delete_entry(db: Db, site_id: str, entry_id: str) -> bool:
    """Delete an entry of this site; whether it was there."""
    statement = delete(list_entry).where(list_entry.c.id == entry_id, list_entry.c.site_id == site_id)
    return db.execute(statement).rowcount == 1


def count_hits(db: Db, hits: Mapping[str, int], *, now: datetime) -> None:
    """Add to the counters of entries; ids that are no rows (starter entries, deleted ones) are passed over.

    hits: comments that each entry touched, by its id. Rows are taken in the order of their ids, so
    that two workers never wait for each other crosswise.
    """
    if not hits:
        return
    statement = (
        update(list_entry)
        .where(list_entry.c.id == bindparam("entry"))
        .values(hits=list_entry.c.hits + bindparam("more"), last_hit_at=bindparam("at"))
    )
    db.execute(statement, [{"entry": entry, "more": hits[entry], "at": now} for entry in sorted(hits)])


def mark_rules_changed(db: Db, site_id: str) -> None:
    """Tell every worker to load the site's rules again, which they do within seconds."""
    db.execute(update(site).where(site.c.id == site_id).values(rules_version=site.c.rules_version + 1))
