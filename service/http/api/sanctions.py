"""Sanctions of authors and domains."""

from typing import Any

from flask import Response

from service.http.access import access, current_caller
from service.http.context import current_site, now, store
from service.http.idempotency import idempotency_key
from service.http.openapi import Blueprint
from service.http.replies import json_reply, plain, repeated_reply
from service.http.schemas.rules import SanctionIn, SanctionOut, SanctionsOut, SanctionsQuery
from service.moderation import sanctions as cases
from service.moderation.repeats import Reply, idempotent

sanctions = Blueprint("sanctions", __name__, description="Bans, and holding all that somebody writes.")


@sanctions.get("/v1/moderation/sanctions")
@sanctions.arguments(SanctionsQuery, location="query")
@sanctions.response(200, SanctionsOut)
@access(scope="moderate")
def list_sanctions(query: dict[str, Any]) -> Response:
    """Sanctions in force; `state=all` shows those that have ended too."""
    with store().read() as db:
        found, cursor = cases.list_sanctions(
            db,
            site_id=current_site().id,
            only_in_force=query["state"] == "live",
            limit=query["limit"],
            cursor=query["cursor"],
            now=now(),
        )
    return json_reply({"items": [_sanction(each) for each in found], "next_cursor": cursor})


@sanctions.post("/v1/moderation/sanctions")
@sanctions.arguments(SanctionIn)
@sanctions.response(201, SanctionOut)
@access(scope="moderate")
def impose_sanction(wanted: dict[str, Any]) -> Response:
    """Impose a sanction on the author of a comment, or on an e-mail domain.

    It meets what is sent from now on; what is already there stays as it is.
    """
    site_id, by, moment = current_site().id, current_caller().id, now()
    key = idempotency_key(by)

    def run() -> Reply:
        made = cases.impose(db, cases.NewSanction(**wanted), site_id=site_id, by=by, now=moment)
        return Reply(201, plain(_sanction(made)))

    with store().transaction() as db:
        reply = idempotent(db, key, now=moment, run=run)
    return repeated_reply(reply)


@sanctions.delete('/v1/moderation/sanctions/<id("san"):sanction_id>')
@sanctions.response(204)
@access(scope="moderate")
def lift_sanction(sanction_id: str) -> None:
    """Lift a sanction at once."""
    site_id, by, moment = current_site().id, current_caller().id, now()
    store().write(lambda db: cases.lift(db, site_id=site_id, sanction_id=sanction_id, by=by, now=moment))


def _sanction(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "site_id"}
