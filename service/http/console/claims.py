"""Claims of the card under the cursor: while somebody reads it, nobody else does."""

from flask import Response

from service.domain.errors import NotFound
from service.http.access import access
from service.http.console.desk_views import script_reply, viewer
from service.http.console.pages import new_blueprint, texts
from service.http.console.words import words
from service.http.context import current_site, now, store
from service.http.sessions import form_value
from service.moderation.cards import comment_for_moderator
from service.moderation.claim import claim, give_back
from service.store.queue import QueueFilter

claims = new_blueprint("console_claims")

_MOST_LEFT = 20


@claims.post("/console/claims")
@access(session="moderator")
def claim_card() -> Response:
    """Lease one card for five minutes, or longer by asking again.

    The reply says whether it is ours, and what the comment is now: it may have been edited or decided.
    """
    wanted, site_id = form_value("comment_id"), current_site().id
    with store().transaction() as db:
        claimed = claim(
            db,
            QueueFilter(comment_ids=(wanted,)),
            site_id=site_id,
            viewer=viewer(),
            order="priority",
            limit=1,
            now=now(),
        )
        try:
            card, _ = comment_for_moderator(db, wanted, site_id=site_id, viewer=viewer(), now=now())
        except NotFound:
            return script_reply({"claimed": False, "state": None, "revision": 0, "sentence": ""})
    return script_reply(
        {
            "claimed": bool(claimed.cards),
            "state": card["comment"]["state"],
            "revision": card["comment"]["revision"],
            "sentence": _sentence(card["comment"]["state"], card["lease"], is_mine=bool(claimed.cards)),
        }
    )


@claims.post("/console/claims/leave")
@access(session="moderator")
def leave_cards() -> Response:
    """Give claims back: the cursor has moved on, or the page is closed."""
    site_id, person, moment, leaving = current_site().id, viewer().id, now(), _leaving()
    store().write(lambda db: give_back(db, site_id=site_id, person=person, comment_ids=leaving, now=moment))
    return Response(status=204)


def _sentence(state: str, lease: dict[str, object] | None, *, is_mine: bool) -> str:
    """Why a card is not ours; empty where it is."""
    t = texts()
    if is_mine:
        return ""
    if state != "held":
        return words(t.lang)["decided_meanwhile"].format(state=t.states[state])
    return t.claimed_by_other if lease is not None else ""


def _leaving() -> list[str]:
    return form_value("leave").split()[:_MOST_LEFT]
