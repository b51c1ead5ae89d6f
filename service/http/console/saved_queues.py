"""Saving what the queue is narrowed to, and forgetting it."""

from flask import Response, request

from service.domain.errors import Fault, Invalid
from service.http.access import access
from service.http.console.desk_views import viewer
from service.http.console.filters import wanted_of
from service.http.console.pages import new_blueprint, see_other
from service.http.context import current_site, now, store
from service.http.sessions import form_value
from service.moderation.saved_queues import drop_queue, save_queue

saved = new_blueprint("console_saved_queues")


@saved.post("/console/queues")
@access(session="moderator")
def make_queue() -> Response:
    """Save the filter that the page showed, under a name."""
    name, due, asked = form_value("name"), _due(), wanted_of(request.form)
    site_id, by, moment = current_site().id, viewer().id, now()
    made = store().write(
        lambda db: save_queue(db, name, asked.query, site_id=site_id, due_minutes=due, by=by, now=moment)
    )
    return see_other("console_queue.show_queue", queue=made, **asked.query)


@saved.post('/console/queues/<id("sqv"):queue_id>/delete')
@access(session="moderator")
def forget_queue(queue_id: str) -> Response:
    """Forget a saved queue."""
    site_id = current_site().id
    store().write(lambda db: drop_queue(db, queue_id, site_id=site_id))
    return see_other("console_queue.show_queue")


def _due() -> int | None:
    text = form_value("due_minutes").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise Invalid([Fault("due_minutes", "field.choice")])
    return int(text)
