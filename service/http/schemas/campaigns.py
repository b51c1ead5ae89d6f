"""Campaigns, as moderators' programs ask for and get them."""

from marshmallow import fields

from service.domain.states import State
from service.http.schemas.base import Length, OneOf, Range, Schema
from service.http.schemas.decisions import DecisionsOut
from service.http.schemas.queue import MOST_CARDS, CardOut
from service.http.schemas.reading import SiteQuery
from service.moderation.campaigns import FROM_STATES

_ACTIONS = [action.value for action in FROM_STATES]
_STATES = [state.value for state in State]


class CampaignsQuery(SiteQuery):
    """A page of campaigns."""

    state = fields.String(
        load_default=None,
        validate=OneOf(["open", "decided"]),
        metadata={"description": "Open: a member still waits for its decision."},
    )
    min_size = fields.Integer(
        load_default=0,
        validate=Range(min=0, max=1_000_000),
        metadata={"description": "Comments in it, at least."},
    )
    limit = fields.Integer(load_default=20, validate=Range(min=1, max=MOST_CARDS))
    cursor = fields.String(load_default=None, validate=Length(min=1, max=300))


class MembersQuery(SiteQuery):
    """A page of one campaign's members."""

    state = fields.String(load_default=None, validate=OneOf(_STATES))
    limit = fields.Integer(load_default=20, validate=Range(min=1, max=MOST_CARDS))
    cursor = fields.String(load_default=None, validate=Length(min=1, max=300))


class CampaignOut(Schema):
    """Comments with nearly the same text, whoever sent them and wherever."""

    id = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["open", "decided"]})
    text = fields.String(
        required=True, metadata={"description": "Of its first comment, cut to 300 characters."}
    )
    size = fields.Integer(required=True)
    authors = fields.Integer(required=True)
    new_authors = fields.Integer(
        required=True,
        metadata={"description": "Authors first seen within the day before the campaign began, or later."},
    )
    new_authors_share = fields.Float(required=True, metadata={"description": "0 to 1."})
    articles = fields.Integer(required=True)
    first_seen_at = fields.DateTime(required=True)
    last_seen_at = fields.DateTime(required=True)
    per_hour = fields.Float(
        required=True,
        metadata={"description": "Comments an hour over its whole time, which counts as an hour at least."},
    )
    per_minute = fields.Float(
        required=True,
        metadata={"description": "Comments a minute over its whole time, which counts as a minute at least."},
    )
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Members by state; states that nobody is in are left out."},
    )


class CampaignsOut(Schema):
    """A page of campaigns, newest first."""

    items = fields.List(fields.Nested(CampaignOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CampaignMembersOut(Schema):
    """A campaign and a page of its members' cards, oldest first."""

    campaign = fields.Nested(CampaignOut, required=True)
    items = fields.List(fields.Nested(CardOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CampaignDecisionIn(Schema):
    """One decision for all members that it can concern."""

    action = fields.String(
        required=True,
        validate=OneOf(_ACTIONS),
        metadata={
            "description": "approve and reject: what is held; hold and remove: what is public; restore: what was"
            " rejected or removed."
        },
    )
    reason = fields.String(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=80),
        metadata={"description": "Needed to reject and to remove."},
    )
    note = fields.String(load_default=None, allow_none=True, validate=Length(max=2000))


class CampaignDecisionsOut(DecisionsOut):
    """The batch, which `POST /v1/moderation/batches/{id}/undo` takes back."""

    remaining = fields.Integer(
        required=True, metadata={"description": "Members that the action still concerns: ask again for them."}
    )
