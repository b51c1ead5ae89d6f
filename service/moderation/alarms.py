"""Alarms for editors: too much waits for a person, or an article draws a crowd. Told by webhook.

Each is told once when it begins and once when it is over; it is over at four fifths of what began it,
so that a number that swings around the limit rings once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.domain.events import EventType
from service.store import alarms as store
from service.store.alarms import Crowd
from service.store.engine import Db
from service.store.events import NewEvent, add_events
from service.store.sites import Site, all_sites

SURGE_MINUTES = 15
_BACKLOG, _SURGE = "backlog", "surge"
_OVER_AT = 0.8


@dataclass(frozen=True, slots=True)
class AlarmLimits:
    """From how much on an alarm goes off; 0 switches it off.

    held: comments that wait for a person. overdue: of them, those past their due time.
    surge: comments sent to one article in SURGE_MINUTES.
    """

    held: int = 200
    overdue: int = 20
    surge: int = 100


def watch_desk(db: Db, limits: AlarmLimits, *, now: datetime) -> int:
    """Look at every site in one transaction; returns how many events were written."""
    return sum(
        _tell(db, site, events, now)
        for site in all_sites(db)
        for events in (_backlog(db, site, limits, now), _surges(db, site, limits, now))
    )


def _backlog(
    db: Db, site: Site, limits: AlarmLimits, now: datetime
) -> list[tuple[EventType, dict[str, Any]]]:
    found = store.backlog(db, site.id, now=now)
    pairs = ((found.held, limits.held), (found.overdue, limits.overdue))
    state = None
    if any(limit and number >= limit for number, limit in pairs):
        state = "begun" if store.begin_alarm(db, site.id, _BACKLOG, "", now=now) else None
    elif all(not limit or number < _OVER_AT * limit for number, limit in pairs):
        state = "over" if store.end_alarm(db, site.id, _BACKLOG, "", now=now) else None
    if state is None:
        return []
    data = {
        "state": state,
        "held": found.held,
        "overdue": found.overdue,
        "oldest_at": found.oldest_at.isoformat() if found.oldest_at else None,
        "limits": {"held": limits.held, "overdue": limits.overdue},
    }
    return [(EventType.QUEUE_BACKLOG, data)]


def _surges(db: Db, site: Site, limits: AlarmLimits, now: datetime) -> list[tuple[EventType, dict[str, Any]]]:
    since = now - timedelta(minutes=SURGE_MINUTES)
    told = []
    if limits.surge:
        for crowd in store.crowds(db, site.id, since=since, least=limits.surge):
            if store.begin_alarm(db, site.id, _SURGE, crowd.article_id, now=now):
                told.append(_surge(crowd, "begun", limits))
    for article_id in store.alarms_on(db, site.id, _SURGE):
        crowd = store.crowd_of(db, article_id, since=since)
        is_over = not limits.surge or crowd.comments < _OVER_AT * limits.surge
        if is_over and store.end_alarm(db, site.id, _SURGE, article_id, now=now):
            told.append(_surge(crowd, "over", limits))
    return told


def _surge(crowd: Crowd, state: str, limits: AlarmLimits) -> tuple[EventType, dict[str, Any]]:
    data = {
        "state": state,
        "article_id": crowd.key,
        "title": crowd.title,
        "comments": crowd.comments,
        "minutes": SURGE_MINUTES,
        "limits": {"surge": limits.surge},
    }
    return EventType.ARTICLE_SURGE, data


def _tell(db: Db, site: Site, events: list[tuple[EventType, dict[str, Any]]], now: datetime) -> int:
    made = [NewEvent(site.id, kind, 0, {"site": site.key, **data}) for kind, data in events]
    if made:
        add_events(db, made, now=now)
    return len(made)
