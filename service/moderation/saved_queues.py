"""Saved queues: what a desk looks at every day, under a name, with a due rule of its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from service.domain.errors import Fault, Invalid
from service.domain.text_rules import clean_line
from service.moderation.cards import Card
from service.store import saved_queues as store
from service.store.engine import Db

LONGEST_NAME = 60
MOST_DUE_MINUTES = 60 * 24 * 14

SavedQueue = dict[str, Any]


def saved_queues(db: Db, *, site_id: str) -> list[SavedQueue]:
    """The queues of a site by name: {id, name, filter, due_minutes}."""
    return store.queues_of_site(db, site_id)


def save_queue(
    db: Db,
    name: str,
    filters: Mapping[str, str],
    *,
    site_id: str,
    due_minutes: int | None,
    by: str,
    now: datetime,
) -> str:
    """Save what the queue is narrowed to; one of the same name is replaced. Returns its id.

    Raises Invalid for a name that is empty or too long, and for a due time that is none.
    """
    cleaned, faults = clean_line(name), []
    if not cleaned:
        faults.append(Fault("name", "field.required"))
    if len(cleaned) > LONGEST_NAME:
        faults.append(Fault("name", "field.too_long", {"max": LONGEST_NAME}))
    if due_minutes is not None and not 0 < due_minutes <= MOST_DUE_MINUTES:
        faults.append(Fault("due_minutes", "field.choice"))
    if faults:
        raise Invalid(faults)
    return store.put_queue(db, site_id, cleaned, filters, due_minutes=due_minutes, by=by, now=now)


def drop_queue(db: Db, queue_id: str, *, site_id: str) -> None:
    """Forget a saved queue; what is in it stays where it is."""
    store.delete_queue(db, site_id, queue_id)


def with_due_rule(card: Card, queue: SavedQueue | None) -> Card:
    """The card with the due time that a saved queue gives it; without a rule, with its own."""
    case = card["case"]
    if queue is None or queue["due_minutes"] is None or case is None:
        return card
    return card | {"case": case | {"due_at": case["opened_at"] + timedelta(minutes=queue["due_minutes"])}}
