"""The queue of a moderator: pages of cards, claims, and one comment with its history."""

from datetime import timedelta
from typing import Any

from flask import Response, request

from service.checks.text import fold
from service.domain.states import State
from service.http.access import access, current_caller
from service.http.context import current_site, now, reader_language, store
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.decisions import HistoryOut
from service.http.schemas.queue import ClaimedOut, ClaimIn, GiveBackIn, GivenBackOut, QueueOut, QueueQuery
from service.http.schemas.reading import SiteQuery
from service.moderation.cards import Viewer
from service.moderation.claim import claim, give_back
from service.moderation.history import comment_history
from service.moderation.queue import queue_page
from service.store.queue import QueueFilter

moderation = Blueprint("moderation", __name__, description="The queue, and who is working on what.")

_CLAIMS = "/v1/moderation/claims"
_BODY = {"content": {"application/json": {"schema": GiveBackIn}}, "required": False}


@moderation.get("/v1/moderation/queue")
@moderation.arguments(QueueQuery, location="query")
@moderation.response(200, QueueOut)
@access(scope="moderate")
def queue(query: dict[str, Any]) -> Response:
    """A page of comments of one state, with all that a decision about them needs.

    Held comments come by priority, the older first where it is the same.
    """
    with store().read() as db:
        page = queue_page(
            db,
            _filter(query),
            site_id=current_site().id,
            viewer=_viewer(),
            now=now(),
            state=State(query["state"]),
            order=query["order"],
            limit=query["limit"],
            cursor=query["cursor"],
        )
    return json_reply({"items": page.cards, "next_cursor": page.next_cursor})


@moderation.post(_CLAIMS)
@moderation.arguments(ClaimIn)
@moderation.response(200, ClaimedOut)
@access(scope="moderate")
def make_claims(wanted: dict[str, Any]) -> Response:
    """Lease the next cards for five minutes: nobody else gets them meanwhile.

    One's own live claims come first and are renewed, so that asking again keeps what is being read.
    """
    named = wanted["comment_ids"]
    with store().transaction() as db:
        claimed = claim(
            db,
            _filter(wanted, tuple(named) if named is not None else None),
            site_id=current_site().id,
            viewer=_viewer(),
            order=wanted["order"],
            limit=wanted["limit"],
            now=now(),
        )
    return json_reply({"items": claimed.cards, "until": claimed.until})


@moderation.delete(_CLAIMS)
@moderation.doc(requestBody=_BODY)
@moderation.response(200, GivenBackOut)
@access(scope="moderate")
def give_claims_back() -> Response:
    """Give claims back: those named, or without a body all of one's own."""
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    named = Blueprint.ARGUMENTS_PARSER.parse(GiveBackIn(), location="json") if has_body else {}
    with store().transaction() as db:
        ended = give_back(
            db,
            site_id=current_site().id,
            person=current_caller().id,
            comment_ids=named.get("comment_ids"),
            now=now(),
        )
    return json_reply({"given_back": ended})


@moderation.get('/v1/moderation/comments/<id("cmt"):comment_id>')
@moderation.arguments(SiteQuery, location="query")
@moderation.response(200, HistoryOut)
@access(scope="moderate")
def comment(_query: dict[str, Any], comment_id: str) -> Response:
    """One comment in any state: its card, revisions, checks, verdict, decisions, notes and deliveries."""
    with store().read() as db:
        found = comment_history(db, comment_id, site_id=current_site().id, viewer=_viewer(), now=now())
    return json_reply(found)


def _viewer() -> Viewer:
    return Viewer(current_caller().id, reader_language())


def _filter(wanted: dict[str, Any], comment_ids: tuple[str, ...] | None = None) -> QueueFilter:
    text, age = wanted["q"], wanted["min_age"]
    return QueueFilter(
        article=wanted["article"],
        language=wanted["lang"],
        reason=wanted["reason"],
        author=wanted["author"],
        campaign=wanted["campaign"],
        text=fold(text).folded.strip() if text is not None else None,
        waiting_since=now() - timedelta(seconds=age) if age is not None else None,
        comment_ids=comment_ids,
    )
