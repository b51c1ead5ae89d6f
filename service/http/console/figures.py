"""`/console/figures`: a newsroom's days in pictures and tables, and the tables as files."""

from datetime import date, timedelta
from typing import Any

from flask import Response, request
from webargs.core import ValidationError

from service.domain.errors import Invalid, NotFound
from service.domain.states import State
from service.http.access import access
from service.http.console.figure_tables import TABLES, csv_of, spans
from service.http.console.pages import CONSOLE, language, new_blueprint, page, texts
from service.http.console.words import words
from service.http.context import current_site, keyring, now, settings, store
from service.http.days import asked_days
from service.http.schemas.figures import FiguresQuery
from service.http.sessions import current_session
from service.moderation.desk_figures import Asked, desk_figures
from service.moderation.people import is_at_least, people

_PRESETS = (("fig_today", 1), ("fig_week", 7), ("fig_month", 30), ("fig_quarter", 90))
_ORDER = (
    State.PUBLISHED, State.HELD, State.PENDING, State.REJECTED, State.REMOVED, State.WITHDRAWN, State.ERASED,
)  # fmt: skip
"""From the bottom of a bar to its top."""

figures = new_blueprint("console_figures")


@figures.get("/console/figures")
@access(session="viewer")
def show() -> Response:
    """The figures of the days asked for; of the last seven where those cannot be shown."""
    refused = False
    try:
        asked = _asked()
        found = _figures(asked)
    except (Invalid, NotFound):
        refused, asked = True, asked_days(dict.fromkeys(("zone", "first", "last", "article")))
        found = _figures(asked)
    return page(
        "figures.html",
        figures=found,
        asked=asked,
        refused=refused,
        waits=spans(found, words(language()), now()),
        presets=_presets(asked),
        states=[state.value for state in _ORDER],
        chart=_chart(found),
        names=_names(),
        uplot=CONSOLE.url("vendor/uplot-1.6.32.min.js"),
    )


@figures.get("/console/figures/<table>.csv")
@access(session="viewer")
def download(table: str) -> Response:
    """One table as a file that a spreadsheet opens without running anything in it."""
    if table not in TABLES:
        raise NotFound
    asked = _asked()
    reply = Response(csv_of(TABLES[table](_figures(asked), words(language()), texts())), mimetype="text/csv")
    name = f"taliq-{table}-{asked.first}-{asked.last}.csv"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


def _asked() -> Asked:
    """The days of the address. Raises Invalid."""
    schema = FiguresQuery(unknown="exclude")
    given = {name: value for name, value in request.args.items() if value}
    try:
        return asked_days(schema.load(given))
    except ValidationError:
        raise Invalid([]) from None


def _figures(asked: Asked) -> dict[str, Any]:
    with store().read(snapshot=True) as db:
        return desk_figures(db, asked, site_id=current_site().id, language=language())


def _names() -> dict[str, str]:
    """Addresses of moderators by id, for those who may know them."""
    if not is_at_least(current_session().role, "admin"):
        return {}
    with store().read() as db:
        return {person.id: address.reveal() for person, address in people(db, keyring=keyring())}


def _presets(asked: Asked) -> list[dict[str, Any]]:
    today: date = now().astimezone(settings().time_zone).date()
    found = []
    for name, days in _PRESETS:
        first = today - timedelta(days - 1)
        is_here = (asked.first, asked.last) == (first, today)
        found.append({"name": name, "first": first, "last": today, "is_here": is_here})
    return found


def _chart(found: dict[str, Any]) -> dict[str, Any]:
    """What the script draws: UNIX seconds and one row of numbers for each state."""
    steps = found["volume"]
    rows = [[step["states"].get(state, 0) for step in steps] for state in _ORDER]
    return {
        "at": [int(step["at"].timestamp()) for step in steps],
        "rows": {state.value: row for state, row in zip(_ORDER, rows, strict=True) if any(row)},
        "step": found["step"],
        "zone": found["zone"],
    }
