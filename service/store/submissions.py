"""Writing new comments, and finding the one that was sent a moment ago."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import comment, revision
from service.store.upsert import insert_rows


@dataclass(frozen=True, slots=True)
class Parent:
    """The public comment that is replied to."""

    id: str
    depth: int


@dataclass(frozen=True, slots=True)
class RecentComment:
    """One's own comment of the last minutes."""

    id: str
    edit_until: datetime


# Built once: putting a statement together costs more than SQLite needs to run it.
_PUBLIC_PARENT = (
    select(comment.c.id, comment.c.depth)
    .where(
        comment.c.id == bindparam("comment_id"),
        comment.c.article_id == bindparam("article_id"),
        comment.c.state == State.PUBLISHED,
    )
    .with_for_update(read=True, key_share=True)
)
_SAME_COMMENT = (
    select(comment.c.id, comment.c.edit_until)
    .where(
        comment.c.commenter_id == bindparam("commenter_id"),
        comment.c.submitted_at > bindparam("since"),
        comment.c.article_id == bindparam("article_id"),
        comment.c.body_key == bindparam("body_key"),
        comment.c.state.not_in((State.WITHDRAWN, State.ERASED)),
    )
    .order_by(comment.c.submitted_at)
    .limit(1)
)


def public_parent(db: Db, article_id: str, comment_id: str) -> Parent | None:
    """A comment of this article that may be replied to, held in place until we commit."""
    row = db.execute(_PUBLIC_PARENT, {"comment_id": comment_id, "article_id": article_id}).one_or_none()
    return Parent(**row._mapping) if row else None


def same_comment_since(
    db: Db, *, commenter_id: str, article_id: str, body_key: bytes, since: datetime
) -> RecentComment | None:
    """The comment that this person sent here with this very text since then, or None."""
    wanted = {"commenter_id": commenter_id, "since": since, "article_id": article_id, "body_key": body_key}
    row = db.execute(_SAME_COMMENT, wanted).one_or_none()
    return RecentComment(**row._mapping) if row else None


def add_comment(db: Db, row: dict[str, Any], *, body: str, raw_hash: bytes) -> None:
    """Write a pending comment and its first revision. row: the columns that `submit` knows."""
    now = row["submitted_at"]
    fixed = {
        "state": State.PENDING,
        "state_since": now,
        "version": 1,
        "sequence": 0,
        "head_rev": 1,
        "unchecked_rev": 1,
        "attempts": 0,
    }
    insert_rows(db, comment, [{**fixed, **row}])
    first = {"comment_id": row["id"], "number": 1, "body": body, "raw_hash": raw_hash, "created_at": now}
    insert_rows(db, revision, [first])
