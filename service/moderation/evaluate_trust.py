"""An author's standing, read from the log of decisions, so that taking one back takes its weight back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from service.domain.comments import DecisionFact
from service.domain.states import Action
from service.store.engine import Db
from service.store.standing import PersonsDecision, decisions_by_people

REMEMBERED = timedelta(days=365)
"""Older comments have faded to a sixteenth and are not read."""

_DAY = timedelta(days=1)
_GOOD = (Action.APPROVE, Action.RESTORE)
_BAD = (Action.REJECT, Action.REMOVE)
_NEITHER = (Action.HOLD, Action.REOPEN)


def standing_of_lines(
    db: Db, lines: Sequence[str], *, now: datetime
) -> Mapping[str, tuple[DecisionFact, ...]]:
    """What people decided, by line, one fact per revision; lines without any are left out."""
    by_line: dict[str, list[PersonsDecision]] = defaultdict(list)
    for each in decisions_by_people(db, lines, since=now - REMEMBERED):
        by_line[each.author_line].append(each)
    return {line: standing_decisions(log, now=now) for line, log in by_line.items()}


def standing_decisions(log: Sequence[PersonsDecision], *, now: datetime) -> tuple[DecisionFact, ...]:
    """The last word on each revision; what was taken back, or put back into the queue, is no word.

    log: decisions in the order made. An undoing that was itself undone lets the first one stand.
    """
    taken_back: set[str] = set()
    last: dict[tuple[str, int], PersonsDecision] = {}
    for each in reversed(log):
        if each.reverses_id is not None:
            if each.id not in taken_back:
                taken_back.add(each.reverses_id)
        elif each.id not in taken_back and each.action in (*_GOOD, *_BAD, *_NEITHER):
            last.setdefault((each.comment_id, each.revision), each)
    return tuple(
        DecisionFact(each.action in _GOOD, (now - each.created_at) / _DAY)
        for each in last.values()
        if each.action not in _NEITHER
    )
