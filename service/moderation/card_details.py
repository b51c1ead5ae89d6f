"""What the desk shows beside a card: how the author's last comments fared, and what the text said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.moderation.cards import Card
from service.store import card_details as store
from service.store.engine import Db
from service.store.notes import notes_about

LAST_DECISIONS = 10


@dataclass(frozen=True, slots=True)
class CardDetails:
    """past: the author's last decided comments, newest first, this one left out. earlier: former texts.

    notes: of colleagues on the comment, its author and its article, oldest first.
    """

    past: list[Mapping[str, Any]] = field(default_factory=list)
    earlier: list[Mapping[str, Any]] = field(default_factory=list)
    notes: list[Mapping[str, Any]] = field(default_factory=list)


def details_of(db: Db, cards: Sequence[Card]) -> dict[str, CardDetails]:
    """Details by comment id, in three queries for all cards."""
    authors = [card["author"]["id"] for card in cards]
    past = store.past_of_authors(db, authors, limit=LAST_DECISIONS + 1)
    edited = {
        card["comment"]["id"]: card["comment"]["revision"]
        for card in cards
        if card["comment"]["revision"] > 1
    }
    earlier = store.earlier_texts(db, edited)
    notes = notes_about(db, [card["comment"]["id"] for card in cards])
    return {
        card["comment"]["id"]: CardDetails(
            past=_others(past.get(card["author"]["id"], []), card["comment"]["id"]),
            earlier=earlier.get(card["comment"]["id"], []),
            notes=notes.get(card["comment"]["id"], []),
        )
        for card in cards
    }


def _others(rows: Sequence[Mapping[str, Any]], comment_id: str) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["id"] != comment_id][:LAST_DECISIONS]
