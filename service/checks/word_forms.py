"""The word forms that a list entry touches, as readers typed them, and how often each is innocent."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from service.checks.text import fold
from service.checks.views import words_only
from service.domain.verdicts import Span

MOST_FORMS = 20_000
"""Distinct forms that are kept apart; an entry that touches more is hopeless anyway."""

_LONGEST_SIDE = 40
_WITHIN_WORDS = frozenset("\u0640\u200c\u200d")


def word_at(text: str, span: Span) -> str:
    """The whole words of `text` in which a place lies, at most 40 characters beyond it on each side."""
    start, end = span
    low, high = max(0, start - _LONGEST_SIDE), min(len(text), end + _LONGEST_SIDE)
    if start < len(text) and _is_letter(text[start]):
        while start > low and _is_letter(text[start - 1]):
            start -= 1
    if end > 0 and _is_letter(text[end - 1]):
        while end < high and _is_letter(text[end]):
            end += 1
    return text[start:end].strip()


@dataclass(slots=True)
class Form:
    """One form. typed: its shortest spelling; the counts are of comments, each once."""

    typed: str
    comments: int = 0
    innocent: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {"form": self.typed, "comments": self.comments, "innocent": self.innocent}


class FormTally:
    """Counts the forms of many comments. Spellings that fold to the same words are one form."""

    def __init__(self) -> None:
        self._forms: dict[str, Form] = {}
        self.is_full = False

    def __len__(self) -> int:
        return len(self._forms)

    def add(self, body: str, spans: Iterable[Span], *, innocent: bool) -> None:
        """Count every form of one comment once."""
        typed = {word_at(body, span) for span in spans}
        for key, form in {_key(each): each for each in sorted(typed)}.items():
            known = self._forms.get(key)
            if known is None:
                if len(self._forms) >= MOST_FORMS:
                    self.is_full = True
                    continue
                known = self._forms[key] = Form(form)
            known.typed = min(known.typed, form, key=len)
            known.comments += 1
            known.innocent += innocent

    def most(self, count: int) -> list[Form]:
        """The forms in most comments, most frequent first."""
        return sorted(self._forms.values(), key=lambda form: (-form.comments, form.typed))[:count]

    def most_innocent(self, count: int) -> list[Form]:
        """The forms in most innocent comments; none that no innocent comment has."""
        touched = (form for form in self._forms.values() if form.innocent)
        return sorted(touched, key=lambda form: (-form.innocent, form.typed))[:count]


def _key(form: str) -> str:
    return words_only(fold(form).folded) or form


def _is_letter(character: str) -> bool:
    return (
        character.isalnum() or character in _WITHIN_WORDS or unicodedata.category(character).startswith("M")
    )
