"""What a reader sends in, and what is answered."""

import re
from datetime import datetime
from typing import Any

from marshmallow import fields, post_load

from service.domain.ids import is_id
from service.domain.text_rules import (
    clean_body,
    clean_line,
    clean_name,
    has_forbidden,
    has_letter,
    is_readable,
    visible_length,
)
from service.http.schemas.base import Schema, flawed
from service.moderation.contacts import LONGEST_EMAIL, LONGEST_URL, clean_url, is_email
from service.moderation.submit import Submission
from service.secrets import Secret

NAME_LENGTH = 100
BODY_LENGTH = 10_000
TITLE_LENGTH = 300

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class _Text(fields.String):
    """Text that can be stored and shown."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if has_forbidden(text):
            raise flawed("text.forbidden")
        return text


class BodyText(_Text):
    """A comment's text in its stored form, 1 to 10,000 visible characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return _within(clean_body(super()._deserialize(value, attr, data, **kwargs)), BODY_LENGTH)


class NameText(_Text):
    """A person's name in its stored form, 1 to 100 visible characters on one line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if any(sign in text for sign in "\n\r\t\u2028\u2029"):
            raise flawed("text.forbidden")
        name = _within(clean_name(text), NAME_LENGTH)
        if not has_letter(name):
            raise flawed("name.no_letter")
        return name


class TitleText(_Text):
    """A title on one line, up to 300 visible characters; it may be empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        title = clean_line(super()._deserialize(value, attr, data, **kwargs))
        return _within(title, TITLE_LENGTH) if title else ""


class PrivateEmail(fields.String):
    """An address, in a `Secret` from here on."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        address = super()._deserialize(value, attr, data, **kwargs).strip(" ")
        if not is_email(address):
            raise flawed("email.invalid")
        return Secret(address)


class WebAddress(fields.String):
    """An http or https address in its stored form; None for an empty one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs).strip(" ")
        if not text:
            return None
        address = clean_url(text)
        if address is None:
            raise flawed("url.invalid")
        return address


class PrivateText(fields.String):
    """A text that proves something, in a `Secret` from here on; None for an empty one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        return Secret(text) if text else None


class ParentId(fields.String):
    """A comment's id, or None for an empty text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not is_id(text, "cmt"):
            raise flawed("parent.unknown")
        return text or None


class Moment(fields.String):
    """A time with its zone as RFC 3339 §5.6 writes it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _RFC_3339.fullmatch(text):
            raise flawed("time.invalid")
        try:
            return datetime.fromisoformat(text.upper())
        except ValueError:
            raise flawed("time.invalid") from None


class ArticleIn(Schema):
    """What the page knows of the article; taken where nobody said before."""

    title = TitleText(
        load_default="", allow_none=True, metadata={"maxLength": TITLE_LENGTH, "format": "title"}
    )
    url = WebAddress(load_default=None, allow_none=True, metadata={"format": "uri", "maxLength": LONGEST_URL})


class SubmissionIn(Schema):
    """A reader's comment."""

    author_name = NameText(
        required=True, metadata={"minLength": 1, "maxLength": NAME_LENGTH, "format": "person-name"}
    )
    author_email = PrivateEmail(
        required=True,
        metadata={"format": "email", "maxLength": LONGEST_EMAIL, "description": "Never shown to anyone."},
    )
    author_url = WebAddress(
        load_default=None, allow_none=True, metadata={"format": "uri", "maxLength": LONGEST_URL}
    )
    body = BodyText(
        required=True,
        metadata={
            "minLength": 1,
            "maxLength": BODY_LENGTH,
            "format": "comment",
            "description": "Plain text.",
        },
    )
    parent_id = ParentId(
        load_default=None,
        allow_none=True,
        metadata={"description": "A public comment of the same article.", "format": "comment-id"},
    )
    author_token = PrivateText(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "The `author_token` of the reply to this reader's last comment here: proof that it"
            " is the same person. A comment without one, or with one that is not good, is taken all the same."
        },
    )
    article = fields.Nested(ArticleIn, load_default=None, allow_none=True)
    honeypot = fields.String(
        load_default="", allow_none=True, metadata={"description": "Hidden from people; leave it empty."}
    )
    rendered_at = Moment(
        load_default=None,
        allow_none=True,
        metadata={"description": "When the form was shown, RFC 3339.", "format": "date-time"},
    )

    @post_load(pass_original=True)
    def _make(self, data: dict[str, Any], original: dict[str, Any], **_options: Any) -> Submission:
        article = data["article"] or {"title": "", "url": None}
        return Submission(
            author_name=data["author_name"],
            author_email=data["author_email"],
            author_url=data["author_url"],
            body=data["body"],
            raw_body=original["body"],
            parent_id=data["parent_id"],
            author_token=data["author_token"],
            article_title=article["title"] or "",
            article_url=article["url"],
            honeypot_filled=bool((data["honeypot"] or "").strip()),
            rendered_at=data["rendered_at"],
        )


class AcceptedOut(Schema):
    """The receipt of an accepted comment."""

    id = fields.String(required=True)
    state = fields.String(required=True, metadata={"enum": ["pending"]})
    token = fields.String(
        required=True, metadata={"description": "The author's only secret for this comment."}
    )
    author_token = fields.String(
        required=True,
        metadata={
            "description": "To be kept by the reader's browser and sent with the next comment under the same"
            " e-mail address; good for 180 days. Trust is earned by who sends it, never by an address."
        },
    )
    status_url = fields.String(required=True)
    edit_until = fields.String(required=True, metadata={"format": "date-time"})
    message = fields.String(required=True)


def _within(text: str, longest: int) -> str:
    if not is_readable(text):
        raise flawed("text.blank")
    if visible_length(text) > longest:
        raise flawed("text.too_long", max=longest)
    return text
