"""The queue: held comments in the order in which a person should look, and the lists of other states."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from service.domain.cursors import Part, decode_cursor, encode_cursor
from service.domain.errors import Fault, Invalid
from service.domain.ids import is_id
from service.domain.states import LIVE, State
from service.moderation.cards import Card, Viewer, cards_of
from service.store.engine import Db
from service.store.queue import Place, Position, QueueFilter, count_held, held_page, state_page

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Cards, and where the next page begins; None at the end."""

    cards: list[Card]
    next_cursor: str | None


def queue_page(
    db: Db,
    wanted: QueueFilter,
    *,
    site_id: str,
    viewer: Viewer,
    now: datetime,
    state: State | None = State.HELD,
    order: str = "priority",
    limit: int = 20,
    cursor: str | None = None,
) -> QueuePage:
    """A page of comments of one state, None for all that are not gone. Raises Invalid (`cursor.invalid`).

    order: priority | oldest | newest; only held comments have a priority, others come newest first.
    A cursor goes on in the order that it was made in, and belongs to that order.
    """
    if state is not State.HELD and order == "priority":
        order = "newest"
    after = _position(cursor, state, order)
    if state is State.HELD:
        places = held_page(db, site_id, wanted, order=order, limit=limit + 1, after=after)
    elif state is None:
        places = _any_page(db, site_id, wanted, order=order, limit=limit + 1, after=after)
    else:
        places = state_page(db, site_id, state, wanted, order=order, limit=limit + 1, after=after)
    shown = places[:limit]
    cards = cards_of(db, [place.comment_id for place in shown], site_id=site_id, viewer=viewer, now=now)
    return QueuePage(cards, _cursor(shown[-1], order) if len(places) > limit else None)


def _any_page(
    db: Db, site_id: str, wanted: QueueFilter, *, order: str, limit: int, after: Position | None
) -> list[Place]:
    """Comments of all states by time of submission: each state has its index, so their pages are merged."""
    pages = [state_page(db, site_id, each, wanted, order=order, limit=limit, after=after) for each in LIVE]
    return sorted(
        (place for page in pages for place in page),
        key=lambda place: place.position,
        reverse=order != "oldest",
    )[:limit]


def count_waiting(db: Db, *, site_id: str, most: int) -> int:
    """How many comments wait for a decision, counted no further than `most`."""
    return count_held(db, site_id, QueueFilter(), most=most)


def count_new(db: Db, wanted: QueueFilter, *, site_id: str, since: datetime, most: int) -> int:
    """How many comments began to wait after `since`, counted no further than `most`."""
    return count_held(db, site_id, replace(wanted, opened_after=since), most=most)


def _cursor(place: Place, order: str) -> str:
    value, row_id = place.position
    kept: Part = float(value) if not isinstance(value, datetime) else (value - _EPOCH) // _MICROSECOND
    return encode_cursor(order, kept, row_id)


def _position(cursor: str | None, state: State | None, order: str) -> Position | None:
    if cursor is None:
        return None
    made_in, value, row_id = decode_cursor(cursor, (str, float if order == "priority" else int, str))
    place: float | datetime
    try:
        place = float(value) if order == "priority" else _EPOCH + int(value) * _MICROSECOND
    except OverflowError:
        raise Invalid([Fault("cursor", "cursor.invalid")]) from None
    if made_in != order or not is_id(str(row_id), "cas" if state is State.HELD else "cmt"):
        raise Invalid([Fault("cursor", "cursor.invalid")])
    return place, str(row_id)
