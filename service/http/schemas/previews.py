"""Trying a policy or list entries on what came in: what is asked, and the answer."""

from marshmallow import fields

from service.http.schemas.base import Length, Range, Schema
from service.http.schemas.rules import ListEntryIn, PolicyIn
from service.moderation.preview import DAYS, MOST_DAYS
from service.moderation.preview_lists import MOST_ENTRIES

_OUTCOMES = ["publish", "hold", "reject"]
_PEOPLE = ["approved", "rejected"]


def _days() -> fields.Integer:
    return fields.Integer(
        strict=True,
        load_default=DAYS,
        validate=Range(min=1, max=MOST_DAYS),
        metadata={"description": "How far to look back."},
    )


class PolicyPreviewIn(PolicyIn):
    """What would be different in the next version, as for `PUT /v1/moderation/policy`."""

    days = _days()


class ListsPreviewIn(Schema):
    """Entries to try, as for `POST /v1/moderation/lists`, and present ones to leave out."""

    entries = fields.List(fields.Nested(ListEntryIn), required=True, validate=Length(max=MOST_ENTRIES))
    without = fields.List(
        fields.String(validate=Length(min=1, max=40)),
        load_default=list,
        validate=Length(max=MOST_ENTRIES),
        metadata={"description": "Ids of entries in force that would not be any more."},
    )
    days = _days()


class PreviewNoteOut(Schema):
    """Why the answer is not complete."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class OutcomesOut(Schema):
    """Comments by what the rules say of them."""

    publish = fields.Integer(required=True)
    hold = fields.Integer(required=True)
    reject = fields.Integer(required=True)


class ReasonCountOut(Schema):
    """Why comments move; a comment may have several reasons."""

    code = fields.String(required=True)
    comments = fields.Integer(required=True)


class ShiftOut(Schema):
    """Comments that move the same way. approved, rejected: what a person last said of them."""

    comments = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    undecided = fields.Integer(required=True)
    reasons = fields.List(fields.Nested(ReasonCountOut), required=True)


class PreviewExampleOut(Schema):
    """A comment. spans: code points of the body as sent; null outcomes: it was never checked."""

    comment_id = fields.String(required=True)
    body = fields.String(required=True)
    spans = fields.List(fields.List(fields.Integer()), required=True)
    state = fields.String(required=True)
    person = fields.String(required=True, allow_none=True, metadata={"enum": [*_PEOPLE, None]})
    present = fields.String(required=True, allow_none=True, metadata={"enum": [*_OUTCOMES, None]})
    proposed = fields.String(required=True, allow_none=True, metadata={"enum": [*_OUTCOMES, None]})


class PreviewOut(Schema):
    """What the change would have done. judged: comments with stored findings; unchecked: without."""

    days = fields.Integer(required=True)
    since = fields.DateTime(required=True)
    comments = fields.Integer(required=True)
    judged = fields.Integer(required=True)
    unchecked = fields.Integer(required=True)
    complete = fields.Boolean(required=True)
    notes = fields.List(fields.Nested(PreviewNoteOut), required=True)
    present = fields.Nested(OutcomesOut, required=True)
    proposed = fields.Nested(OutcomesOut, required=True)
    newly_held = fields.Nested(ShiftOut, required=True)
    newly_published = fields.Nested(ShiftOut, required=True)
    newly_rejected = fields.Nested(ShiftOut, required=True)
    examples = fields.List(fields.Nested(PreviewExampleOut), required=True)


class TriedEntryOut(Schema):
    """What one entry touches. innocent: public and never turned down, or approved by a person."""

    value = fields.String(required=True)
    comments = fields.Integer(required=True)
    innocent = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    rejected = fields.Integer(required=True)
    undecided = fields.Integer(required=True)


class WordFormOut(Schema):
    """A word as readers typed it, and in how many comments."""

    form = fields.String(required=True)
    comments = fields.Integer(required=True)
    innocent = fields.Integer(required=True)


class ListsPreviewOut(PreviewOut):
    """With what the entries touch, most frequent first; innocent_forms: words they should not."""

    hits = fields.Integer(required=True)
    innocent_hits = fields.Integer(required=True)
    entries = fields.List(fields.Nested(TriedEntryOut), required=True)
    forms_found = fields.Integer(required=True)
    forms = fields.List(fields.Nested(WordFormOut), required=True)
    innocent_forms = fields.List(fields.Nested(WordFormOut), required=True)
