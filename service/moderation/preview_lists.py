"""What list entries would have done: matched anew on the texts as they were sent."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.checks.list_bench import Compared, ListBench
from service.checks.replay import Past, Person
from service.checks.starter import load_starter_lists
from service.checks.word_forms import FormTally
from service.domain.comments import ListEntry
from service.domain.errors import Fault, Invalid
from service.domain.verdicts import Policy
from service.moderation.lists import as_list_entry, require_sound
from service.moderation.policies import as_policy, get_policy
from service.moderation.preview import (
    Answer,
    Changes,
    Range,
    Step,
    about,
    example,
    find_scope,
    in_turns,
    look_back,
)
from service.store.engine import Db, Store
from service.store.rules import live_entries

MOST_ENTRIES = 5_000
MOST_FORMS = 100
_EXAMPLES_KEPT = 12


@dataclass(frozen=True, slots=True)
class ListChange:
    """Entries to try, with fields as `add_entry` takes them, and ids of present ones to leave out."""

    entries: Sequence[Mapping[str, Any]]
    without: Sequence[str] = ()


def preview_lists(
    opened: Store, *, site_id: str, change: ListChange, wanted: Range, now: datetime
) -> Iterator[Step]:
    """Match what came in by the present lists and by the changed ones, and judge it both ways.

    Raises Invalid before the first step for entries that `add_entry` would refuse and for ids that
    are not in force; Unavailable at any.
    """
    added = _added(change)
    with opened.read() as db:
        policy = as_policy(get_policy(db, site_id=site_id))
        bench = ListBench(_present(db, site_id, change, now), added, change.without)
    scope = find_scope(opened, site_id, wanted, now=now)
    found, done = _Found(added), 0
    yield Step(0, scope.total)
    for page in look_back(opened, site_id, scope):
        for past in page:
            found.add(past, bench.compare(past, policy), policy)
        done += len(page)
        yield Step(done, scope.total)
    yield Step(done, done, about(wanted, scope, ()) | found.as_dict())


def _added(change: ListChange) -> list[ListEntry]:
    faults: list[Fault] = []
    for place, fields in enumerate(change.entries):
        try:
            require_sound(fields)
        except Invalid as error:
            faults += [
                Fault(f"entries.{place}.{fault.field}", fault.code, fault.params) for fault in error.faults
            ]
    if faults:
        raise Invalid(faults)
    return [as_list_entry(f"preview_{place}", fields) for place, fields in enumerate(change.entries)]


def _present(db: Db, site_id: str, change: ListChange, now: datetime) -> list[ListEntry]:
    """Entries in force. Raises Invalid where one that shall be left out is not among them."""
    entries = [*load_starter_lists(), *live_entries(db, site_id, now=now)[0]]
    known = {entry.id for entry in entries}
    faults = [
        Fault(f"without.{place}", "list.not_in_force")
        for place, each in enumerate(change.without)
        if each not in known
    ]
    if faults:
        raise Invalid(faults)
    return entries


@dataclass(slots=True)
class _Entry:
    """What one added entry touches."""

    value: str
    comments: int = 0
    innocent: int = 0
    people: Counter[Person | None] = field(default_factory=Counter)

    def as_dict(self) -> Answer:
        return {
            "value": self.value,
            "comments": self.comments,
            "innocent": self.innocent,
            "approved": self.people[Person.APPROVED],
            "rejected": self.people[Person.REJECTED],
            "undecided": self.people[None],
        }


class _Found:
    """Collects the answer, comment by comment, in bounded memory."""

    def __init__(self, added: Sequence[ListEntry]) -> None:
        self._changes = Changes()
        self._entries = {entry.id: _Entry(entry.value) for entry in added}
        self._forms = FormTally()
        self._hits = self._innocent = 0
        self._examples: dict[bool, list[Answer]] = {True: [], False: []}

    def add(self, past: Past, compared: Compared, policy: Policy) -> None:
        """Count one comment."""
        before, after = compared.before, compared.after
        if before is None or after is None:
            self._changes.skip()
        else:
            self._changes.add(past, before, after)
        if not compared.hits:
            return
        self._hits += 1
        self._innocent += past.is_innocent
        for signal in compared.hits:
            entry = self._entries[str(signal.evidence["entry"])]
            entry.comments += 1
            entry.innocent += past.is_innocent
            entry.people[past.person] += 1
        spans = sorted({span for signal in compared.hits for span in signal.spans})
        self._forms.add(past.facts.body, spans, innocent=past.is_innocent)
        kept = self._examples[past.is_innocent]
        if len(kept) < _EXAMPLES_KEPT:
            kept.append(example(past, before, after, spans))

    def as_dict(self) -> Answer:
        return self._changes.as_dict() | {
            "hits": self._hits,
            "innocent_hits": self._innocent,
            "entries": [entry.as_dict() for entry in self._entries.values()],
            "forms_found": len(self._forms),
            "forms": [form.as_dict() for form in self._forms.most(MOST_FORMS)],
            "innocent_forms": [form.as_dict() for form in self._forms.most_innocent(MOST_FORMS)],
            "examples": in_turns([self._examples[True], self._examples[False]]) or self._changes.examples(),
        }
