"""Articles as the newsroom sets them up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import article, site
from service.store.upsert import insert_missing

_SHOWN = (
    *("external_id", "title", "lead", "url", "section", "mode", "closes_at", "published_count"),
    "created_at",
)


def article_of_site(db: Db, site_id: str, external_id: str) -> dict[str, Any] | None:
    """An article by the site's own id."""
    query = select(*(article.c[name] for name in _SHOWN)).where(
        article.c.site_id == site_id, article.c.external_id == external_id
    )
    row = db.execute(query).mappings().first()
    return dict(row) if row else None


def make_article(db: Db, site_id: str, external_id: str, *, now: datetime) -> bool:
    """Add an article with the site's default mode where it is unknown; whether it was."""
    default = select(site.c.default_mode).where(site.c.id == site_id)
    row = {
        "id": new_id("art"),
        "site_id": site_id,
        "external_id": external_id,
        "title": "",
        "mode": db.execute(default).scalar_one(),
        "published_count": 0,
        "version": 1,
        "created_at": now,
    }
    return bool(insert_missing(db, article, [row]))


def change_article(db: Db, site_id: str, external_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns, and make the article's pages new."""
    db.execute(
        update(article)
        .where(article.c.site_id == site_id, article.c.external_id == external_id)
        .values(version=article.c.version + 1, **values)
    )
