"""Articles as the newsroom sets them up: what is published without a person, what waits, what is closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.domain.errors import NotFound
from service.store import article_admin as store
from service.store.engine import Db


def get_article(db: Db, *, site_id: str, article_id: str) -> dict[str, Any]:
    """An article by the site's own id. Raises NotFound (`article.unknown`)."""
    found = store.article_of_site(db, site_id, article_id)
    if found is None:
        raise NotFound("article.unknown")
    return found


def put_article(
    db: Db, *, site_id: str, article_id: str, changes: Mapping[str, Any], now: datetime
) -> tuple[dict[str, Any], bool]:
    """Change an article, or make it; returns it and whether it is new.

    changes: any of title, lead, url, section, mode, closes_at; what is left out stays.
    """
    made = store.make_article(db, site_id, article_id, now=now)
    if changes:
        store.change_article(db, site_id, article_id, changes)
    return get_article(db, site_id=site_id, article_id=article_id), made
