"""Grouping like texts: finding earlier ones by their keys, and writing who belongs to which campaign.

All that groups takes `lock_grouping` first, so that two workers cannot make two campaigns of one text.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, or_, select, text, update

from service.checks.campaign import FEWEST, Cluster, Sketch, Text
from service.store.engine import Db
from service.store.fingerprints import as_table, listed
from service.store.many import run_many
from service.store.tables import campaign, campaign_anchor, campaign_key, campaign_member
from service.store.upsert import insert_missing, insert_rows
from service.store.values import among

REMEMBERED = timedelta(days=3)
"""For how long a text is compared with new ones."""

# Newest anchors looked at for one key; a flood of variants must not make each look cost more.
_PER_KEY = 6
# Any fixed number: on PostgreSQL workers that group wait for each other on it.
_POSTGRES_LOCK = 7_241_991
_FORGOTTEN_AT_ONCE = 2_000


_COUNT = (
    update(campaign)
    .where(campaign.c.id == bindparam("counted"))
    .values(
        size=bindparam("new_size"),
        authors=bindparam("new_authors"),
        articles=bindparam("new_articles"),
        first_seen_at=bindparam("first"),
        last_seen_at=bindparam("last"),
        shown=or_(campaign.c.shown, bindparam("new_shown")),
    )
)
_JOIN = (
    update(campaign_anchor)
    .where(campaign_anchor.c.id == bindparam("anchor"))
    .values(campaign_id=bindparam("joined"))
)


def lock_grouping(db: Db) -> None:
    """Let nobody else group until this transaction ends. On SQLite there is one writer anyway."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})


def anchors(db: Db, site_id: str, keys: Collection[int], *, since: datetime) -> list[Text]:
    """Texts of the site, sent since then, that share one of these keys: the newest of each key, oldest first."""
    wanted = {"sketch_keys": listed(db, sorted(keys)), "site": site_id, "since": since}
    return [
        Text(
            row.comment_id,
            row.commenter_id,
            row.article_id,
            Sketch(bytes(row.minima), row.letters),
            row.created_at,
            row.id,
            row.campaign_id,
        )
        for row in db.execute(_looks(db.dialect.name), wanted)
    ]


@lru_cache(maxsize=2)
def _looks(dialect: str) -> Select[Any]:
    """Made once, because making it costs more than asking it. Ids of anchors grow with time."""
    keys = as_table(dialect, "sketch")
    other = campaign_key.alias()
    last = (
        select(other.c.anchor_id)
        .where(other.c.key == keys.c.value)
        .order_by(other.c.anchor_id.desc())
        .limit(1)
        .offset(_PER_KEY - 1)
        .correlate(keys)
        .scalar_subquery()
    )
    newest = (
        select(campaign_key.c.anchor_id)
        .select_from(keys)
        .join(campaign_key, campaign_key.c.key == keys.c.value)
        .where(campaign_key.c.anchor_id >= func.coalesce(last, ""))
    )
    return (
        select(campaign_anchor)
        .where(
            campaign_anchor.c.id.in_(newest),
            campaign_anchor.c.site_id == bindparam("site"),
            campaign_anchor.c.created_at >= bindparam("since", type_=campaign_anchor.c.created_at.type),
        )
        .order_by(campaign_anchor.c.id)
    )


def standing_campaigns(
    db: Db, ids: Collection[str], *, people: Collection[str], places: Collection[str]
) -> dict[str, Cluster]:
    """Stored campaigns by id; which of these people and articles each has counted is known to it."""
    if not ids:
        return {}
    member = campaign_member.c
    found = {
        row.id: Cluster(
            campaign_ids=[row.id],
            size=row.size,
            authors=row.authors,
            articles=row.articles,
            first_seen_at=row.first_seen_at,
            last_seen_at=row.last_seen_at,
        )
        for row in db.execute(select(campaign).where(campaign.c.id.in_(among(ids))))
    }
    for column, values, name in (
        (member.commenter_id, people, "people"),
        (member.article_id, places, "places"),
    ):
        query = select(member.campaign_id, column).where(
            member.campaign_id.in_(among(ids)), column.in_(among(values))
        )
        for campaign_id, value in db.execute(query.distinct()):
            getattr(found[campaign_id], name).add(value)
    return found


def leave_campaigns(db: Db, comment_ids: Sequence[str]) -> set[str]:
    """Take comments out of their campaigns, before they are grouped by a newer text; returns those campaigns."""
    ours = campaign_member.c.comment_id.in_(among(comment_ids))
    left = set(db.execute(select(campaign_member.c.campaign_id).where(ours)).scalars())
    if left:
        db.execute(delete(campaign_member).where(ours))
    return left


def open_campaigns(db: Db, site_id: str, clusters: Mapping[str, Cluster]) -> None:
    """Begin campaigns with what these clusters count, by id; members come later."""
    rows = [
        {
            "id": campaign_id,
            "site_id": site_id,
            "size": cluster.size,
            "authors": cluster.authors,
            "articles": cluster.articles,
            "shown": cluster.is_campaign,
            "first_seen_at": cluster.first_seen_at,
            "last_seen_at": cluster.last_seen_at,
        }
        for campaign_id, cluster in clusters.items()
    ]
    insert_rows(db, campaign, rows)


def write_counts(db: Db, clusters: Mapping[str, Cluster]) -> None:
    """Give stored campaigns the numbers of these clusters, by id, which are exact."""
    _write_counts(
        db,
        [
            {
                "counted": campaign_id,
                "new_size": cluster.size,
                "new_authors": cluster.authors,
                "new_articles": cluster.articles,
                "new_shown": cluster.is_campaign,
                "first": cluster.first_seen_at,
                "last": cluster.last_seen_at,
            }
            for campaign_id, cluster in clusters.items()
        ],
    )


def _write_counts(db: Db, counts: Sequence[Mapping[str, Any]]) -> None:
    """In one statement, and in the order of ids, as every worker does it."""
    run_many(db, _COUNT, sorted(counts, key=lambda count: count["counted"]))


def merge_campaigns(db: Db, kept: str, others: Collection[str]) -> None:
    """Make campaigns a part of another one."""
    if others:
        for table in (campaign_member, campaign_anchor):
            db.execute(update(table).where(table.c.campaign_id.in_(among(others))).values(campaign_id=kept))
        gone = or_(campaign.c.id.in_(among(others)), campaign.c.merged_into.in_(among(others)))
        db.execute(update(campaign).where(gone).values(merged_into=kept))


def join_campaigns(db: Db, texts: Mapping[str, Sequence[Text]]) -> None:
    """Make the comments of these texts members, by campaign; one that is a member already stays where it is."""
    rows = [
        {
            "comment_id": each.comment_id,
            "campaign_id": campaign_id,
            "commenter_id": each.commenter_id,
            "article_id": each.article_id,
            "created_at": each.created_at,
        }
        for campaign_id, members in texts.items()
        for each in members
    ]
    insert_missing(db, campaign_member, rows)


def give_anchors(db: Db, loners: Mapping[str, Sequence[Text]]) -> None:
    """Say, by campaign, that anchors which had stood alone belong to it."""
    given = [
        {"anchor": each.anchor_id, "joined": campaign_id}
        for campaign_id, texts in loners.items()
        for each in texts
    ]
    run_many(db, _JOIN, given)


def add_anchors(db: Db, rows: Sequence[Mapping[str, Any]], keys: Sequence[Mapping[str, Any]]) -> None:
    """Texts to compare later ones with. rows: of `campaign_anchor`; keys: of `campaign_key`."""
    insert_rows(db, campaign_anchor, rows)
    insert_missing(db, campaign_key, keys)


def count_campaigns(db: Db, ids: Collection[str]) -> None:
    """Count campaigns anew from their members; one that has become large enough is shown from now on."""
    if not ids:
        return
    member = campaign_member.c
    query = (
        select(
            member.campaign_id,
            func.count().label("size"),
            func.count(member.commenter_id.distinct()).label("authors"),
            func.count(member.article_id.distinct()).label("articles"),
            func.min(member.created_at).label("first"),
            func.max(member.created_at).label("last"),
        )
        .where(member.campaign_id.in_(among(ids)))
        .group_by(member.campaign_id)
    )
    rows = db.execute(query).all()
    counts = [
        {
            "counted": row.campaign_id,
            "new_size": row.size,
            "new_authors": row.authors,
            "new_articles": row.articles,
            "new_shown": max(row.authors, row.articles) >= FEWEST,
            "first": row.first,
            "last": row.last,
        }
        for row in rows
    ]
    _write_counts(db, counts)
    if empty := set(ids) - {row.campaign_id for row in rows}:
        nothing = {"size": 0, "authors": 0, "articles": 0, "shown": False}
        db.execute(update(campaign).where(campaign.c.id.in_(among(empty))).values(nothing))


def forget_anchors(db: Db, *, now: datetime) -> int:
    """Remove texts that no new one is compared with any more, some at a time; returns how many."""
    old = (
        select(campaign_anchor.c.id)
        .where(campaign_anchor.c.created_at < now - REMEMBERED)
        .order_by(campaign_anchor.c.created_at)
        .limit(_FORGOTTEN_AT_ONCE)
    )
    return db.execute(delete(campaign_anchor).where(campaign_anchor.c.id.in_(old))).rowcount
