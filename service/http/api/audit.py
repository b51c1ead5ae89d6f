"""The log of decisions."""

from typing import Any

from flask import Response

from service.http.access import access
from service.http.context import current_site, reader_language, store
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.decisions import AuditOut, AuditQuery, ChainOut
from service.moderation.audit import audit_page, check_chain

audit = Blueprint("audit", __name__, description="The append-only, hash-chained log of decisions.")


@audit.get("/v1/moderation/audit")
@audit.arguments(AuditQuery, location="query")
@audit.response(200, AuditOut)
@access(scope="moderate")
def log(query: dict[str, Any]) -> Response:
    """Every decision of policies and people on the site's comments, newest first."""
    with store().read() as db:
        items, cursor = audit_page(
            db,
            site_id=current_site().id,
            newest_first=query["order"] == "newest",
            limit=query["limit"],
            cursor=query["cursor"],
            language=reader_language(),
        )
    return json_reply({"items": items, "next_cursor": cursor})


@audit.get("/v1/moderation/audit/check")
@audit.response(200, ChainOut)
@access(scope="moderate")
def chain() -> Response:
    """Recompute the chain of hashes over the whole log; it may take a while where the log is long."""
    with store().read(snapshot=True) as db:
        found = check_chain(db)
    return json_reply({"sound": not found.broken, "decisions": found.decisions, "broken": list(found.broken)})
