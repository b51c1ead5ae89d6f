"""What readers get: threads, single comments, counts; and an author's view of one comment."""

import hashlib
from typing import Any

import orjson
from flask import Response, request

from service.checks.explain import explain_code
from service.domain.errors import TaliqError
from service.domain.states import State
from service.http.access import access, bearer_token
from service.http.context import current_site, now, reader_language, store
from service.http.html import body_html, cover
from service.http.i18n.catalogue import notice
from service.http.openapi import Blueprint
from service.http.schemas.reading import (
    CountsOut,
    CountsQuery,
    PublicCommentOut,
    SiteQuery,
    StatusOut,
    ThreadOut,
    ThreadQuery,
)
from service.moderation import reading as use_cases
from service.moderation.reading import AuthorView, ThreadPage
from service.store.threads import PublicComment

reading = Blueprint("reading", __name__, description="Published comments, for everyone.")

# With the second that a page may live in memory, a reader sees nothing older than two.
_PUBLIC = "public, max-age=1"
_REFUSED = {State.REJECTED, State.REMOVED}


@reading.get("/v1/articles/<article:article_id>/comments")
@reading.arguments(ThreadQuery, location="query")
@reading.response(200, ThreadOut)
@access("public")
def thread(query: dict[str, Any], article_id: str) -> Response:
    """A page of an article's public thread; an article that nobody commented on is an empty list."""
    with store().read() as db:
        page = use_cases.thread_page(
            db,
            site_id=current_site().id,
            article_key=article_id,
            newest_first=query["order"] == "newest",
            limit=query["limit"],
            cursor=query["cursor"],
        )
    return _public_reply(_thread(page, article_id))


@reading.get('/v1/comments/<id("cmt"):comment_id>')
@reading.arguments(SiteQuery, location="query")
@reading.response(200, PublicCommentOut)
@access("public")
def one_comment(_query: dict[str, Any], comment_id: str) -> Response:
    """One public comment; a hidden one looks like an unknown one."""
    with store().read() as db:
        found = use_cases.public_comment(db, site_id=current_site().id, comment_id=comment_id)
    return _public_reply(_comment(found))


@reading.get('/v1/comments/<id("cmt"):comment_id>/status')
@reading.arguments(SiteQuery, location="query")
@reading.response(200, StatusOut)
@access("public")
def status(_query: dict[str, Any], comment_id: str) -> Response:
    """What became of a comment, for the holder of its token (`Authorization: Bearer …`)."""
    token = bearer_token()
    if token is None:
        raise TaliqError("auth.required")
    with store().read() as db:
        view = use_cases.status_for_author(db, site_id=current_site().id, comment_id=comment_id, token=token)
    reply = Response(_json(_status(view)), mimetype="application/json")
    reply.headers["Cache-Control"] = "no-store"
    return reply


@reading.get("/v1/counts")
@reading.arguments(CountsQuery, location="query")
@reading.response(200, CountsOut)
@access("public")
def counts(query: dict[str, Any]) -> Response:
    """How many comments are public under each of up to 100 articles."""
    with store().read() as db:
        found = use_cases.counts(db, site_id=current_site().id, article_keys=query["article"])
    return _public_reply({"counts": found})


def _thread(page: ThreadPage, article_id: str) -> dict[str, Any]:
    article = page.article
    is_open = article is None or use_cases.is_open(article, now())
    return {
        "article": {
            "id": article_id,
            "state": "open" if is_open else "closed",
            "count": article.published_count if article else 0,
        },
        "comments": [_comment(comment) for comment in page.comments],
        "next_cursor": page.next_cursor,
    }


def _comment(comment: PublicComment) -> dict[str, Any]:
    place = {
        "id": comment.id,
        "parent_id": comment.parent_id,
        "published_at": comment.published_at,
        "edited_at": comment.edited_at,
        "depth": comment.depth,
    }
    if comment.removed:
        return place | {"author": None, "body": None, "body_html": None, "masked": False, "removed": True}
    body = cover(comment.body, comment.mask)
    return place | {
        "author": {"name": comment.author_name, "url": comment.author_url},
        "body": body,
        "body_html": body_html(body),
        "masked": bool(comment.mask),
    }


def _status(view: AuthorView) -> dict[str, Any]:
    language, found = reader_language(), view.status
    reason = view.reason if found.state is not State.PUBLISHED else None
    return {
        "id": found.id,
        "article_id": found.article_key,
        "state": found.state,
        "since": found.state_since,
        "submitted_at": found.submitted_at,
        "edit_until": found.edit_until,
        "message": notice(f"comment.{found.state}", language),
        "reason": {"code": reason, "message": explain_code(reason, language)} if reason else None,
        "decided_by_machine": view.decided_by_machine,
        "objection": notice("comment.objection", language) if found.state in _REFUSED else None,
    }


def _json(data: dict[str, Any]) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_UTC_Z)


def _public_reply(data: dict[str, Any]) -> Response:
    """200 with a strong ETag, or 304 where the caller has these bytes already."""
    body = _json(data)
    reply = Response(body, mimetype="application/json")
    reply.set_etag(hashlib.sha256(body).hexdigest()[:32])
    reply.headers["Cache-Control"] = _PUBLIC
    reply.make_conditional(request)
    return reply
