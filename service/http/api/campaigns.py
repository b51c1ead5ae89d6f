"""Campaigns: near-duplicates across authors and articles, and one decision for all of them."""

from typing import Any

from flask import Response

from service.domain.states import Action, State
from service.http.access import access, current_caller
from service.http.api.decisions import carry_out, present_actor
from service.http.context import current_site, now, reader_language, store
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.campaigns import (
    CampaignDecisionIn,
    CampaignDecisionsOut,
    CampaignMembersOut,
    CampaignsOut,
    CampaignsQuery,
    MembersQuery,
)
from service.moderation import campaigns as cases
from service.moderation.campaigns import ForAll
from service.moderation.cards import Viewer

campaigns = Blueprint(
    "campaigns", __name__, description="Near-duplicates across authors, articles and hours."
)

_ONE = '/v1/moderation/campaigns/<id("cmp"):campaign_id>'


@campaigns.get("/v1/moderation/campaigns")
@campaigns.arguments(CampaignsQuery, location="query")
@campaigns.response(200, CampaignsOut)
@access(scope="moderate")
def list_campaigns(query: dict[str, Any]) -> Response:
    """Texts that at least four people sent, or that stand under four articles; the newest first."""
    with store().read() as db:
        items, cursor = cases.campaign_page(
            db,
            site_id=current_site().id,
            is_open=None if query["state"] is None else query["state"] == "open",
            least=query["min_size"],
            limit=query["limit"],
            cursor=query["cursor"],
        )
    return json_reply({"items": items, "next_cursor": cursor})


@campaigns.get(_ONE)
@campaigns.arguments(MembersQuery, location="query")
@campaigns.response(200, CampaignMembersOut)
@access(scope="moderate")
def campaign(query: dict[str, Any], campaign_id: str) -> Response:
    """One campaign and its members; the id of one that became a part of another leads to that one."""
    with store().read() as db:
        found, cards, cursor = cases.open_campaign(
            db,
            campaign_id,
            site_id=current_site().id,
            viewer=Viewer(current_caller().id, reader_language()),
            state=State(query["state"]) if query["state"] is not None else None,
            limit=query["limit"],
            cursor=query["cursor"],
            now=now(),
        )
    return json_reply({"campaign": found, "items": cards, "next_cursor": cursor})


@campaigns.post(f"{_ONE}/decisions")
@campaigns.arguments(CampaignDecisionIn)
@campaigns.response(200, CampaignDecisionsOut)
@access(scope="moderate")
def decide_campaign(wanted: dict[str, Any], campaign_id: str) -> Response:
    """Decide all members that the action can concern, 500 at most; `remaining` says how many are left.

    It is one batch, and undoing the batch takes all of it back.
    """
    site_id, actor, moment = current_site().id, present_actor(), now()
    action = Action(wanted["action"])
    for_all = ForAll(action, wanted["reason"], wanted["note"])
    return carry_out(
        lambda db: cases.decide_campaign(db, campaign_id, for_all, site_id=site_id, actor=actor, now=moment),
        lambda db: {"remaining": cases.remaining(db, campaign_id, action, site_id=site_id)},
    )
