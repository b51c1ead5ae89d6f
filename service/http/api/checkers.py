"""A newsroom's own checkers, for programs with the scope `admin`."""

from typing import Any

from flask import Response

from service.http.access import access, current_caller
from service.http.context import current_site, keyring, now, store
from service.http.idempotency import idempotency_key
from service.http.openapi import Blueprint
from service.http.replies import json_reply, repeated_reply
from service.http.schemas.checkers import (
    CheckerChangeIn,
    CheckerIn,
    CheckerOut,
    CheckerSecretOut,
    CheckersOut,
)
from service.http.schemas.webhooks import PageQuery
from service.http.targets import admitted
from service.moderation import checkers as cases
from service.moderation.repeats import Reply, idempotent
from service.store.checkers import Checker
from service.store.engine import Db

checkers = Blueprint("checkers", __name__, description="HTTP endpoints of yours that judge comments.")

_ALL = "/v1/moderation/checkers"
_ONE = '/v1/moderation/checkers/<id("chk"):checker_id>'
_SHOWN = (
    "id",
    "name",
    "url",
    "timeout_s",
    "required",
    "mode",
    "hold_at",
    "enabled",
    "created_at",
    "updated_at",
)


@checkers.get(_ALL)
@checkers.arguments(PageQuery, location="query")
@checkers.response(200, CheckersOut)
@access(scope="admin")
def list_checkers(query: dict[str, Any]) -> Response:
    """The site's checkers."""
    with store().read() as db:
        found, cursor = cases.list_checkers(
            db, site_id=current_site().id, limit=query["limit"], cursor=query["cursor"]
        )
    return json_reply({"items": [_checker(each) for each in found], "next_cursor": cursor})


@checkers.post(_ALL)
@checkers.arguments(CheckerIn)
@checkers.response(201, CheckerSecretOut, description="The only reply that shows the secret.")
@access(scope="admin")
def create_checker(wanted: dict[str, Any]) -> Response:
    """Register a checker, which is asked about every comment within five seconds from now."""
    target = admitted(wanted.pop("url"))  # before the transaction: a lookup may take seconds
    new = cases.NewChecker(target=target, **wanted)
    site_id, keys, caller, moment = current_site().id, keyring(), current_caller().id, now()
    key = idempotency_key(caller)

    def work(db: Db) -> tuple[Reply, dict[str, Any]]:
        def run() -> Reply:
            made, _ = cases.create_checker(db, keys, site_id=site_id, new=new, created_by=caller, now=moment)
            return Reply(201, {"id": made.id})  # the secret is stored encrypted or not at all

        reply = idempotent(db, key, now=moment, run=run)
        made = cases.get_checker(db, site_id=site_id, checker_id=reply.body["id"])
        return reply, _checker(made) | {"secret": cases.present_secret(keys, made).reveal()}

    reply, shown = store().write(work)
    return repeated_reply(Reply(reply.status, shown, reply.replayed))


@checkers.patch(_ONE)
@checkers.arguments(CheckerChangeIn)
@checkers.response(200, CheckerOut)
@access(scope="admin")
def change_checker(wanted: dict[str, Any], checker_id: str) -> Response:
    """Change a checker; its name and its secret stay."""
    changes = {name: value for name, value in wanted.items() if name != "url"}
    if "url" in wanted:
        changes["target"] = admitted(wanted["url"])
    site_id, moment = current_site().id, now()
    changed = store().write(
        lambda db: cases.change_checker(
            db, site_id=site_id, checker_id=checker_id, changes=changes, now=moment
        )
    )
    return json_reply(_checker(changed))


@checkers.delete(_ONE)
@checkers.response(204)
@access(scope="admin")
def delete_checker(checker_id: str) -> None:
    """Delete a checker; comments that wait for it are checked again without it."""
    site_id = current_site().id
    store().write(lambda db: cases.delete_checker(db, site_id=site_id, checker_id=checker_id))


def _checker(found: Checker) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _SHOWN}
