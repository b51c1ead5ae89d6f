"""What readers ask for and get: threads, single comments, counts, and an author's status."""

from marshmallow import fields

from service.http.schemas.base import Length, OneOf, Range, Schema


class ThreadQuery(Schema):
    """A page of a thread."""

    order = fields.String(load_default="oldest", validate=OneOf(["oldest", "newest"]))
    limit = fields.Integer(load_default=50, validate=Range(min=1, max=100))
    cursor = fields.String(load_default=None, validate=Length(min=1, max=300))
    site = fields.String(load_default=None)


class SiteQuery(Schema):
    """Which site is meant, where the Host does not say."""

    site = fields.String(load_default=None)


class CountsQuery(SiteQuery):
    """Articles to count, by the site's own ids."""

    article = fields.List(
        fields.String(validate=Length(min=1, max=200)), required=True, validate=Length(min=1, max=100)
    )


class AuthorOut(Schema):
    """Who wrote it, as far as the public may know."""

    name = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)


class PublicCommentOut(Schema):
    """A comment as the public sees it. A removed one that still has public replies keeps only its place."""

    id = fields.String(required=True)
    parent_id = fields.String(required=True, allow_none=True)
    author = fields.Nested(AuthorOut, required=True, allow_none=True)
    body = fields.String(required=True, allow_none=True)
    body_html = fields.String(required=True, allow_none=True)
    published_at = fields.DateTime(required=True, format="iso")
    edited_at = fields.DateTime(required=True, format="iso", allow_none=True)
    depth = fields.Integer(required=True)
    masked = fields.Boolean(required=True, metadata={"description": "Whether words are covered."})
    removed = fields.Boolean(metadata={"description": "Only on tombstones, and true there."})


class ThreadArticleOut(Schema):
    """The article of a thread."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=OneOf(["open", "closed"]))
    count = fields.Integer(required=True)


class ThreadOut(Schema):
    """A page of a thread, flat; `parent_id` and `depth` say where a reply belongs."""

    article = fields.Nested(ThreadArticleOut, required=True)
    comments = fields.List(fields.Nested(PublicCommentOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CountsOut(Schema):
    """Public comments by article."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ReasonOut(Schema):
    """Why, as a stable code and in words."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class StatusOut(Schema):
    """What became of a comment, for its author."""

    id = fields.String(required=True)
    article_id = fields.String(required=True)
    state = fields.String(required=True)
    since = fields.DateTime(required=True, format="iso")
    submitted_at = fields.DateTime(required=True, format="iso")
    edit_until = fields.DateTime(required=True, format="iso")
    message = fields.String(required=True)
    reason = fields.Nested(ReasonOut, required=True, allow_none=True)
    decided_by_machine = fields.Boolean(required=True, allow_none=True)
    objection = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "How to object; null where nothing was refused."},
    )
