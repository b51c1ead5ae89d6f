"""Everything a moderator's card shows, for a page of comments in five queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import Select

from service.store.campaign_pages import campaigns_of
from service.store.engine import Db
from service.store.tables import article, case, check_result, comment, commenter, revision, verdict

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CardRows:
    """The rows behind one card, all about the newest revision.

    comment: columns of the comment with its `body`, `language`, `mask`, of its article (`article_…`),
    parent (`parent_…`, None without one) and author (`commenter_…`).
    checks: rows of check_result. verdict: None before the checks ran. case: the undecided one, None without.
    campaign: `id` and `size` of the one that the comment is in, None without.
    """

    comment: Row
    checks: list[Row]
    verdict: Row | None
    case: Row | None
    campaign: Row | None


def load_cards(db: Db, site_id: str, comment_ids: Sequence[str]) -> list[CardRows]:
    """Cards of these comments in this order; ids that the site does not have are left out."""
    found = db.execute(_comments().where(comment.c.site_id == site_id, comment.c.id.in_(comment_ids)))
    comments = {row["id"]: row for row in found.mappings()}
    verdicts = {row["comment_id"]: dict(row) for row in db.execute(_of_head(verdict, comment_ids)).mappings()}
    checks: dict[str, list[Row]] = defaultdict(list)
    for row in db.execute(_of_head(check_result, comment_ids)).mappings():
        checks[row["comment_id"]].append(dict(row))
    undecided = (
        select(case)
        .where(case.c.comment_id.in_(comment_ids), case.c.decided_at.is_(None))
        .order_by(case.c.id.desc())
    )
    cases = {row["comment_id"]: dict(row) for row in db.execute(undecided).mappings()}
    campaigns = campaigns_of(db, comment_ids)
    return [
        CardRows(
            comment=dict(comments[each]),
            checks=checks[each],
            verdict=verdicts.get(each),
            case=cases.get(each),
            campaign=campaigns.get(each),
        )
        for each in comment_ids
        if each in comments
    ]


def _comments() -> Select[Any]:
    parent = comment.alias("parent")
    parent_text = revision.alias("parent_text")
    return (
        select(
            comment,
            revision.c.body,
            revision.c.language,
            revision.c.mask,
            article.c.external_id.label("article_key"),
            article.c.title.label("article_title"),
            article.c.lead.label("article_lead"),
            article.c.section.label("article_section"),
            article.c.url.label("article_url"),
            article.c.mode.label("article_mode"),
            parent.c.state.label("parent_state"),
            parent.c.author_name.label("parent_author_name"),
            parent_text.c.body.label("parent_body"),
            commenter.c.display_name.label("commenter_name"),
            commenter.c.first_seen_at.label("commenter_first_seen_at"),
            commenter.c.published.label("commenter_published"),
            commenter.c.rejected.label("commenter_rejected"),
        )
        .join(revision, (revision.c.comment_id == comment.c.id) & (revision.c.number == comment.c.head_rev))
        .join(article, article.c.id == comment.c.article_id)
        .join(commenter, commenter.c.id == comment.c.commenter_id)
        .outerjoin(parent, parent.c.id == comment.c.parent_id)
        .outerjoin(
            parent_text,
            (parent_text.c.comment_id == parent.c.id) & (parent_text.c.number == parent.c.head_rev),
        )
    )


def _of_head(table: Any, comment_ids: Sequence[str]) -> Select[Any]:
    return (
        select(table)
        .join(comment, (comment.c.id == table.c.comment_id) & (comment.c.head_rev == table.c.revision))
        .where(comment.c.id.in_(comment_ids))
    )
