"""Looking at campaigns: pages of them, of their members, and which one a comment is in."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import campaign, campaign_member, comment, commenter, revision

NEW_AUTHOR = timedelta(days=1)
"""An author who was first seen so short a time before the campaign, or later, is new."""

_WAITING = (State.HELD, State.PENDING)
_GONE = (State.WITHDRAWN, State.ERASED)
Row = Mapping[str, Any]


def campaign_page(
    db: Db, site_id: str, *, is_open: bool | None, least: int, limit: int, before: str | None
) -> list[Row]:
    """Campaigns of the site, newest first. is_open: whether a member still waits, None for both."""
    query = _shown(site_id).where(campaign.c.size >= least).order_by(campaign.c.id.desc()).limit(limit)
    if is_open is not None:
        query = query.where(_has_waiting() if is_open else ~_has_waiting())
    if before is not None:
        query = query.where(campaign.c.id < before)
    return [dict(row) for row in db.execute(query).mappings()]


def find_campaign(db: Db, site_id: str, campaign_id: str) -> Row | None:
    """One campaign, or the one that it became a part of; None where the site has none of this id."""
    asked = campaign.alias()
    actual = select(func.coalesce(asked.c.merged_into, asked.c.id)).where(asked.c.id == campaign_id)
    row = db.execute(_shown(site_id).where(campaign.c.id == actual.scalar_subquery())).mappings().first()
    return dict(row) if row is not None else None


def member_page(
    db: Db, campaign_id: str, *, states: Collection[State] | None, limit: int, after: str | None
) -> list[Row]:
    """Members, oldest first: {id, head_rev}. states: only of these."""
    query = (
        select(comment.c.id, comment.c.head_rev)
        .join(campaign_member, campaign_member.c.comment_id == comment.c.id)
        .where(campaign_member.c.campaign_id == campaign_id)
        .order_by(campaign_member.c.comment_id)
        .limit(limit)
    )
    if states is not None:
        query = query.where(comment.c.state.in_(states))
    if after is not None:
        query = query.where(campaign_member.c.comment_id > after)
    return [dict(row) for row in db.execute(query).mappings()]


def count_members(db: Db, campaign_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many members of each campaign are in which state."""
    query = (
        select(campaign_member.c.campaign_id, comment.c.state, func.count().label("count"))
        .join(comment, comment.c.id == campaign_member.c.comment_id)
        .where(campaign_member.c.campaign_id.in_(campaign_ids))
        .group_by(campaign_member.c.campaign_id, comment.c.state)
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in db.execute(query).mappings():
        counts[row["campaign_id"]][row["state"]] = row["count"]
    return counts


def count_new_authors(db: Db, campaigns: Sequence[Row]) -> dict[str, int]:
    """How many authors of each campaign were first seen a day before it began, or later."""
    if not campaigns:
        return {}
    member = campaign_member.c
    new = [
        and_(member.campaign_id == row["id"], commenter.c.first_seen_at >= row["first_seen_at"] - NEW_AUTHOR)
        for row in campaigns
    ]
    query = (
        select(member.campaign_id, func.count(member.commenter_id.distinct()).label("new"))
        .join(commenter, commenter.c.id == member.commenter_id)
        .where(or_(*new))
        .group_by(member.campaign_id)
    )
    return {row.campaign_id: row.new for row in db.execute(query)}


def sample_texts(db: Db, campaign_ids: Sequence[str]) -> dict[str, str]:
    """The newest text of the first comment of each campaign whose author has not taken it back."""
    first = (
        select(func.min(campaign_member.c.comment_id))
        .join(comment, comment.c.id == campaign_member.c.comment_id)
        .where(campaign_member.c.campaign_id.in_(campaign_ids), comment.c.state.not_in(_GONE))
        .group_by(campaign_member.c.campaign_id)
    )
    query = (
        select(campaign_member.c.campaign_id, revision.c.body)
        .join(comment, comment.c.id == campaign_member.c.comment_id)
        .join(revision, and_(revision.c.comment_id == comment.c.id, revision.c.number == comment.c.head_rev))
        .where(comment.c.id.in_(first))
    )
    return {row.campaign_id: row.body for row in db.execute(query)}


def campaigns_of(db: Db, comment_ids: Sequence[str]) -> dict[str, Row]:
    """{id, size} of the campaign that each comment is in; without one it is left out."""
    query = (
        select(campaign_member.c.comment_id, campaign.c.id, campaign.c.size)
        .join(campaign, campaign.c.id == campaign_member.c.campaign_id)
        .where(campaign_member.c.comment_id.in_(comment_ids), campaign.c.shown)
    )
    return {row.comment_id: {"id": row.id, "size": row.size} for row in db.execute(query)}


def _shown(site_id: str) -> Select[Any]:
    return select(campaign).where(
        campaign.c.site_id == site_id, campaign.c.shown, campaign.c.merged_into.is_(None)
    )


def _has_waiting() -> ColumnElement[bool]:
    return exists().where(
        campaign_member.c.campaign_id == campaign.c.id,
        comment.c.id == campaign_member.c.comment_id,
        comment.c.state.in_(_WAITING),
    )
