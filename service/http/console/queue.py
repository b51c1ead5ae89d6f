"""`/console/queue`: what waits for a decision, most urgent first."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from service.domain.errors import NotFound
from service.http.access import access
from service.http.console.cards import card_view, reasons
from service.http.console.pages import CONSOLE, language, new_blueprint, page, texts
from service.http.context import current_site, now, store
from service.http.sessions import current_session
from service.moderation.card_details import details_of
from service.moderation.cards import Viewer, comment_for_moderator
from service.moderation.people import is_at_least
from service.moderation.queue import queue_page
from service.store.engine import Db
from service.store.queue import QueueFilter

PAGE_CARDS = 20

queue = new_blueprint("console_queue")


@queue.get("/console", strict_slashes=False)
@access("public")
def lead_on() -> WerkzeugResponse:
    """The console begins with the queue, which asks who is there."""
    return redirect(url_for("console_queue.show_queue"))


@queue.get("/console/queue")
@access(session="viewer")
def show_queue() -> Response:
    """A page of cards, with what became of the decision just made."""
    session, site_id, cursor = current_session(), current_site().id, request.args.get("cursor")
    viewer = Viewer(session.moderator_id, language())
    with store().read() as db:
        found = queue_page(
            db, QueueFilter(), site_id=site_id, viewer=viewer, now=now(), limit=PAGE_CARDS, cursor=cursor
        )
        details = details_of(db, found.cards)
        outcome = _outcome(db, site_id, viewer)
    t = texts()
    return page(
        "queue.html",
        cards=[card_view(card, details[card["comment"]["id"]], t, now()) for card in found.cards],
        next_cursor=found.next_cursor,
        cursor=cursor,
        outcome=outcome,
        reasons=reasons(t.lang),
        may_decide=is_at_least(session.role, "moderator"),
    )


@queue.get("/console/static/<path:filename>")
@access("public")
def send_asset(filename: str) -> Response:
    """A style sheet, script or icon of the console; 404 outside its folder."""
    return CONSOLE.send(filename)


def _outcome(db: Db, site_id: str, viewer: Viewer) -> dict[str, object] | None:
    """What became of the decision that led here, in words; with the present text where it was refused."""
    t, kind = texts(), request.args.get("outcome", "")
    if not kind:
        return None
    try:
        card, _ = comment_for_moderator(
            db, request.args.get("about", ""), site_id=site_id, viewer=viewer, now=now()
        )
    except NotFound:
        return None
    comment, is_done = card["comment"], kind in {"done", "unchanged"}
    sentence = t.outcomes.get(kind, t.outcomes["other"]).format(state=t.states[comment["state"]])
    return {
        "sentence": sentence,
        "is_done": is_done,
        "author_name": comment["author_name"],
        "body": comment["body"],
    }
