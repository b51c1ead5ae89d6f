"""Comments that are held because a checker gave no answer, until it answers again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import article, case, comment, decision, recheck, revision
from service.store.upsert import insert_rows
from service.store.values import among


@dataclass(frozen=True, slots=True)
class Waiting:
    """The comments of one site that wait for one checker. comment_id: of the oldest of them."""

    site_id: str
    checker: str
    comment_id: str
    count: int


@dataclass(frozen=True, slots=True)
class HeldText:
    """What a checker is asked about: the newest revision of a held comment."""

    comment_id: str
    revision: int
    body: str
    language: str | None
    author_name: str
    author_url: str | None
    article_key: str
    article_title: str
    submitted_at: datetime


def replace_rechecks(
    db: Db,
    comment_ids: Collection[str],
    waits: Sequence[tuple[str, str, str]],
    *,
    now: datetime,
) -> None:
    """Forget what these comments wait for, then remember `waits`: (comment id, site id, checker's name)."""
    if comment_ids:
        db.execute(delete(recheck).where(recheck.c.comment_id.in_(among(comment_ids))))
    rows = [
        {"comment_id": comment_id, "site_id": site_id, "checker": name, "since": now}
        for comment_id, site_id, name in waits
    ]
    insert_rows(db, recheck, rows)


def rechecked_ids(db: Db, comment_ids: Collection[str]) -> set[str]:
    """Those of these comments that wait for a checker."""
    query = select(recheck.c.comment_id).where(recheck.c.comment_id.in_(among(comment_ids)))
    return set(db.execute(query).scalars())


def decided_by_people(db: Db, comment_ids: Collection[str]) -> set[str]:
    """Those of these comments on which anybody but the policy has decided."""
    query = select(decision.c.comment_id).where(
        decision.c.comment_id.in_(among(comment_ids)), decision.c.actor_kind != "policy"
    )
    return set(db.execute(query).scalars())


def waiting(db: Db, *, now: datetime) -> list[Waiting]:
    """What waits for which checker and could be looked at again now."""
    query = (
        select(
            recheck.c.site_id,
            recheck.c.checker,
            func.min(recheck.c.comment_id).label("comment_id"),
            func.count().label("count"),
        )
        .join(comment, comment.c.id == recheck.c.comment_id)
        .where(*_is_free(now))
        .group_by(recheck.c.site_id, recheck.c.checker)
        .order_by(recheck.c.site_id, recheck.c.checker)
    )
    return [Waiting(**row) for row in db.execute(query).mappings()]


def held_text(db: Db, comment_id: str) -> HeldText | None:
    """What can be asked about one comment; None when it is gone."""
    query = (
        select(
            comment.c.id.label("comment_id"),
            revision.c.number.label("revision"),
            revision.c.body,
            revision.c.language,
            comment.c.author_name,
            comment.c.author_url,
            article.c.external_id.label("article_key"),
            article.c.title.label("article_title"),
            comment.c.submitted_at,
        )
        .join(revision, (revision.c.comment_id == comment.c.id) & (revision.c.number == comment.c.head_rev))
        .join(article, article.c.id == comment.c.article_id)
        .where(comment.c.id == comment_id)
    )
    row = db.execute(query).mappings().first()
    return HeldText(**row) if row else None


def check_again(db: Db, site_id: str, checker: str, *, now: datetime, limit: int) -> int:
    """Put comments that wait for this checker on the checks' work list, oldest first; returns how many.

    They stay held until the checks are through; one that a moderator has claimed is left alone.
    """
    chosen = (
        select(comment.c.id)
        .join(recheck, recheck.c.comment_id == comment.c.id)
        .where(recheck.c.site_id == site_id, recheck.c.checker == checker, *_is_free(now))
        .order_by(comment.c.id)
        .limit(limit)
        .with_for_update(of=comment, skip_locked=True)
    )
    ids = list(db.execute(chosen).scalars())
    if ids:
        db.execute(
            update(comment)
            .where(comment.c.id.in_(among(ids)))
            .values(unchecked_rev=comment.c.head_rev, attempts=0, lease_until=None)
        )
    return len(ids)


def forget_settled(db: Db) -> None:
    """Remove rows of comments that are not held any more: somebody has decided."""
    settled = select(comment.c.id).where(comment.c.id == recheck.c.comment_id, comment.c.state != State.HELD)
    db.execute(delete(recheck).where(exists(settled)))


def _is_free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Held, not being checked already, and on nobody's desk at this moment."""
    claimed = select(case.c.id).where(
        case.c.comment_id == comment.c.id, case.c.decided_at.is_(None), case.c.lease_until > now
    )
    return comment.c.state == State.HELD, comment.c.unchecked_rev.is_(None), ~exists(claimed)
