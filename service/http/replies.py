"""Replies of routes that need a key: JSON that nobody may keep."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app

from service.moderation.repeats import Reply


def json_reply(data: Mapping[str, Any], status: int = 200) -> Response:
    """Plain values and times as JSON."""
    made = Response(current_app.json.dumps(data), status, mimetype="application/json")
    made.headers["Cache-Control"] = "no-store"
    return made


def repeated_reply(reply: Reply) -> Response:
    """A reply that is kept under an Idempotency-Key, marked where it is the kept one."""
    made = json_reply(reply.body, reply.status)
    if reply.replayed:
        made.headers["Idempotent-Replayed"] = "true"
    return made


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as JSON carries it, so that it can be kept and repeated."""
    values: dict[str, Any] = current_app.json.loads(current_app.json.dumps(data))
    return values
