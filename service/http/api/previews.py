"""Dry runs: what a changed policy or list would have done to the last days."""

from typing import Any

from flask import Response

from service.http.access import access
from service.http.context import current_site, now, store
from service.http.openapi import Blueprint
from service.http.parsing import BATCH_BODY_BYTES, body_limit
from service.http.previews import LINES, MOST_COMMENTS, preview_reply
from service.http.schemas.base import Schema
from service.http.schemas.previews import ListsPreviewIn, ListsPreviewOut, PolicyPreviewIn, PreviewOut
from service.moderation.preview import Range
from service.moderation.preview_lists import ListChange, preview_lists
from service.moderation.preview_policy import preview_policy

previews = Blueprint("previews", __name__, description="What a change would have done, before it is made.")

_PROGRESS = {
    "type": "string",
    "description": 'One JSON object a line: `{"done", "total"}` while it runs; the last has the `answer`, or'
    " the `problem` that ended it.",
}


def _or_lines(answer: type[Schema]) -> dict[str, Any]:
    """Both media types of a preview's reply, for the OpenAPI document."""
    content = {"application/json": {"schema": answer}, LINES: {"schema": _PROGRESS}}
    return {"200": {"description": "What the change would have done.", "content": content}}


@previews.post("/v1/moderation/policy/preview")
@previews.arguments(PolicyPreviewIn)
@previews.response(200, PreviewOut)
@previews.doc(responses=_or_lines(PreviewOut))
@access(scope="moderate")
def try_policy(wanted: dict[str, Any]) -> Response:
    """What these thresholds would have held, published or rejected; nothing is stored.

    The stored findings of the newest 100,000 comments at most are judged by these thresholds and by
    the present ones; the models are not asked again. Model scores below 0.3 are neither stored nor
    acted on: where that matters, `complete` is false and a note says so.

    With `Accept: application/x-ndjson` the reply is a stream of progress that ends with the answer.
    One preview runs at a time in each process: 429 while another one does.
    """
    look = Range(wanted.pop("days"), MOST_COMMENTS)
    return preview_reply(
        preview_policy(store(), site_id=current_site().id, changes=wanted, wanted=look, now=now())
    )


@previews.post("/v1/moderation/lists/preview")
@previews.arguments(ListsPreviewIn)
@previews.response(200, ListsPreviewOut)
@previews.doc(responses=_or_lines(ListsPreviewOut))
@access(scope="moderate")
@body_limit(BATCH_BODY_BYTES)
def try_lists(wanted: dict[str, Any]) -> Response:
    """What these entries would have touched, innocent words among it; nothing is stored.

    The newest 100,000 comments at most are matched anew, by the present entries and by the proposed
    ones. Streams, and is limited, as `POST /v1/moderation/policy/preview`.
    """
    look = Range(wanted["days"], MOST_COMMENTS)
    change = ListChange(wanted["entries"], wanted["without"])
    return preview_reply(
        preview_lists(store(), site_id=current_site().id, change=change, wanted=look, now=now())
    )
