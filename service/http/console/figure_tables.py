"""Tables of figures as files, and waits in words."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from service.domain.states import State
from service.http.console.texts import ConsoleTexts

Words = Mapping[str, str]
Rows = Iterator[Sequence[object]]

_MINUTE_S, _HOUR_S = 60, 3_600
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Rows) -> str:
    """The rows as CSV with a byte order mark, by which spreadsheets know that it is UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _volume(found: Mapping[str, Any], w: Words, t: ConsoleTexts) -> Rows:
    yield [w["fig_when"], w["fig_total"], *(t.states[state] for state in State)]
    for step in found["volume"]:
        yield [
            step["at"].isoformat(),
            step["total"],
            *(step["states"].get(state, 0) for state in State),
        ]


def _reasons(found: Mapping[str, Any], w: Words, _t: ConsoleTexts) -> Rows:
    yield [w["fig_reason"], "code", w["fig_held"], w["fig_upheld"], w["fig_overturned"], w["fig_open"]]
    for each in found["reasons"]:
        yield [each[name] for name in ("message", "code", "held", "upheld", "overturned", "open")]


def _moderators(found: Mapping[str, Any], w: Words, _t: ConsoleTexts) -> Rows:
    actions = sorted({action for each in found["moderators"] for action in each["actions"]})
    yield [w["fig_person"], w["fig_decisions"], *actions]
    for each in found["moderators"]:
        yield [each["id"], each["decisions"], *(each["actions"].get(action, 0) for action in actions)]


TABLES: Mapping[str, Callable[[Mapping[str, Any], Words, ConsoleTexts], Rows]] = {
    "volume": _volume,
    "reasons": _reasons,
    "moderators": _moderators,
}


def spans(found: Mapping[str, Any], w: Words, now: datetime) -> dict[str, str | None]:
    """Waits as short words: `median`, `p95`, `oldest`; None where there is none."""
    publishing, oldest = found["publishing"], found["backlog"]["oldest_held_at"]
    return {
        "median": _span(publishing["median_s"], w),
        "p95": _span(publishing["p95_s"], w),
        "oldest": _span((now - oldest).total_seconds() if oldest else None, w),
    }


def _span(seconds: float | None, w: Words) -> str | None:
    if seconds is None:
        return None
    if seconds < _MINUTE_S:
        return w["fig_seconds"].format(number=f"{seconds:.1f}" if seconds < 10 else round(seconds))
    if seconds < _HOUR_S:
        return w["fig_minutes"].format(number=round(seconds / _MINUTE_S))
    return w["fig_hours"].format(number=round(seconds / _HOUR_S))
