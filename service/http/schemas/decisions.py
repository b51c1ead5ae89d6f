"""Decisions, their results, and the log of them."""

from typing import Any

from marshmallow import fields

from service.http.schemas.base import Length, OneOf, Range, Schema, flawed
from service.http.schemas.problems import ProblemOut
from service.http.schemas.queue import CardOut, SignalOut
from service.http.schemas.reading import ReasonOut, SiteQuery
from service.http.schemas.webhooks import DeliveryOut
from service.moderation.decide import ACTIONS, MOST_DECISIONS

_ACTIONS = [action.value for action in ACTIONS]
_MOST_SPANS = 500


class Span(fields.List[Any]):
    """[start, end): code points of the body."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.Integer(strict=True), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        places = super()._deserialize(value, attr, data, **kwargs)
        if len(places) != 2:
            raise flawed("mask.pair")
        return places


class DecisionIn(Schema):
    """One decision. The comment and its state are checked item by item, in the reply."""

    comment_id = fields.String(required=True, validate=Length(min=1, max=40))
    revision = fields.Integer(
        strict=True,
        required=True,
        validate=Range(min=1),
        metadata={"description": "The newest one, as the card shows it."},
    )
    action = fields.String(required=True, validate=OneOf(_ACTIONS))
    reason = fields.String(
        load_default=None,
        allow_none=True,
        validate=Length(min=1, max=80),
        metadata={"description": "Needed to reject and to remove; a code of the reasons or of the checks."},
    )
    note = fields.String(
        load_default=None,
        allow_none=True,
        validate=Length(max=2000),
        metadata={"description": "For colleagues; readers never see it."},
    )
    mask = fields.List(
        Span(),
        load_default=None,
        allow_none=True,
        validate=Length(max=_MOST_SPANS),
        metadata={
            "description": "Spans of the body that the public shall not see; approve and restore only."
        },
    )
    version = fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=Range(min=1),
        metadata={"description": "Where nothing about the comment may have changed since the card."},
    )


class DecisionsIn(Schema):
    """A batch of decisions."""

    decisions = fields.List(
        fields.Nested(DecisionIn), required=True, validate=Length(min=1, max=MOST_DECISIONS)
    )


class CurrentOut(Schema):
    """The comment that a refused decision met."""

    state = fields.String(required=True)
    revision = fields.Integer(required=True)
    version = fields.Integer(required=True)
    body = fields.String(required=True)


class DecisionProblemOut(ProblemOut):
    """Why it was refused; `current` where the comment is known."""

    current = fields.Nested(CurrentOut)


class DecisionResultOut(Schema):
    """What became of one decision."""

    comment_id = fields.String(required=True)
    status = fields.String(required=True, metadata={"enum": ["done", "unchanged", "refused"]})
    state = fields.String(
        required=True, allow_none=True, metadata={"description": "Afterwards; null for an unknown comment."}
    )
    problem = fields.Nested(DecisionProblemOut)


class DecisionsOut(Schema):
    """The batch, with one result for each decision, in their order."""

    batch_id = fields.String(required=True)
    results = fields.List(fields.Nested(DecisionResultOut), required=True)


class ActorOut(Schema):
    """Who decided. id: of the moderator, key or policy."""

    kind = fields.String(required=True, metadata={"enum": ["policy", "moderator", "author", "system"]})
    id = fields.String(required=True, allow_none=True)


class DecisionOut(Schema):
    """One line of the log."""

    id = fields.String(required=True)
    seq = fields.Integer(required=True)
    comment_id = fields.String(required=True)
    revision = fields.Integer(required=True)
    action = fields.String(required=True)
    actor = fields.Nested(ActorOut, required=True)
    from_state = fields.String(required=True)
    to_state = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    mask = fields.List(fields.List(fields.Integer()), required=True, allow_none=True)
    policy_version = fields.String(required=True, allow_none=True)
    batch_id = fields.String(required=True, allow_none=True)
    reverses_id = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)


class AuditQuery(SiteQuery):
    """A page of the log."""

    order = fields.String(load_default="newest", validate=OneOf(["newest", "oldest"]))
    limit = fields.Integer(load_default=50, validate=Range(min=1, max=100))
    cursor = fields.String(load_default=None, validate=Length(min=1, max=300))


class AuditOut(Schema):
    """Decisions on the site's comments."""

    items = fields.List(fields.Nested(DecisionOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ChainOut(Schema):
    """Whether the log is as it was written. broken: `seq` of the first hundred lines that do not fit."""

    sound = fields.Boolean(required=True)
    decisions = fields.Integer(required=True)
    broken = fields.List(fields.Integer(), required=True)


class RevisionOut(Schema):
    """One text of the comment."""

    number = fields.Integer(required=True)
    body = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)
    mask = fields.List(fields.List(fields.Integer()), required=True)
    created_at = fields.DateTime(required=True)


class CheckOut(Schema):
    """One check of one revision that found something, or could not run: then `error` says why."""

    revision = fields.Integer(required=True)
    check = fields.String(required=True)
    error = fields.String(required=True, allow_none=True)
    ms = fields.Float(required=True)
    signals = fields.List(fields.Nested(SignalOut), required=True)


class CheckRunOut(Schema):
    """One check that ran, and its time."""

    check = fields.String(required=True)
    ms = fields.Float(required=True)
    error = fields.String()


class VerdictOut(Schema):
    """What was concluded about the newest revision."""

    revision = fields.Integer(required=True)
    outcome = fields.String(required=True, metadata={"enum": ["publish", "hold", "reject"]})
    reasons = fields.List(fields.Nested(ReasonOut), required=True)
    checks = fields.List(fields.Nested(CheckRunOut), required=True)
    policy_version = fields.String(required=True)
    model_version = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)


class NoteOut(Schema):
    """What a colleague wrote beside a decision."""

    text = fields.String(required=True)
    decision_id = fields.String(required=True)
    revision = fields.Integer(required=True)
    actor = fields.Nested(ActorOut, required=True)
    created_at = fields.DateTime(required=True)


class HistoryOut(CardOut):
    """The card, and how the comment came to be what it is."""

    revisions = fields.List(fields.Nested(RevisionOut), required=True)
    checks = fields.List(fields.Nested(CheckOut), required=True)
    verdict = fields.Nested(VerdictOut, required=True, allow_none=True)
    decisions = fields.List(fields.Nested(DecisionOut), required=True)
    reports = fields.List(
        fields.Dict(), required=True, metadata={"description": "What readers reported about it."}
    )
    notes = fields.List(fields.Nested(NoteOut), required=True)
    deliveries = fields.List(fields.Nested(DeliveryOut), required=True)
