"""The policy of a site: what scores mean."""

from typing import Any

from flask import Response

from service.http.access import access, current_caller
from service.http.context import current_site, now, store
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.reading import SiteQuery
from service.http.schemas.rules import PolicyIn, PolicyOut
from service.moderation.policies import get_policy, put_policy

policies = Blueprint("policies", __name__, description="What scores mean, in versions.")


@policies.get("/v1/moderation/policy")
@policies.arguments(SiteQuery, location="query")
@policies.response(200, PolicyOut)
@access(scope="moderate")
def present_policy(_query: dict[str, Any]) -> Response:
    """The policy in force."""
    with store().read() as db:
        return json_reply(get_policy(db, site_id=current_site().id))


@policies.put("/v1/moderation/policy")
@policies.arguments(PolicyIn)
@policies.response(200, PolicyOut)
@access(scope="moderate")
def change_policy(changes: dict[str, Any]) -> Response:
    """Put a new version in force, within five seconds; what is left out stays."""
    site_id, by, moment = current_site().id, current_caller().id, now()
    return json_reply(
        store().write(lambda db: put_policy(db, site_id=site_id, changes=changes, by=by, now=moment))
    )
