"""Articles as the newsroom sets them up."""

from datetime import datetime
from typing import Any

from flask import Response

from service.domain.comments import ArticleMode
from service.http.access import access
from service.http.context import current_site, now, nudge, store
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.reading import SiteQuery
from service.http.schemas.rules import ArticleChangeIn, ArticleOut
from service.moderation.articles import get_article, put_article

articles_admin = Blueprint("articles", __name__, description="Articles and how their comments are treated.")

_ONE = "/v1/moderation/articles/<article:article_id>"


@articles_admin.get(_ONE)
@articles_admin.arguments(SiteQuery, location="query")
@articles_admin.response(200, ArticleOut)
@access(scope="moderate")
def one_article(_query: dict[str, Any], article_id: str) -> Response:
    """An article that has been set up or commented on."""
    with store().read() as db:
        found = get_article(db, site_id=current_site().id, article_id=article_id)
    return json_reply(_article(found, now()))


@articles_admin.put(_ONE)
@articles_admin.arguments(ArticleChangeIn)
@articles_admin.response(200, ArticleOut)
@articles_admin.alt_response(201, schema=ArticleOut, description="It was unknown.", success=True)
@access(scope="moderate")
def change_article(changes: dict[str, Any], article_id: str) -> Response:
    """Set up an article; what is left out stays. An unknown one is made."""
    site_id, moment = current_site().id, now()
    found, made = store().write(
        lambda db: put_article(db, site_id=site_id, article_id=article_id, changes=changes, now=moment)
    )
    nudge().announce([article_id])
    return json_reply(_article(found, moment), 201 if made else 200)


def _article(row: dict[str, Any], moment: datetime) -> dict[str, Any]:
    is_over = row["closes_at"] is not None and row["closes_at"] <= moment
    closed = row["mode"] == ArticleMode.CLOSED or is_over
    shown = ("title", "lead", "url", "section", "mode", "closes_at", "created_at")
    return {
        "id": row["external_id"],
        **{name: row[name] for name in shown},
        "state": "closed" if closed else "open",
        "count": row["published_count"],
    }
