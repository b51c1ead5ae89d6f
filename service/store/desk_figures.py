"""Counting a site's days: what came, what became of it, and who decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Row, Select, and_, cast, func, select

from service.domain.states import State
from service.store.engine import Db
from service.store.tables import (
    article,
    attempt,
    case,
    case_reason,
    comment,
    decision,
    delivery,
    endpoint,
)


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: a site's comments of [since, until), under one article where it is named."""

    site_id: str
    since: datetime
    until: datetime
    article_id: str | None = None

    def of(self, moment: ColumnElement[datetime]) -> ColumnElement[bool]:
        """Whether a time is in the span."""
        return and_(moment >= self.since, moment < self.until)

    def about(self, article_id: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether a row is under the article, where one is named."""
        return article_id == self.article_id if self.article_id else article_id.is_not(None)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from sending to being public. median, p95: None where nothing was published."""

    published: int
    median_s: float | None
    p95_s: float | None


def article_id(db: Db, site_id: str, external_id: str) -> str | None:
    """Our id of a site's article."""
    found: str | None = db.execute(
        select(article.c.id).where(article.c.site_id == site_id, article.c.external_id == external_id)
    ).scalar_one_or_none()
    return found


def volume(db: Db, span: Span) -> list[tuple[datetime, str, int]]:
    """(hour in UTC, present state, comments sent in that hour), in no order."""
    hour = _hour(db, comment.c.submitted_at)
    query = select(hour, comment.c.state, func.count()).where(*_sent_in(span)).group_by(hour, comment.c.state)
    return [
        (datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC), state, count)
        for text, state, count in db.execute(query)
    ]


def waits(db: Db, span: Span) -> Waits:
    """How long comments of the span that were ever public had waited for it."""
    wait = _seconds(db, comment.c.submitted_at, comment.c.published_at)
    published = (*_sent_in(span), comment.c.published_at.is_not(None))
    count = db.execute(select(func.count()).select_from(comment).where(*published)).scalar_one()

    def at(share: float) -> float | None:
        place = min(count - 1, int(share * count))
        query = select(wait).where(*published).order_by(wait).offset(place).limit(1)
        return float(db.execute(query).scalar_one()) if count else None

    return Waits(count, at(0.5), at(0.95))


def backlog(db: Db, site_id: str) -> dict[str, Any]:
    """What waits now: `held`, `oldest_held_at`, `pending`, `oldest_pending_at`."""
    found: dict[str, Any] = {}
    for state in (State.HELD, State.PENDING):
        query = select(func.count(), func.min(_since_when(state))).where(
            comment.c.site_id == site_id, comment.c.state == state
        )
        count, oldest = db.execute(query).one()
        found |= {state.value: count, f"oldest_{state.value}_at": oldest}
    return found


def held_by_reason(db: Db, span: Span) -> list[tuple[str, str | None, int]]:
    """(reason, state that a person moved to or None while undecided, cases opened in the span)."""
    query = (
        _with_decision(
            select(case_reason.c.code, decision.c.to_state, func.count(case.c.id.distinct())), span
        )
        .join(case_reason, case_reason.c.case_id == case.c.id)
        .group_by(case_reason.c.code, decision.c.to_state)
    )
    return [(code, to_state, count) for code, to_state, count in db.execute(query)]


def held(db: Db, span: Span) -> int:
    """Cases opened in the span."""
    query = select(func.count()).select_from(case).where(*_opened_in(span))
    return int(db.execute(query).scalar_one())


def refused_without(db: Db, span: Span, *, family: str, code: str) -> int:
    """Comments that people turned down for `family` in the span and that `code` had not held.

    What the model missed and a person found, by a report or by looking.
    """
    known = (
        select(case.c.id)
        .join(case_reason, case_reason.c.case_id == case.c.id)
        .where(case.c.comment_id == decision.c.comment_id, case_reason.c.code == code)
        .exists()
    )
    query = (
        select(func.count(decision.c.comment_id.distinct()))
        .join(comment, comment.c.id == decision.c.comment_id)
        .where(
            *_decided_in(span),
            decision.c.to_state.in_((State.REJECTED, State.REMOVED)),
            (decision.c.reason == family) | decision.c.reason.startswith(f"{family}."),
            ~known,
        )
    )
    return int(db.execute(query).scalar_one())


def decisions_by_person(db: Db, span: Span) -> list[tuple[str, str, int]]:
    """(moderator's id, action, decisions in the span)."""
    query = (
        select(decision.c.actor_id, decision.c.action, func.count())
        .join(comment, comment.c.id == decision.c.comment_id)
        .where(*_decided_in(span))
        .group_by(decision.c.actor_id, decision.c.action)
    )
    return [(person, action, count) for person, action, count in db.execute(query)]


def deliveries_by_endpoint(db: Db, span: Span) -> list[Row[Any]]:
    """(endpoint's id, description, enabled, state of delivery or None, deliveries begun in the span)."""
    begun = and_(delivery.c.endpoint_id == endpoint.c.id, span.of(delivery.c.created_at))
    columns = (endpoint.c.id, endpoint.c.description, endpoint.c.enabled, delivery.c.state)
    query = (
        select(*columns, func.count(delivery.c.id))
        .select_from(endpoint)
        .outerjoin(delivery, begun)
        .where(endpoint.c.site_id == span.site_id)
        .group_by(*columns)
    )
    return list(db.execute(query).all())


def attempt_ms(db: Db, span: Span) -> dict[str, float]:
    """Mean milliseconds of an attempt of the span, by endpoint."""
    query = (
        select(delivery.c.endpoint_id, func.avg(attempt.c.duration_ms))
        .join(delivery, delivery.c.id == attempt.c.delivery_id)
        .join(endpoint, endpoint.c.id == delivery.c.endpoint_id)
        .where(endpoint.c.site_id == span.site_id, span.of(attempt.c.started_at))
        .group_by(delivery.c.endpoint_id)
    )
    return {row[0]: float(row[1]) for row in db.execute(query)}


def _sent_in(span: Span) -> Sequence[ColumnElement[bool]]:
    # All states are named so that the index of site, state and time serves the span.
    states = comment.c.state.in_(tuple(State))
    return (
        comment.c.site_id == span.site_id,
        states,
        span.of(comment.c.submitted_at),
        span.about(comment.c.article_id),
    )


def _opened_in(span: Span) -> Sequence[ColumnElement[bool]]:
    return (case.c.site_id == span.site_id, span.of(case.c.opened_at), span.about(case.c.article_id))


def _decided_in(span: Span) -> Sequence[ColumnElement[bool]]:
    return (
        decision.c.actor_kind == "moderator",
        span.of(decision.c.created_at),
        comment.c.site_id == span.site_id,
        span.about(comment.c.article_id),
    )


def _with_decision(query: Select[Any], span: Span) -> Select[Any]:
    """Cases of the span, each with the person's decision that closed it."""
    closing = and_(
        decision.c.comment_id == case.c.comment_id,
        decision.c.created_at == case.c.decided_at,
        decision.c.actor_kind == "moderator",
    )
    return query.select_from(case).outerjoin(decision, closing).where(*_opened_in(span))


def _since_when(state: State) -> ColumnElement[datetime]:
    return comment.c.submitted_at if state is State.PENDING else comment.c.state_since


def _hour(db: Db, moment: ColumnElement[datetime]) -> ColumnElement[str]:
    if db.dialect.name == "sqlite":
        return func.strftime("%Y-%m-%d %H", moment)
    return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD HH24")


def _seconds(db: Db, begin: ColumnElement[datetime], end: ColumnElement[datetime]) -> ColumnElement[float]:
    if db.dialect.name == "sqlite":
        return (func.julianday(end) - func.julianday(begin)) * 86_400.0
    return cast(func.extract("epoch", end - begin), Float)
