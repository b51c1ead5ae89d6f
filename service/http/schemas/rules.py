"""What a newsroom lays down: articles, list entries, sanctions, the policy."""

import re
from typing import Any

from marshmallow import fields

from service.domain.comments import ArticleMode, MatchKind
from service.http.schemas.base import Length, OneOf, Range, Schema, flawed
from service.http.schemas.submission import TITLE_LENGTH, Moment, TitleText, WebAddress
from service.http.schemas.webhooks import PageQuery
from service.moderation import lists, sanctions
from service.moderation.contacts import LONGEST_URL

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}")
_MODES = [mode.value for mode in ArticleMode]
_MATCHES = [match.value for match in MatchKind]
_LONGEST_NOTE = 1000
_LONGEST_VALUE = 1000
_MOST_LINES = 1000


class ReasonCode(fields.String):
    """A stable code such as `abuse.insult`; a newsroom may have its own."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code: str = super()._deserialize(value, attr, data, **kwargs)
        if len(code) > 80 or not _CODE.fullmatch(code):
            raise flawed("reason.malformed")
        return code


def _moment(description: str, **options: Any) -> Moment:
    return Moment(allow_none=True, metadata={"format": "date-time", "description": description}, **options)


def _note(**options: Any) -> fields.String:
    return fields.String(allow_none=True, validate=Length(max=_LONGEST_NOTE), **options)


class ArticleChangeIn(Schema):
    """What shall be so; what is left out stays."""

    title = TitleText(metadata={"maxLength": TITLE_LENGTH, "format": "title"})
    lead = fields.String(
        allow_none=True,
        validate=Length(max=1000),
        metadata={
            "description": "What the article says in a sentence or two; moderators read it on the card."
        },
    )
    url = WebAddress(allow_none=True, metadata={"format": "uri", "maxLength": LONGEST_URL})
    section = fields.String(allow_none=True, validate=Length(max=200))
    mode = fields.String(
        validate=OneOf(_MODES),
        metadata={
            "description": "auto: published when the checks find nothing; pre: every comment waits for a"
            " person; closed: takes no comments."
        },
    )
    closes_at = _moment("No comments from then on.")


class ArticleOut(Schema):
    """An article. state: whether it takes comments now."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    lead = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    section = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True, metadata={"enum": _MODES})
    closes_at = fields.DateTime(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"enum": ["open", "closed"]})
    count = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


class ListsQuery(PageQuery):
    """A page of list entries."""

    kind = fields.String(load_default=None, validate=OneOf(lists.KINDS))
    mode = fields.String(load_default=None, validate=OneOf(lists.MODES))
    section = fields.String(load_default=None, validate=Length(min=1, max=200))


_VALUE = {"description": "A pattern is RE2, sought in the folded text; an e-mail entry is a domain."}
_MATCH = {
    "description": "word: with Arabic particles and pronouns attached; exact: only the word; inside: anywhere."
}


_MODE = {"description": "shadow: leaves a note on what it would have caught, and never holds."}
_SOURCE = {"description": 'What an import took it from, such as "wordpress".'}
_OWNER = {"description": "Who made it.", "enum": ["key", "moderator", "command", None]}
_HITS = {"description": "Comments that it touched since it was made, in shadow too."}
_SECTION = {
    "description": "Counts only under articles of this section; null: under all. Compared as text is folded."
}


def _section(**options: Any) -> fields.String:
    return fields.String(allow_none=True, validate=Length(min=1, max=200), metadata=_SECTION, **options)


class ListEntryIn(Schema):
    """A new entry."""

    kind = fields.String(required=True, validate=OneOf(lists.KINDS))
    value = fields.String(required=True, validate=Length(min=1, max=_LONGEST_VALUE), metadata=_VALUE)
    match = fields.String(load_default=MatchKind.WORD.value, validate=OneOf(_MATCHES), metadata=_MATCH)
    action = fields.String(load_default="hold", validate=OneOf(lists.ACTIONS))
    reason = ReasonCode(load_default="list.match")
    language = fields.String(load_default=None, allow_none=True, validate=Length(min=2, max=8))
    mode = fields.String(load_default="live", validate=OneOf(lists.MODES), metadata=_MODE)
    section = _section(load_default=None)
    expires_at = _moment("In force until then.", load_default=None)
    note = _note(load_default=None)


class ListEntryChangeIn(Schema):
    """What shall be different; what is left out stays."""

    kind = fields.String(validate=OneOf(lists.KINDS))
    value = fields.String(validate=Length(min=1, max=_LONGEST_VALUE), metadata=_VALUE)
    match = fields.String(validate=OneOf(_MATCHES), metadata=_MATCH)
    action = fields.String(validate=OneOf(lists.ACTIONS))
    reason = ReasonCode()
    language = fields.String(allow_none=True, validate=Length(min=2, max=8))
    mode = fields.String(validate=OneOf(lists.MODES), metadata=_MODE)
    section = _section()
    expires_at = _moment("In force until then.")
    note = _note()


class ListEntryOut(Schema):
    """An entry, in force within five seconds of its last change."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    value = fields.String(required=True)
    match = fields.String(required=True)
    action = fields.String(required=True)
    reason = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True)
    section = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True, metadata=_SOURCE)
    note = fields.String(required=True, allow_none=True)
    owner_id = fields.String(required=True, allow_none=True)
    owner_kind = fields.String(required=True, allow_none=True, metadata=_OWNER)
    hits = fields.Integer(required=True, metadata=_HITS)
    last_hit_at = fields.DateTime(required=True, allow_none=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)


class ListsOut(Schema):
    """A page of entries, newest first."""

    items = fields.List(fields.Nested(ListEntryOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def _lines(action: str) -> fields.List[str]:
    return fields.List(
        fields.String(),
        load_default=list,
        validate=Length(max=_MOST_LINES),
        metadata={"description": f"Lines of the list; each {action}."},
    )


class ListImportIn(Schema):
    """WordPress's two lists, line by line as they stand in its settings."""

    moderation = _lines("holds (moderation_keys)")
    disallowed = _lines("rejects (disallowed_keys)")
    mode = fields.String(load_default="live", validate=OneOf(lists.MODES), metadata=_MODE)
    inside = fields.Boolean(
        load_default=False,
        metadata={"description": "Seek words in the middle of others too, as WordPress does."},
    )


class LeftOutLine(Schema):
    """A line that became no entry; never what stands there."""

    list = fields.String(required=True, metadata={"enum": ["moderation", "disallowed"]})
    line = fields.Integer(required=True, metadata={"description": "From 1."})
    reason = fields.String(required=True)


class ListImportOut(Schema):
    """What came of an import. reasons: lines that became no new entry, by why."""

    imported = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    reasons = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    lines = fields.List(fields.Nested(LeftOutLine), required=True)


class SanctionsQuery(PageQuery):
    """A page of sanctions."""

    state = fields.String(load_default="live", validate=OneOf(["live", "all"]))


class SanctionIn(Schema):
    """A sanction of the author of a comment, or of an e-mail domain."""

    kind = fields.String(required=True, validate=OneOf(sanctions.KINDS))
    comment_id = fields.String(load_default=None, allow_none=True, validate=Length(min=1, max=40))
    domain = fields.String(load_default=None, allow_none=True, validate=Length(min=1, max=255))
    reason = ReasonCode(load_default=None, allow_none=True)
    note = _note(load_default=None)
    until = _moment("In force until then; null: until lifted.", load_default=None)


class SanctionOut(Schema):
    """A sanction. subject: id of the author, or the domain."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    scope = fields.String(required=True, metadata={"enum": ["author", "domain"]})
    subject = fields.String(required=True)
    author_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    created_by = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    until = fields.DateTime(required=True, allow_none=True)
    lifted_at = fields.DateTime(required=True, allow_none=True)
    lifted_by = fields.String(required=True, allow_none=True)


class SanctionsOut(Schema):
    """A page of sanctions, newest first."""

    items = fields.List(fields.Nested(SanctionOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def _scores(description: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=Length(min=1, max=40)),
        values=fields.Float(validate=Range(min=0, max=1)),
        metadata={"description": description},
    )


class PolicyIn(Schema):
    """What shall be different in the next version; what is left out stays."""

    hold_at = _scores("Score from which a check's signals hold, by check.")
    reject_at = _scores("Score from which they reject; not below that of holding.")
    required = fields.List(
        fields.String(), validate=Length(max=50), metadata={"description": "Checks whose failure holds."}
    )
    links_allowed = fields.Integer(strict=True, validate=Range(min=0, max=100))
    min_form_seconds = fields.Float(validate=Range(min=0, max=3600))
    max_form_seconds = fields.Float(validate=Range(min=1, max=30 * 24 * 3600))
    velocity_per_10_minutes = fields.Integer(strict=True, validate=Range(min=1, max=10_000))
    new_author_holds = fields.Integer(strict=True, validate=Range(min=0, max=1000))
    trust_shift = fields.Float(
        validate=Range(min=0, max=0.3),
        metadata={"description": "How far trust, earned by decisions, moves the scores of hold_at."},
    )


class PolicyOut(Schema):
    """The policy in force. created_at: null for the built-in one."""

    version = fields.String(required=True)
    hold_at = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    reject_at = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    required = fields.List(fields.String(), required=True)
    links_allowed = fields.Integer(required=True)
    min_form_seconds = fields.Float(required=True)
    max_form_seconds = fields.Float(required=True)
    velocity_per_10_minutes = fields.Integer(required=True)
    new_author_holds = fields.Integer(required=True)
    trust_shift = fields.Float(required=True)
    created_by = fields.String(required=True, allow_none=True)
    created_at = fields.DateTime(required=True, allow_none=True)
