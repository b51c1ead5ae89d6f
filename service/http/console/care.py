"""`/console/care` and `/console/pause`: what a person chooses for themselves, and a page to rest on."""

from flask import Response, request

from service.http.access import access
from service.http.console.desk_views import viewer
from service.http.console.pages import new_blueprint, page, see_other
from service.http.context import now, store
from service.http.sessions import form_value
from service.moderation.care import Care, care_of, set_care

care = new_blueprint("console_care")


@care.get("/console/care")
@access(session="viewer")
def show_care() -> Response:
    """What the person has chosen."""
    with store().read() as db:
        chosen = care_of(db, viewer().id)
    return page("care.html", chosen=chosen, is_saved="saved" in request.args)


@care.post("/console/care")
@access(session="viewer")
def change_care() -> Response:
    """Keep the choice."""
    chosen = Care(fold=form_value("fold") == "on", pause=form_value("pause") == "on")
    person, moment = viewer().id, now()
    store().write(lambda db: set_care(db, person, chosen, now=moment))
    return see_other("console_care.show_care", saved=1)


@care.get("/console/pause")
@access(session="viewer")
def rest() -> Response:
    """A page with nothing to decide."""
    return page("rest.html")
