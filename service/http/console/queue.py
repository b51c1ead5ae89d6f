"""`/console/queue`: what waits for a decision, most urgent first, and the parts of it that come later."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from service.checks.plurals import COMMENTS
from service.domain.errors import Fault, Invalid, NotFound
from service.domain.ids import is_id
from service.http.access import access
from service.http.console.cards import reasons
from service.http.console.desk_views import may_decide, shown, viewer
from service.http.console.filters import choices, wanted
from service.http.console.pages import CONSOLE, new_blueprint, page, texts
from service.http.console.words import key_help, script_words, words
from service.http.context import current_site, now, store
from service.moderation.cards import comment_for_moderator
from service.moderation.care import RUN, Care, care_of
from service.moderation.queue import count_new, count_waiting, queue_page
from service.moderation.saved_queues import LONGEST_NAME, saved_queues, with_due_rule
from service.store.engine import Db

PAGE_CARDS = 20
_MOST_NEW = 99

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
    cursor, asked = request.args.get("cursor"), wanted()
    with store().read() as db:
        found = queue_page(
            db,
            asked.filter,
            site_id=current_site().id,
            viewer=viewer(),
            now=now(),
            state=asked.state,
            order=asked.order,
            limit=PAGE_CARDS,
            cursor=cursor,
        )
        queues = saved_queues(db, site_id=current_site().id)
        saved = next((each for each in queues if each["id"] == request.args.get("queue")), None)
        cards = shown(db, [with_due_rule(card, saved) for card in found.cards])
        outcome = _outcome(db)
        care = care_of(db, viewer().id)
        waiting = count_waiting(db, site_id=current_site().id, most=_MOST_NEW + 1)
    return page(
        "queue.html",
        cards=cards,
        asked=asked,
        choices=choices(asked, texts().lang),
        queues=queues,
        saved=saved,
        waiting=f"{_MOST_NEW}+" if waiting > _MOST_NEW else waiting,
        longest_name=LONGEST_NAME,
        next_cursor=found.next_cursor,
        cursor=cursor,
        outcome=outcome,
        since=now().isoformat(),
        person=viewer().id,
        script_words=orjson.dumps(script_words(texts().lang)).decode(),
        help=key_help(texts().lang),
        pause=care.pause,
        run=RUN,
        **card_values(care),
    )


@queue.get('/console/comments/<id("cmt"):comment_id>/card')
@access(session="viewer")
def show_card(comment_id: str) -> Response:
    """One card as it is now, for the place where it stood."""
    with store().read() as db:
        card, _ = comment_for_moderator(db, comment_id, site_id=current_site().id, viewer=viewer(), now=now())
        [view], care = shown(db, [card]), care_of(db, viewer().id)
    return page("card.html", card=view, **card_values(care))


@queue.get("/console/queue/news")
@access(session="viewer")
def tell_news() -> Response:
    """How many comments began to wait since the page was made: a button, or nothing."""
    since, asked = _since(), wanted()
    with store().read() as db:
        number = count_new(db, asked.filter, site_id=current_site().id, since=since, most=_MOST_NEW)
    return page("news.html", number=number, sentence=_new_words(number), since=since.isoformat(), asked=asked)


@queue.get("/console/queue/new-cards")
@access(session="viewer")
def show_new_cards() -> Response:
    """The cards that began to wait since, for the top of the list."""
    since, asked = _since(), wanted()
    with store().read() as db:
        found = queue_page(
            db,
            replace(asked.filter, opened_after=since),
            site_id=current_site().id,
            viewer=viewer(),
            now=now(),
            limit=_MOST_NEW,
        )
        cards, care = shown(db, found.cards), care_of(db, viewer().id)
    return page("new_cards.html", cards=cards, asked=asked, since=now().isoformat(), **card_values(care))


@queue.get("/console/static/<path:filename>")
@access("public")
def send_asset(filename: str) -> Response:
    """A style sheet, script or icon of the console; 404 outside its folder."""
    return CONSOLE.send(filename)


def card_values(care: Care) -> dict[str, Any]:
    """What the template of a card needs beside the card."""
    return {"reasons": reasons(texts().lang), "may_decide": may_decide(), "fold": care.fold}


def _new_words(number: int) -> str:
    d = words(texts().lang)
    if number >= _MOST_NEW:
        return d["news_many"].format(number=number)
    return d["news"].format(count=COMMENTS.counted(number, texts().lang))


def _since() -> datetime:
    """The time in the address. Raises Invalid for what is none."""
    try:
        moment = datetime.fromisoformat(request.args.get("since", ""))
    except ValueError:
        raise Invalid([Fault("since", "time.invalid")]) from None
    if moment.tzinfo is None:
        raise Invalid([Fault("since", "time.invalid")])
    return moment


def _outcome(db: Db) -> dict[str, object] | None:
    """What became of the decision that led here, in words; with the present text where it was refused."""
    t, kind, batch_id = texts(), request.args.get("outcome", ""), request.args.get("batch", "")
    if not kind:
        return None
    try:
        card, _ = comment_for_moderator(
            db, request.args.get("about", ""), site_id=current_site().id, viewer=viewer(), now=now()
        )
    except NotFound:
        return None
    comment, state = card["comment"], t.states[card["comment"]["state"]]
    sentence = words(t.lang)["undone"] if kind == "undone" else t.outcomes.get(kind, t.outcomes["other"])
    return {
        "sentence": sentence.format(state=state),
        "is_done": kind in {"done", "unchanged", "undone"},
        "author_name": comment["author_name"],
        "body": comment["body"],
        "about": comment["id"],
        "batch_id": batch_id if is_id(batch_id, "bat") and may_decide() else None,
    }
