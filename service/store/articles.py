"""Articles: made by their first comment or by a moderator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import article
from service.store.upsert import insert_missing


@dataclass(frozen=True, slots=True)
class Article:
    """One article. title: empty and url: None while nobody said."""

    id: str
    external_id: str
    title: str
    url: str | None
    mode: str
    closes_at: datetime | None


# Built once: every accepted comment asks it.
_FIND = select(
    *(article.c[name] for name in ("id", "external_id", "title", "url", "mode", "closes_at"))
).where(article.c.site_id == bindparam("site"), article.c.external_id == bindparam("key"))


def find_article(db: Db, site_id: str, external_id: str) -> Article | None:
    """The article under the site's own id, or None."""
    found = db.execute(_FIND, {"site": site_id, "key": external_id}).one_or_none()
    return Article(**found._mapping) if found else None


def add_article(
    db: Db, site_id: str, external_id: str, *, title: str, url: str | None, mode: str, now: datetime
) -> Article:
    """The article, made now unless someone else was first."""
    row = {
        "id": new_id("art"),
        "site_id": site_id,
        "external_id": external_id,
        "title": title,
        "url": url,
        "mode": mode,
        "published_count": 0,
        "version": 1,
        "created_at": now,
    }
    insert_missing(db, article, [row])
    made = find_article(db, site_id, external_id)
    assert made is not None  # noqa: S101 - inserted above, by us or by whom we waited for
    return made


def complete_article(db: Db, article_id: str, *, title: str, url: str | None) -> None:
    """Set title and url; what is given replaces what is there."""
    db.execute(update(article).where(article.c.id == article_id).values(title=title, url=url))
