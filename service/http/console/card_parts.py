"""The smaller parts of a card as plain values: priority, due time, author, earlier texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from service.http.console.marks import Change, changes
from service.http.console.texts import DAYS, HOURS, MINUTES, ConsoleTexts
from service.http.console.words import words

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_GOOD, _POOR = 0.3, -0.3


class Part(NamedTuple):
    """One part of a number, in words."""

    name: str
    value: float


class Due(NamedTuple):
    """When a card should be decided. is_late: the time has passed."""

    sentence: str
    is_late: bool
    at: str


class Past(NamedTuple):
    """An earlier comment of the author: its state and the words for it."""

    id: str
    state: str
    sentence: str


class Edit(NamedTuple):
    """One edit: which version became which, and what changed."""

    sentence: str
    changes: list[Change]


class NoteView(NamedTuple):
    """A colleague's note. heading: on what, by whom and when."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class AuthorView:
    """The author's card. trust: high | middling | low in words, with the number where there is one."""

    id: str
    line: str
    first_seen: str
    first_seen_at: str
    network: str | None
    trust: str
    trust_number: str
    past: list[Past]


def age_words(waited: timedelta, language: str) -> str:
    """A span of time in its largest unit; empty for less than a minute."""
    seconds = int(waited.total_seconds())
    for unit_s, noun in ((_DAY_S, DAYS), (_HOUR_S, HOURS), (_MINUTE_S, MINUTES)):
        if seconds >= unit_s:
            return noun.counted(seconds // unit_s, language)
    return ""


def due_view(due_at: datetime, now: datetime, language: str) -> Due:
    """How long until the due time, or how late it is."""
    d, is_late = words(language), due_at <= now
    age = age_words(abs(due_at - now), language)
    sentence = d["overdue" if is_late else "due_in"].format(age=age) if age else d["due_now"]
    return Due(sentence, is_late, due_at.isoformat())


def priority_parts(parts: Mapping[str, float], language: str) -> list[Part]:
    """What a priority is made of, largest first; parts of nothing are left out."""
    d = words(language)
    named = [Part(d.get(f"priority.{name}", d["priority.other"]), value) for name, value in parts.items()]
    return sorted((part for part in named if part.value > 0), key=lambda part: -part.value)


def author_view(author: Mapping[str, Any], past: Sequence[Mapping[str, Any]], t: ConsoleTexts) -> AuthorView:
    """Who wrote it, as far as moderators may know."""
    d, trust = words(t.lang), author["trust"]
    return AuthorView(
        id=author["id"],
        line=_record(author, t),
        first_seen=d["first_seen"].format(date=day_words(author["first_seen"], t.lang)),
        first_seen_at=author["first_seen"].isoformat(),
        network=author["ip_prefix"],
        trust=d[_trust_word(trust)],
        trust_number="" if trust is None else f"{trust:+.2f}",
        past=[_past(row, t.lang) for row in past],
    )


def edits(texts: Sequence[Mapping[str, Any]], present: Mapping[str, Any], language: str) -> list[Edit]:
    """Each edit as a comparison, newest first. texts: the former ones, oldest first; present: the newest."""
    d = words(language)
    all_texts = [*texts, {"number": present["revision"], "body": present["body"]}]
    made = [
        Edit(
            d["earlier_from"].format(number=old["number"], next=new["number"]),
            changes(old["body"], new["body"]),
        )
        for old, new in pairwise(all_texts)
    ]
    return made[::-1]


def note_views(notes: Sequence[Mapping[str, Any]], me: str, language: str) -> list[NoteView]:
    """Notes with their headings, newest first."""
    d = words(language)
    return [
        NoteView(
            " · ".join(
                (
                    d[f"note_on.{note['kind']}"],
                    d["you"] if note["created_by"] == me else d["colleague"],
                    day_words(note["created_at"], language),
                )
            ),
            note["text"],
        )
        for note in reversed(notes)
    ]


def day_words(moment: datetime, language: str) -> str:
    """A day in words: «3 مارس 2026», "3 March 2026"."""
    months = _MONTHS[language]
    return f"{moment.day} {months[moment.month - 1]} {moment.year}"


def _record(author: Mapping[str, Any], t: ConsoleTexts) -> str:
    if not author["published"] and not author["rejected"]:
        return t.first_comment
    return t.author_counts.format(published=author["published"], rejected=author["rejected"])


def _trust_word(trust: float | None) -> str:
    if trust is None:
        return "trust_none"
    if trust >= _GOOD:
        return "trust_good"
    return "trust_poor" if trust <= _POOR else "trust_mixed"


def _past(row: Mapping[str, Any], language: str) -> Past:
    name = words(language)[f"past.{row['state']}"]
    return Past(row["id"], row["state"], f"{name} · {day_words(row['state_since'], language)}")


_MONTHS = {
    "ar": (
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
        *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
