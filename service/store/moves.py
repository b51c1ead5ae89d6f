"""Moving comments between states: locking the rows, and writing what a move changes.

`service.moderation.moves` is the only caller; every function here expects the
rows to be locked by `lock_comments` in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select, update

from service.domain.errors import Conflict
from service.domain.states import State
from service.store.engine import Db
from service.store.many import run_many
from service.store.tables import article, clearance, comment, commenter, revision, site
from service.store.upsert import insert_missing
from service.store.values import among


@dataclass(frozen=True, slots=True)
class LockedComment:
    """A comment as it is now, with what its events name; nobody else can move it meanwhile."""

    id: str
    site_id: str
    site_key: str
    article_id: str
    article_key: str
    commenter_id: str
    author_name: str
    state: State
    version: int
    sequence: int
    head_rev: int
    public_rev: int | None
    unchecked_rev: int | None
    attempts: int
    lease_until: datetime | None
    body: str
    language: str | None


def lock_comments(db: Db, ids: Sequence[str]) -> dict[str, LockedComment]:
    """The present rows by id, locked until the transaction ends; unknown ids are left out.

    `body` is that of the newest revision.
    """
    query = (
        select(
            *(comment.c[name] for name in (
                "id", "site_id", "article_id", "commenter_id", "author_name", "state", "version", "sequence",
                "head_rev", "public_rev", "unchecked_rev", "attempts", "lease_until",
            )),
            site.c.key.label("site_key"),
            article.c.external_id.label("article_key"),
            revision.c.body,
            revision.c.language,
        )
        .join(site, site.c.id == comment.c.site_id)
        .join(article, article.c.id == comment.c.article_id)
        .join(revision, (revision.c.comment_id == comment.c.id) & (revision.c.number == comment.c.head_rev))
        .where(comment.c.id.in_(among(ids)))
        .order_by(comment.c.id)
        .with_for_update(of=comment)
    )  # fmt: skip
    rows = db.execute(query).mappings()
    return {row["id"]: LockedComment(**{**row, "state": State(row["state"])}) for row in rows}


_CHANGE = (
    update(comment)
    .where(comment.c.id == bindparam("comment_id"), comment.c.version == bindparam("expected_version"))
    .values(
        state=bindparam("to_state"),
        state_since=bindparam("since"),
        version=comment.c.version + 1,
        sequence=bindparam("next_sequence"),
        public_rev=bindparam("shown_rev"),
        checked_rev=func.coalesce(bindparam("cleared_rev"), comment.c.checked_rev),
        published_at=func.coalesce(
            comment.c.published_at, bindparam("shown_at", type_=comment.c.published_at.type)
        ),
    )
)


def write_states(db: Db, changes: Sequence[Mapping[str, Any]]) -> None:
    """Compare-and-set each comment on (id, version).

    changes: {comment_id, expected_version, state, state_since, sequence, public_rev, checked_rev,
    published_at (kept when already set)}. Raises Conflict when a row had moved after all.
    """
    parameters = [
        {
            "comment_id": change["comment_id"],
            "expected_version": change["expected_version"],
            "to_state": change["state"],
            "since": change["state_since"],
            "next_sequence": change["sequence"],
            "shown_rev": change["public_rev"],
            "cleared_rev": change["checked_rev"],
            "shown_at": change["published_at"],
        }
        for change in changes
    ]
    if run_many(db, _CHANGE, parameters) != len(parameters):
        raise Conflict("comment.moved_meanwhile")


def write_clearances(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record why revisions may be public; one that is cleared already stays as it is.

    rows: {comment_id, revision, source, outcome, decision_id, created_at}.
    """
    insert_missing(db, clearance, rows)


def mask_revision(db: Db, comment_id: str, number: int, spans: list[list[int]]) -> None:
    """Cover spans (code points of the body) of one revision from the public."""
    db.execute(
        update(revision)
        .where(revision.c.comment_id == comment_id, revision.c.number == number)
        .values(mask=spans)
    )


_COUNT_ARTICLE = (
    update(article)
    .where(article.c.id == bindparam("article"))
    .values(
        published_count=article.c.published_count + bindparam("difference"),
        version=article.c.version + 1,
    )
)


def count_for_articles(db: Db, changes: Mapping[str, int]) -> None:
    """Add to the public count of articles and make their pages new. changes: article id → difference."""
    run_many(db, _COUNT_ARTICLE, [{"article": key, "difference": changes[key]} for key in sorted(changes)])


def _never_negative(number: Any) -> Any:
    return case((number < 0, 0), else_=number)


_COUNT_COMMENTER = (
    update(commenter)
    .where(commenter.c.id == bindparam("person"))
    .values(
        published=_never_negative(commenter.c.published + bindparam("more_published")),
        rejected=_never_negative(commenter.c.rejected + bindparam("more_rejected")),
    )
)


def count_for_commenters(db: Db, changes: Mapping[str, tuple[int, int]]) -> None:
    """Add to what commenters have published and rejected. changes: commenter id → (published, rejected)."""
    rows = [
        {"person": key, "more_published": changes[key][0], "more_rejected": changes[key][1]}
        for key in sorted(changes)
    ]
    run_many(db, _COUNT_COMMENTER, rows)
