"""What alarms look at, and which of them are on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case as choose
from sqlalchemy import func, select, update

from service.domain.ids import new_id
from service.domain.states import State
from service.store.engine import Db
from service.store.tables import alarm, article, case, comment
from service.store.upsert import insert_missing


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for a person. overdue: of them, those whose due time is over."""

    held: int
    overdue: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Crowd:
    """An article and how many comments were sent to it lately. key: the site's own id."""

    article_id: str
    key: str
    title: str
    comments: int


def backlog(db: Db, site_id: str, *, now: datetime) -> Backlog:
    """The site's undecided cases."""
    overdue = func.sum(choose((case.c.due_at < now, 1), else_=0))
    query = select(func.count(), overdue, func.min(case.c.opened_at)).where(
        case.c.site_id == site_id, case.c.decided_at.is_(None)
    )
    held, late, oldest = db.execute(query).one()
    return Backlog(held, int(late or 0), oldest)


def crowds(db: Db, site_id: str, *, since: datetime, least: int) -> list[Crowd]:
    """Articles with at least so many comments since then, the busiest first."""
    many = func.count()
    query = (
        select(article.c.id, article.c.external_id, article.c.title, many)
        .join(comment, comment.c.article_id == article.c.id)
        .where(
            comment.c.site_id == site_id,
            comment.c.state.in_(tuple(State)),  # named, so that the index of site, state and time serves
            comment.c.submitted_at >= since,
        )
        .group_by(article.c.id, article.c.external_id, article.c.title)
        .having(many >= least)
        .order_by(many.desc(), article.c.id)
    )
    return [Crowd(*row) for row in db.execute(query)]


def alarms_on(db: Db, site_id: str, kind: str) -> list[str]:
    """Subjects of the alarms of this kind that are on."""
    query = select(alarm.c.subject).where(
        alarm.c.site_id == site_id, alarm.c.kind == kind, alarm.c.ended_at.is_(None)
    )
    return list(db.execute(query).scalars())


def begin_alarm(db: Db, site_id: str, kind: str, subject: str, *, now: datetime) -> bool:
    """Whether it is we who begin it: another worker may have been first."""
    row = {"id": new_id("alm"), "site_id": site_id, "kind": kind, "subject": subject, "begun_at": now}
    return insert_missing(db, alarm, [row]) == 1


def end_alarm(db: Db, site_id: str, kind: str, subject: str, *, now: datetime) -> bool:
    """Whether it is we who end it."""
    on = (alarm.c.site_id == site_id, alarm.c.kind == kind, alarm.c.subject == subject)
    return db.execute(update(alarm).where(*on, alarm.c.ended_at.is_(None)).values(ended_at=now)).rowcount == 1


def crowd_of(db: Db, article_id: str, *, since: datetime) -> Crowd:
    """How many comments one article got since then."""
    sent = select(func.count()).where(comment.c.article_id == article_id, comment.c.submitted_at >= since)
    query = select(article.c.id, article.c.external_id, article.c.title, sent.scalar_subquery()).where(
        article.c.id == article_id
    )
    return Crowd(*db.execute(query).one())
