"""Comments and entries that a test of the checks begins with."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from service.domain.comments import ArticleMode, CommentFacts, ListEntry

PLAIN = CommentFacts(
    comment_id="cmt_1",
    revision=1,
    body="المقال واضح وشكرا للكاتب على الجهد.",
    author_name="سلمى حداد",
    author_url=None,
    email_domain="example.com",
    article_key="a-1",
    article_title="افتتاح مكتبة عامة في الحي القديم",
    article_mode=ArticleMode.AUTO,
    submitted_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    form_seconds=40.0,
)


def comment(body: str = PLAIN.body, **facts: Any) -> CommentFacts:
    """A clean comment with these facts changed."""
    return replace(PLAIN, body=body, **facts)


def entry(value: str, **fields: Any) -> ListEntry:
    """A live word entry that holds, with these fields changed; `id` follows from the value."""
    return ListEntry(**{"id": f"lst_{value}", "kind": "word", "value": value, **fields})
