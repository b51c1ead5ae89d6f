"""The days that somebody asks figures for, with what is left out filled in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from service.http.context import now, settings
from service.moderation.desk_figures import Asked

_DAYS_BACK = timedelta(6)


def asked_days(query: Mapping[str, Any]) -> Asked:
    """query: as `FiguresQuery` read it. The last seven days by the newsroom's clock where nothing is said."""
    zone = query["zone"] or settings().time_zone
    last = query["last"] or now().astimezone(zone).date()
    return Asked(query["first"] or last - _DAYS_BACK, last, zone, query["article"])
