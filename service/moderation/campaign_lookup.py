"""Whether a text would belong to a stored campaign, asked without storing anything."""

from dataclasses import replace
from datetime import datetime

from service.checks.campaign import Grouping, Text, keys_of, sketch
from service.checks.text import fold
from service.domain.verdicts import Signal
from service.store import campaigns as store
from service.store.engine import Db

_NOBODY = ""


def campaign_of(db: Db, site_id: str, body: str, *, now: datetime) -> Signal | None:
    """The signal of the campaign that a text is a variant of; None where it is of none.

    The text itself counts neither as a comment nor as an author: evidence as of a comment, with the
    `count`, `authors` and `articles` that are stored, and the id as `campaign`.
    """
    made = sketch(fold(body))
    if made is None:
        return None
    found = store.anchors(db, site_id, set(keys_of(made)), since=now - store.REMEMBERED)
    ids = {each.campaign_id for each in found if each.campaign_id is not None}
    standing = store.standing_campaigns(db, ids, people=(), places=())
    for cluster in standing.values():
        cluster.people.add(_NOBODY)
        cluster.places.add(_NOBODY)
    grouping = Grouping(found, standing, room=1)
    placed = grouping.place(Text(_NOBODY, _NOBODY, _NOBODY, made, now))
    stored = sorted(each for cluster in grouping.clusters() for each in cluster.campaign_ids)
    if placed.signal is None or not stored:
        return None
    return replace(placed.signal, evidence={**placed.signal.evidence, "campaign": stored[0]})
