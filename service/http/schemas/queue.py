"""The queue, its cards and claims, as moderators' programs ask for and get them."""

from datetime import timedelta
from typing import Any

from marshmallow import fields

from service.domain.comments import ArticleMode
from service.domain.states import State
from service.http.schemas.base import Length, OneOf, Range, Schema
from service.http.schemas.reading import ReasonOut, SiteQuery
from service.store.queue import ORDERS

MOST_CARDS = 100
_STATES = [state.value for state in State]
_OLDEST_S = int(timedelta(days=3650).total_seconds())


def _filters() -> dict[str, Any]:
    """What a page or a claim can be narrowed by."""
    return {
        "article": fields.String(
            load_default=None,
            validate=Length(min=1, max=200),
            metadata={"description": "The site's own id of an article."},
        ),
        "lang": fields.String(
            load_default=None,
            validate=Length(min=1, max=8),
            metadata={"description": "Language as guessed by the checks, such as `ar`."},
        ),
        "reason": fields.String(
            load_default=None,
            validate=Length(min=1, max=80),
            metadata={"description": "Held for this code; in other states also decided for it."},
        ),
        "author": fields.String(
            load_default=None,
            validate=Length(min=1, max=200),
            metadata={
                "description": "Id of an author as cards show it, or the whole name as it was written."
            },
        ),
        "campaign": fields.String(
            load_default=None,
            validate=Length(min=1, max=40),
            metadata={"description": "Id of a campaign: only its members."},
        ),
        "q": fields.String(
            load_default=None,
            validate=Length(min=1, max=200),
            metadata={
                "description": "Text to be found, whatever its spelling: vowel marks, tatweel, forms of alef"
                " and the like make no difference."
            },
        ),
        "min_age": fields.Integer(
            load_default=None,
            validate=Range(min=0, max=_OLDEST_S),
            metadata={"description": "Seconds for which it has been waiting, at least."},
        ),
    }


def _order() -> fields.String:
    return fields.String(
        load_default="priority",
        validate=OneOf(ORDERS),
        metadata={"description": "Only held comments have a priority; others then come newest first."},
    )


class QueueQuery(SiteQuery.from_dict(_filters())):  # type: ignore[misc]
    """A page of comments of one state."""

    state = fields.String(load_default=State.HELD.value, validate=OneOf(_STATES))
    order = _order()
    limit = fields.Integer(load_default=20, validate=Range(min=1, max=MOST_CARDS))
    cursor = fields.String(load_default=None, validate=Length(min=1, max=300))


class ClaimIn(Schema.from_dict(_filters())):  # type: ignore[misc]
    """Cards to lease: the next ones, or those named."""

    order = _order()
    limit = fields.Integer(strict=True, load_default=10, validate=Range(min=1, max=MOST_CARDS))
    comment_ids = fields.List(
        fields.String(validate=Length(min=1, max=40)),
        load_default=None,
        validate=Length(min=1, max=MOST_CARDS),
        metadata={"description": "Only these, where they are held and free."},
    )


class GiveBackIn(Schema):
    """Claims to give back; all of one's own where nothing is named."""

    comment_ids = fields.List(
        fields.String(validate=Length(min=1, max=40)), load_default=None, validate=Length(max=500)
    )


class GivenBackOut(Schema):
    """How many claims have ended."""

    given_back = fields.Integer(required=True)


class CardCommentOut(Schema):
    """The comment in its newest revision."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True, metadata={"description": "To be named in a decision."})
    public_revision = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "Grows with every change."})
    state = fields.String(required=True, metadata={"enum": _STATES})
    state_since = fields.DateTime(required=True)
    body = fields.String(required=True)
    mask = fields.List(fields.List(fields.Integer()), required=True)
    language = fields.String(required=True, allow_none=True)
    author_name = fields.String(required=True)
    author_url = fields.String(required=True, allow_none=True)
    submitted_at = fields.DateTime(required=True)
    published_at = fields.DateTime(required=True, allow_none=True)
    edited_at = fields.DateTime(required=True, allow_none=True)


class CardArticleOut(Schema):
    """The article that it is under."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    lead = fields.String(required=True, allow_none=True)
    section = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True, metadata={"enum": [mode.value for mode in ArticleMode]})


class CardParentOut(Schema):
    """The comment that it answers."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    author_name = fields.String(required=True)
    body = fields.String(required=True)


class CardAuthorOut(Schema):
    """Who wrote it, without any address."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    first_seen = fields.DateTime(required=True)
    published = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    trust = fields.Float(
        required=True,
        allow_none=True,
        metadata={
            "description": "From people's decisions on comments that are proven to be this author's, -1 to 1;"
            " null without proof and below five decisions."
        },
    )
    ip_prefix = fields.String(required=True, allow_none=True, metadata={"description": "A /24 or /48."})


class SignalOut(Schema):
    """One finding of one check. spans: code points of the body."""

    check = fields.String(required=True)
    code = fields.String(required=True)
    score = fields.Float(required=True)
    spans = fields.List(fields.List(fields.Integer()), required=True)
    effect = fields.String(
        required=True, allow_none=True, metadata={"enum": ["note", "hold", "reject", None]}
    )
    message = fields.String(required=True)


class PriorityOut(Schema):
    """How urgent a look is, 0 to 100, and what it is made of."""

    total = fields.Float(required=True)
    parts = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)


class CaseOut(Schema):
    """What a person has to do about it."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    opened_at = fields.DateTime(required=True)
    due_at = fields.DateTime(required=True)
    escalated = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class LeaseOut(Schema):
    """Who is working on it."""

    by = fields.String(required=True, metadata={"enum": ["you", "someone"]})
    until = fields.DateTime(required=True)


class CardCampaignOut(Schema):
    """The campaign that its text belongs to."""

    id = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Comments in it, this one included."})


class CardOut(Schema):
    """All that a decision needs. priority, case: null where nobody has to look."""

    comment = fields.Nested(CardCommentOut, required=True)
    article = fields.Nested(CardArticleOut, required=True)
    parent = fields.Nested(CardParentOut, required=True, allow_none=True)
    author = fields.Nested(CardAuthorOut, required=True)
    signals = fields.List(fields.Nested(SignalOut), required=True)
    reasons = fields.List(fields.Nested(ReasonOut), required=True)
    priority = fields.Nested(PriorityOut, required=True, allow_none=True)
    case = fields.Nested(CaseOut, required=True, allow_none=True)
    lease = fields.Nested(LeaseOut, required=True, allow_none=True)
    campaign = fields.Nested(CardCampaignOut, required=True, allow_none=True)


class QueueOut(Schema):
    """A page of cards."""

    items = fields.List(fields.Nested(CardOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ClaimedOut(Schema):
    """The cards that are the caller's until then."""

    items = fields.List(fields.Nested(CardOut), required=True)
    until = fields.DateTime(required=True)
