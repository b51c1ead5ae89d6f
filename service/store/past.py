"""Looking back: comments that were decided, a page at a time, newest first within each state.

Each page is one short read over `ix_comment_site_state`, so that a long look back neither fills
the memory nor keeps a writer waiting. Withdrawn and erased comments are not looked at again.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, tuple_

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import article, check_result, comment, commenter, decision, revision, verdict

STATES = (State.PUBLISHED, State.HELD, State.REJECTED, State.REMOVED)

Place = tuple[datetime, str]
"""Time and id of the last comment of a page."""

Found = tuple[str, list[dict[str, Any]]]
"""A check and the signals that it left."""


@dataclass(frozen=True, slots=True)
class PastRow:
    """The newest revision of one comment with what the checks and a person said of it.

    reasons, checks: of the verdict, None where the revision was never checked. person: the state to
    which a person's last decision on this revision led. author_published: the author's comments that
    were public when this one came, counted as far as the caller asked.
    """

    id: str
    revision: int
    state: str
    submitted_at: datetime
    body: str
    author_name: str
    author_url: str | None
    email_domain: str
    article_key: str
    article_title: str
    article_section: str | None
    parent_body: str | None
    form_seconds: float | None
    honeypot_filled: bool
    author_published: int
    reasons: list[dict[str, Any]] | None
    checks: list[dict[str, Any]] | None
    person: str | None


def past_count(db: Db, site_id: str, *, since: datetime) -> int:
    """How many comments there are to look at."""
    query = select(func.count()).select_from(comment).where(*_within(site_id, since))
    return int(db.execute(query).scalar_one())


def submitted_before_newest(db: Db, site_id: str, *, since: datetime, count: int) -> datetime | None:
    """When the newest comment beyond the `count` newest ones was sent; None where there are no more."""
    query = (
        select(comment.c.submitted_at)
        .where(*_within(site_id, since))
        .order_by(comment.c.submitted_at.desc())
        .offset(count)
        .limit(1)
    )
    moment: datetime | None = db.execute(query).scalar_one_or_none()
    return moment


def past_page(
    db: Db,
    site_id: str,
    state: State,
    *,
    since: datetime,
    limit: int,
    after: Place | None = None,
    count_published_to: int = 0,
) -> list[PastRow]:
    """Comments in this state sent at `since` or later. after: place of the last row of the page before.

    count_published_to: where `author_published` ends counting; 0 leaves it uncounted.
    """
    query = (
        _with_surroundings(count_published_to)
        .where(comment.c.site_id == site_id, comment.c.state == state, comment.c.submitted_at >= since)
        .order_by(comment.c.submitted_at.desc(), comment.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        there = tuple_(*after, types=[comment.c.submitted_at.type, comment.c.id.type])
        query = query.where(tuple_(comment.c.submitted_at, comment.c.id) < there)
    return [PastRow(*row) for row in db.execute(query)]


def past_results(db: Db, rows: Sequence[PastRow]) -> Mapping[str, list[Found]]:
    """What checks found on these revisions, by comment."""
    revisions = {row.id: row.revision for row in rows}
    query = select(
        check_result.c.comment_id, check_result.c.revision, check_result.c.check, check_result.c.signals
    ).where(check_result.c.comment_id.in_(list(revisions)))
    found: dict[str, list[Found]] = defaultdict(list)
    for comment_id, number, check, signals in db.execute(query):
        if number == revisions[comment_id]:
            found[comment_id].append((check, signals))
    return found


def _within(site_id: str, since: datetime) -> tuple[Any, ...]:
    return comment.c.site_id == site_id, comment.c.state.in_(STATES), comment.c.submitted_at >= since


def _with_surroundings(count_published_to: int) -> Select[Any]:
    parent, shown = comment.alias("parent"), revision.alias("shown")
    head = and_(revision.c.comment_id == comment.c.id, revision.c.number == comment.c.head_rev)
    said = and_(verdict.c.comment_id == comment.c.id, verdict.c.revision == comment.c.head_rev)
    return (
        select(  # in the order of PastRow
            comment.c.id,
            comment.c.head_rev.label("revision"),
            comment.c.state,
            comment.c.submitted_at,
            revision.c.body,
            comment.c.author_name,
            comment.c.author_url,
            commenter.c.email_domain,
            article.c.external_id.label("article_key"),
            article.c.title.label("article_title"),
            article.c.section.label("article_section"),
            shown.c.body.label("parent_body"),
            comment.c.form_seconds,
            comment.c.honeypot_filled,
            _published_before(count_published_to).label("author_published"),
            verdict.c.reasons,
            verdict.c.checks,
            _person().label("person"),
        )
        .join(article, article.c.id == comment.c.article_id)
        .join(commenter, commenter.c.id == comment.c.commenter_id)
        .join(revision, head)
        .outerjoin(verdict, said)
        .outerjoin(parent, parent.c.id == comment.c.parent_id)
        .outerjoin(shown, and_(shown.c.comment_id == parent.c.id, shown.c.number == parent.c.public_rev))
    )


def _person() -> Any:
    return (
        select(decision.c.to_state)
        .where(
            decision.c.comment_id == comment.c.id,
            decision.c.revision == comment.c.head_rev,
            decision.c.actor_kind == "moderator",
        )
        .order_by(decision.c.seq.desc())
        .limit(1)
        .correlate(comment)
        .scalar_subquery()
    )


def _published_before(most: int) -> Any:
    """How many comments of the same author were public when this one came, counted to `most`."""
    if most == 0:
        return literal(0)
    earlier = comment.alias("earlier")
    counted = (
        select(literal(1).label("one"))
        .where(
            earlier.c.commenter_id == comment.c.commenter_id,
            earlier.c.submitted_at < comment.c.submitted_at,
            earlier.c.published_at <= comment.c.submitted_at,
        )
        .limit(most)
        .correlate(comment)
        .subquery("counted")
    )
    return select(func.count()).select_from(counted).correlate(comment).scalar_subquery()
