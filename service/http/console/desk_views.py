"""What several pages of the desk share: who looks, cards ready to show, and answers for scripts."""

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify

from service.http.console.cards import CardView, card_view
from service.http.console.pages import language, texts
from service.http.context import now
from service.http.sessions import current_session
from service.moderation.card_details import details_of
from service.moderation.cards import Card, Viewer
from service.moderation.people import is_at_least
from service.store.engine import Db


def viewer() -> Viewer:
    """Who looks, and in which language the checks speak to them."""
    return Viewer(current_session().moderator_id, language())


def shown(db: Db, cards: Sequence[Card]) -> list[CardView]:
    """The cards as templates show them."""
    details = details_of(db, cards)
    return [card_view(card, details[card["comment"]["id"]], texts(), now(), me=viewer().id) for card in cards]


def may_decide() -> bool:
    """Whether whoever looks may decide."""
    return is_at_least(current_session().role, "moderator")


def script_reply(values: dict[str, Any]) -> Response:
    """An answer for our own script."""
    reply: Response = jsonify(values)
    return reply
