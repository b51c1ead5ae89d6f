"""Figures of a newsroom's days: volume, time to publish, what rules are worth, and the desk's load."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from service.checks.explain import explain_code
from service.checks.models import MODEL_NAMES
from service.domain.errors import Fault, Invalid, NotFound
from service.domain.states import State
from service.store import desk_figures as store
from service.store.desk_figures import Span
from service.store.engine import Db

MOST_DAYS = 400
_BY_HOUR_UP_TO_DAYS = 7
_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), date(2999, 12, 30)
_HOUR = timedelta(hours=1)
_UPHELD = {State.REJECTED, State.REMOVED}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days, both included, by whose clock. article: the site's own id of the only one that counts."""

    first: date
    last: date
    zone: ZoneInfo
    article: str | None = None

    @property
    def by_hour(self) -> bool:
        """Whether volume is told by the hour; by the day where there are many."""
        return (self.last - self.first).days < _BY_HOUR_UP_TO_DAYS

    def fault(self) -> Fault | None:
        """What is wrong with the days."""
        for field, day in (("from", self.first), ("to", self.last)):
            if not _FIRST_DAY <= day <= _LAST_DAY:
                return Fault(field, "date.invalid")
        if not timedelta(0) <= self.last - self.first < timedelta(MOST_DAYS):
            return Fault("to", "days.range", {"max": MOST_DAYS})
        return None

    def span(self, site_id: str, article_id: str | None) -> Span:
        """From the first day's midnight to the one after the last."""
        return Span(site_id, self._midnight(self.first), self._midnight(self.last + timedelta(1)), article_id)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def desk_figures(db: Db, asked: Asked, *, site_id: str, language: str) -> dict[str, Any]:
    """All figures as plain values; `backlog` is of now, everything else of the days asked for.

    Raises Invalid for days that end before they begin or are more than MOST_DAYS, NotFound
    (`article.unknown`).
    """
    if fault := asked.fault():
        raise Invalid([fault])
    article_id = None
    if asked.article is not None:
        article_id = store.article_id(db, site_id, asked.article)
        if article_id is None:
            raise NotFound("article.unknown")
    span = asked.span(site_id, article_id)
    waits = store.waits(db, span)
    reasons = _reasons(db, span)
    return {
        "from": asked.first,
        "to": asked.last,
        "zone": asked.zone.key,
        "step": "hour" if asked.by_hour else "day",
        "volume": _volume(db, span, asked),
        "publishing": {"published": waits.published, "median_s": waits.median_s, "p95_s": waits.p95_s},
        "backlog": store.backlog(db, site_id),
        "held": store.held(db, span),
        "reasons": [{**each, "message": explain_code(each["code"], language)} for each in reasons],
        "models": _models(db, span, reasons),
        "moderators": _moderators(db, span),
        "webhooks": _webhooks(db, span),
    }


def _volume(db: Db, span: Span, asked: Asked) -> list[dict[str, Any]]:
    """One entry a step, those without comments too. `at`: local time at which it begins."""
    found: defaultdict[datetime, Counter[str]] = defaultdict(Counter)
    for hour, state, count in store.volume(db, span):
        found[_step(hour.astimezone(asked.zone), asked)][state] += count
    steps = dict.fromkeys(_step(hour.astimezone(asked.zone), asked) for hour in _hours(span))
    return [{"at": at, "total": found[at].total(), "states": dict(found[at])} for at in steps]


def _hours(span: Span) -> Iterator[datetime]:
    hour = span.since.replace(minute=0, second=0, microsecond=0)
    while hour < span.until:
        yield hour
        hour += _HOUR


def _step(local: datetime, asked: Asked) -> datetime:
    return local if asked.by_hour else datetime.combine(local.date(), time(), asked.zone)


def _reasons(db: Db, span: Span) -> list[dict[str, Any]]:
    """What each reason held and what people made of it, the most frequent first."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for code, to_state, count in store.held_by_reason(db, span):
        found[code][_outcome(to_state)] += count
    rows = [
        {"code": code, "held": counts.total(), **{name: counts[name] for name in _OUTCOMES}}
        for code, counts in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["held"], row["code"]))


_OUTCOMES = ("upheld", "overturned", "open")


def _outcome(to_state: str | None) -> str:
    """What a person's decision says of the hold: right, wrong, or not yet decided."""
    if to_state in _UPHELD:
        return "upheld"
    return "overturned" if to_state == State.PUBLISHED else "open"


def _models(db: Db, span: Span, reasons: list[dict[str, Any]]) -> dict[str, Any]:
    """How people agree with each model. missed: turned down for its subject without its having held."""
    by_code = {each["code"]: each for each in reasons}
    found = {}
    for name in MODEL_NAMES:
        code = f"{name}.model"
        row = by_code.get(code, {})
        counts = {key: row.get(key, 0) for key in ("held", "upheld", "overturned")}
        found[name] = {**counts, "missed": store.refused_without(db, span, family=name, code=code)}
    return found


def _moderators(db: Db, span: Span) -> list[dict[str, Any]]:
    """Decisions of each person, in the order of their ids: a load, not a ranking."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for person, action, count in store.decisions_by_person(db, span):
        found[person][action] += count
    return [
        {"id": person, "decisions": counts.total(), "actions": dict(counts)}
        for person, counts in sorted(found.items())
    ]


def _webhooks(db: Db, span: Span) -> list[dict[str, Any]]:
    """Deliveries of each endpoint by state. An address may hold a secret: it is not shown."""
    took = store.attempt_ms(db, span)
    found: dict[str, dict[str, Any]] = {}
    for row in store.deliveries_by_endpoint(db, span):
        shown = {"id": row.id, "description": row.description, "enabled": row.enabled}
        entry = found.setdefault(row.id, {**shown, "deliveries": {}, "mean_ms": took.get(row.id)})
        if row.state is not None:
            entry["deliveries"][row.state] = row[-1]
    return [found[key] for key in sorted(found)]
