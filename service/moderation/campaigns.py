"""Campaigns before a person: what they are, who is in them, and one decision for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.domain.cursors import decode_id_cursor, encode_cursor
from service.domain.errors import NotFound
from service.domain.states import Action, State
from service.moderation.cards import Card, Viewer, cards_of
from service.moderation.decide import MOST_DECISIONS, Decided, Wish, decide, require_reason
from service.moderation.moves import Actor
from service.store import campaign_pages as store
from service.store.campaign_pages import Row
from service.store.engine import Db

FROM_STATES = {
    Action.APPROVE: (State.HELD,),
    Action.REJECT: (State.HELD,),
    Action.HOLD: (State.PUBLISHED,),
    Action.REMOVE: (State.PUBLISHED,),
    Action.RESTORE: (State.REJECTED, State.REMOVED),
}
"""What may be decided for a whole campaign, and the members that it concerns."""

_SAMPLE = 300
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)

Shown = dict[str, Any]


def campaign_page(
    db: Db, *, site_id: str, is_open: bool | None, least: int, limit: int, cursor: str | None
) -> tuple[list[Shown], str | None]:
    """Campaigns, newest first, and the next page's cursor. Raises Invalid (`cursor.invalid`)."""
    before = decode_id_cursor(cursor, "cmp") if cursor is not None else None
    found = store.campaign_page(db, site_id, is_open=is_open, least=least, limit=limit + 1, before=before)
    shown = found[:limit]
    return _shown(db, shown), encode_cursor(shown[-1]["id"]) if len(found) > limit else None


def open_campaign(
    db: Db,
    campaign_id: str,
    *,
    site_id: str,
    viewer: Viewer,
    state: State | None,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> tuple[Shown, list[Card], str | None]:
    """A campaign, cards of its members, oldest first, and the next page's cursor.

    The id of one that became a part of another leads to that one. Raises NotFound
    (`campaign.not_found`) and Invalid (`cursor.invalid`).
    """
    after = decode_id_cursor(cursor, "cmt") if cursor is not None else None
    found = _find(db, campaign_id, site_id)
    members = store.member_page(
        db, found["id"], states=(state,) if state else None, limit=limit + 1, after=after
    )
    ids = [each["id"] for each in members[:limit]]
    cards = cards_of(db, ids, site_id=site_id, viewer=viewer, now=now)
    return _shown(db, [found])[0], cards, encode_cursor(ids[-1]) if len(members) > limit else None


@dataclass(frozen=True, slots=True)
class ForAll:
    """One decision for all members of a campaign that it can concern."""

    action: Action
    reason: str | None = None
    note: str | None = None


def decide_campaign(
    db: Db,
    campaign_id: str,
    wanted: ForAll,
    *,
    site_id: str,
    actor: Actor,
    now: datetime,
    grace: timedelta = timedelta(0),
) -> Decided:
    """Decide the oldest members that are in a state for it, 500 at most, as one batch.

    Each member is decided in its newest revision. grace: as of `decide`. Raises NotFound (`campaign.not_found`) and
    Invalid (`reason.required`, `reason.unknown`).
    """
    require_reason(wanted.action, wanted.reason)
    found = _find(db, campaign_id, site_id)
    members = store.member_page(
        db, found["id"], states=FROM_STATES[wanted.action], limit=MOST_DECISIONS, after=None
    )
    wishes = [
        Wish(each["id"], each["head_rev"], wanted.action, wanted.reason, wanted.note) for each in members
    ]
    return decide(db, wishes, site_id=site_id, actor=actor, now=now, grace=grace)


def remaining(db: Db, campaign_id: str, action: Action, *, site_id: str) -> int:
    """How many members the action still concerns. Raises NotFound (`campaign.not_found`)."""
    found = _find(db, campaign_id, site_id)
    counts = store.count_members(db, [found["id"]]).get(found["id"], {})
    return sum(counts.get(state, 0) for state in FROM_STATES[action])


def _find(db: Db, campaign_id: str, site_id: str) -> Row:
    found = store.find_campaign(db, site_id, campaign_id)
    if found is None:
        raise NotFound("campaign.not_found")
    return found


def _shown(db: Db, rows: Sequence[Row]) -> list[Shown]:
    ids = [row["id"] for row in rows]
    counts, texts = store.count_members(db, ids), store.sample_texts(db, ids)
    new_authors = store.count_new_authors(db, rows)
    return [
        _one(row, counts.get(row["id"], {}), texts.get(row["id"], ""), new_authors.get(row["id"], 0))
        for row in rows
    ]


def _one(row: Row, counts: dict[str, int], text: str, new_authors: int) -> Shown:
    """Speed over its whole time, which counts as one hour (one minute) where it is shorter."""
    lasted = row["last_seen_at"] - row["first_seen_at"]
    waits = counts.get(State.HELD, 0) + counts.get(State.PENDING, 0)
    return {
        "id": row["id"],
        "state": "open" if waits else "decided",
        "text": text if len(text) <= _SAMPLE else text[: _SAMPLE - 1] + "…",
        "size": row["size"],
        "authors": row["authors"],
        "new_authors": new_authors,
        "new_authors_share": round(new_authors / max(1, row["authors"]), 2),
        "articles": row["articles"],
        "first_seen_at": row["first_seen_at"],
        "last_seen_at": row["last_seen_at"],
        "per_hour": round(row["size"] / max(1.0, lasted / _HOUR), 1),
        "per_minute": round(row["size"] / max(1.0, lasted / _MINUTE), 1),
        "counts": {state.value: counts[state] for state in State if counts.get(state)},
    }
