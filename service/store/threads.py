"""What the public reads: threads of published comments, single comments, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select, tuple_
from sqlalchemy.sql import Select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import article, comment, revision

# Once public and not any more: shown as a tombstone where public replies hang below.
_GONE = (State.REMOVED, State.WITHDRAWN, State.ERASED, State.HELD)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What names an article's public page. version: grows with every change of it."""

    id: str
    external_id: str
    mode: str
    closes_at: datetime | None
    published_count: int
    version: int


@dataclass(frozen=True, slots=True)
class PublicComment:
    """One comment as the public may see it; of a tombstone only the place is left.

    mask: half-open code-point spans of `body` that stay covered.
    """

    id: str
    article_key: str
    parent_id: str | None
    depth: int
    author_name: str
    author_url: str | None
    body: str
    mask: tuple[tuple[int, int], ...]
    submitted_at: datetime
    published_at: datetime
    edited_at: datetime | None
    removed: bool


def article_page(db: Db, site_id: str, external_id: str) -> ArticlePage | None:
    """The article under the site's own id, or None where no comment made it known."""
    query = select(
        article.c.id,
        article.c.external_id,
        article.c.mode,
        article.c.closes_at,
        article.c.published_count,
        article.c.version,
    ).where(article.c.site_id == site_id, article.c.external_id == external_id)
    row = db.execute(query).one_or_none()
    return ArticlePage(**row._mapping) if row else None


def published_thread(
    db: Db, article_id: str, *, newest_first: bool, after: tuple[datetime, str] | None, limit: int
) -> list[PublicComment]:
    """A page of an article's thread in order of sending, tombstones in their places.

    after: (submitted_at, id) of the last row of the page before.
    """
    shown = comment.c.state == State.PUBLISHED
    tombstones = _tombstones(db, article_id)
    if tombstones:
        shown = or_(shown, comment.c.id.in_(tombstones))
    query = _public_columns().where(comment.c.article_id == article_id, shown).limit(limit)
    place = tuple_(comment.c.submitted_at, comment.c.id)
    if newest_first:
        query = query.order_by(comment.c.submitted_at.desc(), comment.c.id.desc())
        query = query if after is None else query.where(place < after)
    else:
        query = query.order_by(comment.c.submitted_at, comment.c.id)
        query = query if after is None else query.where(place > after)
    return [_public(row) for row in db.execute(query)]


def public_comment(db: Db, site_id: str, comment_id: str) -> PublicComment | None:
    """One published comment of this site, or None."""
    query = _public_columns().where(
        comment.c.id == comment_id, comment.c.site_id == site_id, comment.c.state == State.PUBLISHED
    )
    row = db.execute(query).one_or_none()
    return _public(row) if row else None


def published_counts(db: Db, site_id: str, external_ids: Sequence[str]) -> dict[str, int]:
    """How many comments are public, by the site's article id; articles without any are left out."""
    query = select(article.c.external_id, article.c.published_count).where(
        article.c.site_id == site_id, article.c.external_id.in_(external_ids)
    )
    return {row.external_id: row.published_count for row in db.execute(query)}


@dataclass(frozen=True, slots=True)
class CommentStatus:
    """What its author may know of a comment. token_hash: SHA-256 of the only key to it."""

    id: str
    article_key: str
    state: State
    state_since: datetime
    submitted_at: datetime
    edit_until: datetime
    token_hash: bytes


def comment_status(db: Db, site_id: str, comment_id: str) -> CommentStatus | None:
    """The state of one comment of this site, whatever it is."""
    query = (
        select(
            comment.c.id,
            article.c.external_id.label("article_key"),
            comment.c.state,
            comment.c.state_since,
            comment.c.submitted_at,
            comment.c.edit_until,
            comment.c.token_hash,
        )
        .join(article, article.c.id == comment.c.article_id)
        .where(comment.c.id == comment_id, comment.c.site_id == site_id)
    )
    row = db.execute(query).mappings().one_or_none()
    return CommentStatus(**{**row, "state": State(row["state"])}) if row else None


def _public_columns() -> Select[Any]:
    return (
        select(
            comment.c.id,
            article.c.external_id,
            comment.c.parent_id,
            comment.c.depth,
            comment.c.author_name,
            comment.c.author_url,
            revision.c.body,
            revision.c.mask,
            comment.c.submitted_at,
            comment.c.published_at,
            comment.c.edited_at,
            comment.c.state,
        )
        .join(article, article.c.id == comment.c.article_id)
        .join(
            revision,
            and_(revision.c.comment_id == comment.c.id, revision.c.number == comment.c.public_rev),
        )
    )


def _public(row: Any) -> PublicComment:
    removed = row.state != State.PUBLISHED
    return PublicComment(
        id=row.id,
        article_key=row.external_id,
        parent_id=row.parent_id,
        depth=row.depth,
        author_name="" if removed else row.author_name,
        author_url=None if removed else row.author_url,
        body="" if removed else row.body,
        mask=tuple((start, end) for start, end in row.mask or ()),
        submitted_at=row.submitted_at,
        published_at=row.published_at,
        edited_at=row.edited_at,
        removed=removed,
    )


def _tombstones(db: Db, article_id: str) -> list[str]:
    """Ids of once-public comments with a public reply somewhere below; usually none, at one look."""
    gone = and_(
        comment.c.article_id == article_id,
        comment.c.state.in_(_GONE),
        comment.c.published_at.is_not(None),
    )
    if not db.execute(select(exists().where(gone))).scalar():
        return []
    above = (
        select(comment.c.parent_id.label("id"))
        .where(
            comment.c.article_id == article_id,
            comment.c.state == State.PUBLISHED,
            comment.c.parent_id.is_not(None),
        )
        .cte("above", recursive=True)
    )
    above = above.union(
        select(comment.c.parent_id)
        .join(above, comment.c.id == above.c.id)
        .where(comment.c.parent_id.is_not(None))
    )
    query = select(comment.c.id).join(above, above.c.id == comment.c.id).where(gone)
    return list(db.execute(query).scalars())
