"""The newsroom's figures."""

from typing import Any

from flask import Response

from service.http.access import access
from service.http.context import current_site, reader_language, store
from service.http.days import asked_days
from service.http.openapi import Blueprint
from service.http.replies import json_reply
from service.http.schemas.figures import FiguresOut, FiguresQuery
from service.moderation.desk_figures import desk_figures

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
