"""What the checks may know about a batch of comments, in a handful of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
)

from service.domain.states import State
from service.store.engine import Db
from service.store.evaluation import Claim
from service.store.tables import article, comment, commenter, revision, sanction, site
from service.store.values import among

# Counting ends here: more than a hundred comments in ten minutes is as telling as a thousand.
_COUNTED = 100
# The most that a policy may ask of a new author.
_COUNTED_PUBLISHED = 1_000


@dataclass(frozen=True, slots=True)
class WaitingComment:
    """One claimed revision with its surroundings.

    author_recent, address_recent: comments of this author, of this address, in the ten minutes
    that end with this one, itself included; counted to 100. proven_published: counted to 1,000.
    """

    id: str
    site_id: str
    article_id: str
    commenter_id: str
    author_line: str | None
    revision: int
    body: str
    author_name: str
    author_url: str | None
    email_domain: str
    author_published: int
    author_rejected: int
    proven_published: int
    article_key: str
    article_title: str
    article_mode: str
    article_section: str | None
    closes_at: datetime | None
    parent_body: str | None
    form_seconds: float | None
    honeypot_filled: bool
    submitted_at: datetime
    author_recent: int
    address_recent: int


def waiting_comments(db: Db, claims: Sequence[Claim]) -> list[WaitingComment]:
    """The claimed revisions, oldest first; those whose claim has passed on are left out."""
    claimed = {(claim.comment_id, claim.revision) for claim in claims}
    ids = [claim.comment_id for claim in claims]
    rows = db.execute(_with_surroundings(db.dialect.name), {"ids": ids}).mappings()
    return [WaitingComment(**row) for row in rows if (row["id"], row["revision"]) in claimed]


@lru_cache(maxsize=2)
def _with_surroundings(dialect: str) -> Select[Any]:
    """Comments `:ids` with all that `WaitingComment` names; made once, since making it costs time."""
    parent, shown = comment.alias("parent"), revision.alias("shown")
    return (
        select(
            comment.c.id,
            comment.c.site_id,
            comment.c.article_id,
            comment.c.commenter_id,
            comment.c.author_line,
            revision.c.number.label("revision"),
            revision.c.body,
            comment.c.author_name,
            comment.c.author_url,
            commenter.c.email_domain,
            commenter.c.published.label("author_published"),
            commenter.c.rejected.label("author_rejected"),
            _proven_published().label("proven_published"),
            article.c.external_id.label("article_key"),
            article.c.title.label("article_title"),
            article.c.mode.label("article_mode"),
            article.c.section.label("article_section"),
            article.c.closes_at,
            shown.c.body.label("parent_body"),
            comment.c.form_seconds,
            comment.c.honeypot_filled,
            comment.c.submitted_at,
            _recent(dialect, "commenter_id").label("author_recent"),
            _recent(dialect, "ip_key").label("address_recent"),
        )
        .join(article, article.c.id == comment.c.article_id)
        .join(commenter, commenter.c.id == comment.c.commenter_id)
        .join(
            revision,
            and_(revision.c.comment_id == comment.c.id, revision.c.number == comment.c.unchecked_rev),
        )
        .outerjoin(parent, parent.c.id == comment.c.parent_id)
        .outerjoin(shown, and_(shown.c.comment_id == parent.c.id, shown.c.number == parent.c.public_rev))
        .where(comment.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(comment.c.submitted_at, comment.c.id)
    )


def staff_names(db: Db, site_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Names that readers must not borrow, by site."""
    rows = db.execute(select(site.c.id, site.c.staff_names).where(site.c.id.in_(among(site_ids))))
    return {row.id: tuple(row.staff_names) for row in rows}


@dataclass(frozen=True, slots=True)
class LiveSanction:
    """A sanction in force. scope: author (subject: commenter id) or domain (subject: e-mail domain)."""

    site_id: str
    kind: str
    scope: str
    subject: str
    reason: str


def live_sanctions(
    db: Db, *, commenter_ids: Sequence[str], domains: Sequence[str], now: datetime
) -> list[LiveSanction]:
    """Sanctions in force on any of these commenters or e-mail domains."""
    query = select(
        sanction.c.site_id, sanction.c.kind, sanction.c.scope, sanction.c.subject, sanction.c.reason
    ).where(
        sanction.c.lifted_at.is_(None),
        or_(sanction.c.until.is_(None), sanction.c.until > now),
        or_(
            and_(sanction.c.scope == "author", sanction.c.subject.in_(among(commenter_ids))),
            and_(sanction.c.scope == "domain", sanction.c.subject.in_(among(domains))),
        ),
    )
    return [LiveSanction(**row) for row in db.execute(query).mappings()]


def _recent(dialect: str, key: str) -> ScalarSelect[Any]:
    """How many comments share `key` with this one in the ten minutes that end with it."""
    recent = comment.alias(f"recent_{key}")
    counted = (
        select(literal(1).label("one"))
        .where(
            recent.c[key] == comment.c[key],
            recent.c.submitted_at > _ten_minutes_before(dialect, comment.c.submitted_at),
            recent.c.submitted_at <= comment.c.submitted_at,
        )
        .limit(_COUNTED)
        .correlate(comment)
        .subquery(f"counted_{key}")
    )
    return select(func.count()).select_from(counted).correlate(comment).scalar_subquery()


def _proven_published() -> ScalarSelect[Any]:
    """How many comments of the same line are public; none for one that begins its line."""
    earlier = comment.alias("earlier")
    counted = (
        select(literal(1).label("one"))
        .where(earlier.c.author_line == comment.c.author_line, earlier.c.state == State.PUBLISHED)
        .limit(_COUNTED_PUBLISHED)
        .correlate(comment)
        .subquery("counted_published")
    )
    return select(func.count()).select_from(counted).correlate(comment).scalar_subquery()


def _ten_minutes_before(dialect: str, moment: ColumnElement[datetime]) -> ColumnElement[Any]:
    if dialect == "postgresql":
        return moment - text("interval '10 minutes'")
    # The form in which SQLAlchemy stores times there, so that comparing texts compares times.
    return func.strftime("%Y-%m-%d %H:%M:%f", moment, "-10 minutes", type_=String)
