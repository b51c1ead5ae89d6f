"""List entries of a newsroom."""

from typing import Any

from flask import Response

from service.http.access import access, current_caller
from service.http.context import current_site, now, store
from service.http.idempotency import idempotency_key
from service.http.openapi import Blueprint
from service.http.parsing import BATCH_BODY_BYTES, body_limit
from service.http.replies import json_reply, plain, repeated_reply
from service.http.schemas.rules import (
    ListEntryChangeIn,
    ListEntryIn,
    ListEntryOut,
    ListImportIn,
    ListImportOut,
    ListsOut,
    ListsQuery,
)
from service.moderation import lists as cases
from service.moderation.list_import import ACTIONS, import_wordpress, plain_report
from service.moderation.repeats import Reply, idempotent

lists = Blueprint("lists", __name__, description="Words, phrases, patterns and domains.")

_ONE = '/v1/moderation/lists/<id("lst"):entry_id>'


@lists.get("/v1/moderation/lists")
@lists.arguments(ListsQuery, location="query")
@lists.response(200, ListsOut)
@access(scope="moderate")
def list_entries(query: dict[str, Any]) -> Response:
    """The site's entries; those that came with the service are not among them."""
    with store().read() as db:
        found, cursor = cases.list_entries(
            db,
            site_id=current_site().id,
            kind=query["kind"],
            mode=query["mode"],
            section=query["section"],
            limit=query["limit"],
            cursor=query["cursor"],
        )
    return json_reply({"items": [_entry(each) for each in found], "next_cursor": cursor})


@lists.post("/v1/moderation/lists")
@lists.arguments(ListEntryIn)
@lists.response(201, ListEntryOut)
@access(scope="moderate")
def add_entry(wanted: dict[str, Any]) -> Response:
    """Add an entry. It is in force within five seconds."""
    site_id, by, moment = current_site().id, current_caller().id, now()
    key = idempotency_key(by)

    def run() -> Reply:
        made = cases.add_entry(db, site_id=site_id, fields=wanted, by=by, now=moment)
        return Reply(201, plain(_entry(made)))

    with store().transaction() as db:
        reply = idempotent(db, key, now=moment, run=run)
    return repeated_reply(reply)


@lists.post("/v1/moderation/lists/import")
@lists.arguments(ListImportIn)
@lists.response(200, ListImportOut)
@body_limit(BATCH_BODY_BYTES)
@access(scope="moderate")
def import_lists(wanted: dict[str, Any]) -> Response:
    """Take over WordPress's word lists, longer ones in parts. A second time makes nothing twice.

    What cannot be an entry (an IP address, a user agent, one person's e-mail address, a value of
    one or two letters) is left out, and the reply says which line and why.
    """
    site_id, by, moment = current_site().id, current_caller().id, now()
    key = idempotency_key(by)

    def run() -> Reply:
        report = import_wordpress(
            db,
            site_id=site_id,
            lists={name: wanted[name] for name in ACTIONS},
            by=by,
            now=moment,
            mode=wanted["mode"],
            inside=wanted["inside"],
        )
        return Reply(200, plain_report(report))

    with store().transaction() as db:
        reply = idempotent(db, key, now=moment, run=run)
    return repeated_reply(reply)


@lists.patch(_ONE)
@lists.arguments(ListEntryChangeIn)
@lists.response(200, ListEntryOut)
@access(scope="moderate")
def change_entry(changes: dict[str, Any], entry_id: str) -> Response:
    """Change an entry; what is left out stays."""
    site_id, moment = current_site().id, now()
    changed = store().write(
        lambda db: cases.change_entry(db, site_id=site_id, entry_id=entry_id, changes=changes, now=moment)
    )
    return json_reply(_entry(changed))


@lists.delete(_ONE)
@lists.response(204)
@access(scope="moderate")
def delete_entry(entry_id: str) -> None:
    """Delete an entry; what it found before stays in the record."""
    site_id = current_site().id
    store().write(lambda db: cases.delete_entry(db, site_id=site_id, entry_id=entry_id))


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name != "site_id"}
    return shown | {"owner_kind": cases.owner_kind(row["owner_id"])}
