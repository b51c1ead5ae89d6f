"""The newsroom's figures."""

from datetime import timedelta
from typing import Any

from flask import Response

from service.http.access import access
from service.http.context import current_site, now, reader_language, settings, store
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.figures import FiguresOut, FiguresQuery
from service.moderation.desk_figures import Asked, desk_figures

_DAYS_BACK = timedelta(6)

figures = Blueprint("figures", __name__, description="Volumes, waits, what rules are worth, the desk's load.")


@figures.get("/v1/moderation/figures")
@figures.arguments(FiguresQuery, location="query")
@figures.response(200, FiguresOut)
@access(scope="moderate")
def show(query: dict[str, Any]) -> Response:
    """Figures of some days, the last seven where nothing is said; `backlog` is of now."""
    with store().read(snapshot=True) as db:
        found = desk_figures(db, asked_days(query), site_id=current_site().id, language=reader_language())
    return json_reply(found)


def asked_days(query: dict[str, Any]) -> Asked:
    """The days of a query, with what is left out filled in."""
    zone = query["zone"] or settings().time_zone
    last = query["last"] or now().astimezone(zone).date()
    return Asked(query["first"] or last - _DAYS_BACK, last, zone, query["article"])
