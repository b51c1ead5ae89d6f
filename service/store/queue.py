"""Which comments come next: the queue's filters and orders, and pages of ids.

The held queue is read from open cases, because an index over them gives every
order without sorting; the lists of other states are read from the comments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_
from sqlalchemy.sql import Select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import article, campaign_member, case, case_reason, comment, decision, revision

Position = tuple[float | datetime, str]
"""Sort value and id of the last row of a page: rank or opening time of a case, time of a comment."""

_LINK_SIGNS = ("://", "www.")
ORDERS = ("priority", "oldest", "newest")


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a page is narrowed to; None: not by this.

    article: the site's own id of an article. section: of the article. author: id of a commenter, or a name
    as it was written.
    text: folded words to be found in the newest revision. waiting_since: in its state at this time already.
    campaign: members of this one. comment_ids: only these. opened_after: only cases opened since then.
    has_link: only texts with a web address in them.
    """

    article: str | None = None
    section: str | None = None
    language: str | None = None
    reason: str | None = None
    author: str | None = None
    text: str | None = None
    waiting_since: datetime | None = None
    campaign: str | None = None
    comment_ids: tuple[str, ...] | None = None
    opened_after: datetime | None = None
    has_link: bool | None = None


class Place(NamedTuple):
    """A comment's place in a page."""

    comment_id: str
    position: Position


def held_page(
    db: Db, site_id: str, wanted: QueueFilter, *, order: str, limit: int, after: Position | None
) -> list[Place]:
    """Held comments with an open case in the order `priority`, `oldest` or `newest`.

    Ties of priority go to the older case. after: position of the last row of the page before.
    """
    columns, descending = _held_order(order)
    query = in_held_order(held_cases(site_id, wanted), order).limit(limit)
    if after is not None:
        place, there = tuple_(*columns), tuple_(*after, types=[column.type for column in columns])
        query = query.where(place < there if descending else place > there)
    value = columns[0].key
    return [Place(row["comment_id"], (row[value], row["id"])) for row in db.execute(query).mappings()]


def count_held(db: Db, site_id: str, wanted: QueueFilter, *, most: int) -> int:
    """How many held comments fit the filter, counted no further than `most`."""
    some = held_cases(site_id, wanted).limit(most).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def state_page(
    db: Db, site_id: str, state: State, wanted: QueueFilter, *, order: str, limit: int, after: Position | None
) -> list[Place]:
    """Comments of one state by time of submission: newest first unless `order` is `oldest`."""
    columns = (comment.c.submitted_at, comment.c.id)
    query = (
        select(comment.c.id, comment.c.submitted_at)
        .where(comment.c.site_id == site_id, comment.c.state == state, *_about_comment(wanted))
        .limit(limit)
    )
    if wanted.language is not None:
        query = query.where(_head_revision(revision.c.language == wanted.language))
    if wanted.waiting_since is not None:
        query = query.where(comment.c.state_since <= wanted.waiting_since)
    if wanted.reason is not None:
        query = query.where(or_(_decided_for(wanted.reason), _held_for(wanted.reason)))
    query = query.order_by(*(column if order == "oldest" else column.desc() for column in columns))
    if after is not None:
        place, there = tuple_(*columns), tuple_(*after, types=[column.type for column in columns])
        query = query.where(place > there if order == "oldest" else place < there)
    return [Place(row.id, (row.submitted_at, row.id)) for row in db.execute(query)]


def held_cases(site_id: str, wanted: QueueFilter) -> Select[Any]:
    """Open cases of held comments that fit the filter, unordered."""
    query = (
        select(case.c.id, case.c.comment_id, case.c.rank, case.c.opened_at)
        .join(comment, comment.c.id == case.c.comment_id)
        .where(
            case.c.site_id == site_id,
            case.c.decided_at.is_(None),
            comment.c.state == State.HELD,
            *_about_comment(wanted),
        )
    )
    if wanted.language is not None:
        query = query.where(case.c.language == wanted.language)
    if wanted.waiting_since is not None:
        query = query.where(case.c.opened_at <= wanted.waiting_since)
    if wanted.opened_after is not None:
        query = query.where(case.c.opened_at > wanted.opened_after)
    if wanted.reason is not None:
        query = query.where(
            exists().where(case_reason.c.case_id == case.c.id, case_reason.c.code == wanted.reason)
        )
    return query


def in_held_order(query: Select[Any], order: str) -> Select[Any]:
    """The query sorted as the queue is."""
    columns, descending = _held_order(order)
    return query.order_by(*(column.desc() if descending else column for column in columns))


def _held_order(order: str) -> tuple[Sequence[Any], bool]:
    if order == "priority":
        return (case.c.rank, case.c.id), False
    return (case.c.opened_at, case.c.id), order == "newest"


def _about_comment(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.comment_ids is not None:
        conditions.append(comment.c.id.in_(wanted.comment_ids))
    if wanted.article is not None:
        conditions.append(
            exists().where(article.c.id == comment.c.article_id, article.c.external_id == wanted.article)
        )
    if wanted.section is not None:
        conditions.append(
            exists().where(article.c.id == comment.c.article_id, article.c.section == wanted.section)
        )
    if wanted.has_link:
        signs = (revision.c.body.contains(sign, autoescape=True) for sign in _LINK_SIGNS)
        conditions.append(_head_revision(or_(*signs)))
    if wanted.campaign is not None:
        conditions.append(
            exists().where(
                campaign_member.c.comment_id == comment.c.id, campaign_member.c.campaign_id == wanted.campaign
            )
        )
    if wanted.author is not None:
        conditions.append(
            or_(comment.c.commenter_id == wanted.author, comment.c.author_name == wanted.author)
        )
    if wanted.text is not None:
        conditions.append(_head_revision(revision.c.folded.contains(wanted.text, autoescape=True)))
    return conditions


def _head_revision(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        revision.c.comment_id == comment.c.id, revision.c.number == comment.c.head_rev, condition
    )


def _decided_for(code: str) -> ColumnElement[bool]:
    return exists().where(decision.c.comment_id == comment.c.id, decision.c.reason == code)


def _held_for(code: str) -> ColumnElement[bool]:
    return exists().where(
        case.c.comment_id == comment.c.id,
        case_reason.c.case_id == case.c.id,
        case_reason.c.code == code,
    )
