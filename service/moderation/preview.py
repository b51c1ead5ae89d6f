"""What both previews share: looking back in pages, and counting what would change.

A preview is an iterator of `Step`s, so that whoever asks can show how far it is; only the last
step carries the answer. It reads and never writes, and holds no read open between two pages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.checks.replay import Gap, Past, Person, count_then, mode_then, person_of, stored_results
from service.domain.comments import CommentFacts
from service.domain.states import State
from service.domain.verdicts import Outcome, Span, Verdict
from service.store import past as store
from service.store.engine import Store
from service.store.past import Found, PastRow

DAYS = 30
MOST_DAYS = 365
PAGE = 500
EXAMPLES = 12

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a preview is. done, total: comments; answer: of the last step only."""

    done: int
    total: int
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """What is looked at. most: where the days hold more comments, only the newest are. None: all."""

    days: int = DAYS
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A range found in the database: comments sent at `since` or later, `total` of them."""

    since: datetime
    total: int
    is_cut: bool

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the range leaves out."""
        return (Gap("preview.cut", {"count": self.total}),) if self.is_cut else ()


def find_scope(opened: Store, site_id: str, wanted: Range, *, now: datetime) -> Scope:
    """The comments of the range. Raises Unavailable."""
    since, is_cut = now - timedelta(days=wanted.days), False
    with opened.read() as db:
        if wanted.most is not None:
            beyond = store.submitted_before_newest(db, site_id, since=since, count=wanted.most)
            if beyond is not None:
                since, is_cut = beyond + timedelta(microseconds=1), True
        return Scope(since, store.past_count(db, site_id, since=since), is_cut)


def look_back(
    opened: Store, site_id: str, scope: Scope, *, count_published_to: int = 0
) -> Iterator[list[Past]]:
    """Every comment of the scope, a page at a time. Raises Unavailable."""
    for state in store.STATES:
        after = None
        while True:
            with opened.read() as db:
                rows = store.past_page(
                    db,
                    site_id,
                    state,
                    since=scope.since,
                    limit=PAGE,
                    after=after,
                    count_published_to=count_published_to,
                )
                found = store.past_results(db, rows)
            if rows:
                yield [_past(row, found.get(row.id, [])) for row in rows]
                after = (rows[-1].submitted_at, rows[-1].id)
            if len(rows) < PAGE:
                break


def _past(row: PastRow, found: Sequence[Found]) -> Past:
    results = None if row.checks is None else stored_results(row.checks, found)
    facts = CommentFacts(
        comment_id=row.id,
        revision=row.revision,
        body=row.body,
        author_name=row.author_name,
        author_url=row.author_url,
        email_domain=row.email_domain,
        article_key=row.article_key,
        article_title=row.article_title,
        article_section=row.article_section,
        article_mode=mode_then(row.reasons or ()),
        submitted_at=row.submitted_at,
        parent_body=row.parent_body,
        form_seconds=row.form_seconds,
        honeypot_filled=row.honeypot_filled,
        author_recent=count_then(results or ()),
        author_published=row.author_published,
    )
    return Past(facts, State(row.state), results, person_of(row.person))


class _Shift:
    """Comments that move the same way: how many, what a person said of them, and why they move."""

    def __init__(self) -> None:
        self._people: Counter[Person | None] = Counter()
        self._reasons: Counter[str] = Counter()
        self.examples: list[Answer] = []

    def add(self, past: Past, because: Verdict) -> None:
        self._people[past.person] += 1
        self._reasons.update(reason.code for reason in because.reasons)

    def as_dict(self) -> Answer:
        return {
            "comments": self._people.total(),
            "approved": self._people[Person.APPROVED],
            "rejected": self._people[Person.REJECTED],
            "undecided": self._people[None],
            "reasons": [{"code": code, "comments": count} for code, count in self._reasons.most_common(20)],
        }


class Changes:
    """Counts what two sets of rules say of the same comments."""

    def __init__(self) -> None:
        self._before: Counter[Outcome] = Counter()
        self._after: Counter[Outcome] = Counter()
        self._shifts = {outcome: _Shift() for outcome in Outcome}
        self._unchecked = 0

    def skip(self) -> None:
        """Count a comment that was never checked, such as an imported one."""
        self._unchecked += 1

    def add(self, past: Past, before: Verdict, after: Verdict) -> None:
        """Count one comment, and keep it as an example where its outcome changes."""
        self._before[before.outcome] += 1
        self._after[after.outcome] += 1
        if before.outcome is after.outcome:
            return
        because = before if after.outcome is Outcome.PUBLISH else after
        shift = self._shifts[after.outcome]
        shift.add(past, because)
        if len(shift.examples) < EXAMPLES:
            shift.examples.append(example(past, before, after, _spans(because)))

    def as_dict(self) -> Answer:
        """Counts by outcome, and `newly_…`: what moves, and how people judged those very comments."""
        return {
            "judged": self._before.total(),
            "unchecked": self._unchecked,
            "present": {outcome.value: self._before[outcome] for outcome in Outcome},
            "proposed": {outcome.value: self._after[outcome] for outcome in Outcome},
            "newly_held": self._shifts[Outcome.HOLD].as_dict(),
            "newly_published": self._shifts[Outcome.PUBLISH].as_dict(),
            "newly_rejected": self._shifts[Outcome.REJECT].as_dict(),
        }

    def examples(self) -> list[Answer]:
        """A dozen comments that move, of every kind of move there is."""
        return in_turns([shift.examples for shift in self._shifts.values()])


def example(past: Past, before: Verdict | None, after: Verdict | None, spans: Sequence[Span]) -> Answer:
    """One comment as the answer shows it. spans: code points of the body as sent."""
    return {
        "comment_id": past.facts.comment_id,
        "body": past.facts.body,
        "spans": [list(span) for span in spans],
        "state": past.state.value,
        "person": past.person.value if past.person else None,
        "present": before.outcome.value if before else None,
        "proposed": after.outcome.value if after else None,
    }


def in_turns(groups: Sequence[Sequence[Answer]]) -> list[Answer]:
    """A dozen of all groups together: the first of each, then the second of each."""
    deepest = max((len(group) for group in groups), default=0)
    turns = [group[place] for place in range(deepest) for group in groups if place < len(group)]
    return turns[:EXAMPLES]


def about(wanted: Range, scope: Scope, gaps: Sequence[Gap]) -> Answer:
    """What an answer says of itself; `notes` are codes of the notices with what their sentences name."""
    notes = [{"code": gap.code, "params": dict(gap.params)} for gap in (*scope.gaps, *gaps)]
    return {
        "days": wanted.days,
        "since": scope.since,
        "comments": scope.total,
        "complete": not notes,
        "notes": notes,
    }


def _spans(verdict: Verdict) -> list[Span]:
    codes = {reason.code for reason in verdict.reasons}
    return sorted({span for signal in verdict.signals if signal.code in codes for span in signal.spans})
