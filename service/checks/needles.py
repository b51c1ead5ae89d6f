"""What a list entry looks for in folded words, and where an Arabic word may carry more letters.

A `Needle` is one spelling of one entry. Spellings of all entries go into one
Aho-Corasick automaton, so the cost of a comment does not grow with the list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from service.checks.text import fold
from service.checks.views import undoubled, words_only
from service.domain.comments import ListEntry, MatchKind

_CONJUNCTIONS = ("", "و", "ف")
_PREFIXES = ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل", "هال", "عال")
PROCLITICS = frozenset(first + second for first in _CONJUNCTIONS for second in _PREFIXES)
"""What may stand attached in front: and/so, by/like/for/will, the article, and Levantine هال and عال."""

PRONOUNS = frozenset(("", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "ني", "نا"))
"""What may stand attached behind."""

_LONGEST_IN_FRONT = max(map(len, PROCLITICS))
_LONGEST_BEHIND = max(map(len, PRONOUNS))
_BEFORE = frozenset(" ").union(particle[-1:] for particle in PROCLITICS)
_AFTER = frozenset(" ").union(pronoun[:1] for pronoun in PRONOUNS)
"""What can stand right before and behind a word or its particles: most places fail by one look at it."""

_SHORTEST_UNDOUBLED = 3
"""Two letters are too few to let a doubled letter count as one: «سبب» is not «سب»."""

_SHORTEST_IN_ONE = 7
"""Letters that a phrase needs to be known when its words are written as one («ابنالكلب»)."""

_VOCATIVE = "يا "


@dataclass(frozen=True, slots=True)
class Needle:
    """One spelling of the entry with this index.

    length: letters of the spelling in the automaton. typed_length: letters of the folded entry.
    takes_ending: stands only before a pronoun (ta marbuta written open: «حمارتك»).
    """

    entry: int
    match: MatchKind
    length: int
    typed_length: int
    takes_ending: bool = False


def spellings(entry: ListEntry) -> Iterator[tuple[str, bool]]:
    """(spelling, takes_ending) of a word or phrase: folded words parted by single spaces."""
    plain = words_only(fold(entry.value).folded)
    yield plain, False
    if entry.match is MatchKind.WORD and entry.value.rstrip().endswith("ة"):
        yield plain[:-1] + "ت", True
    if entry.match is not MatchKind.INSIDE and " " in plain and not plain.startswith(_VOCATIVE):
        joined = plain.replace(" ", "")
        if len(joined) >= _SHORTEST_IN_ONE:
            yield joined, False
    if entry.match is not MatchKind.INSIDE and plain.startswith(_VOCATIVE):
        yield "يا" + plain.removeprefix(_VOCATIVE), False
        yield "يال" + plain.removeprefix(_VOCATIVE), False


def build_automaton(needles: Iterable[tuple[str, Needle]]) -> ahocorasick.Automaton | None:
    """The automaton over spellings, each with the tuple of its needles; None without any."""
    merged: dict[str, tuple[Needle, ...]] = {}
    for spelling, needle in needles:
        merged[spelling] = (*merged.get(spelling, ()), needle)
    if not merged:
        return None
    automaton = ahocorasick.Automaton()
    for spelling, found in merged.items():
        automaton.add_word(spelling, found)
    automaton.make_automaton()
    return automaton


def typed_needles(entries: Iterable[tuple[int, ListEntry]]) -> Iterator[tuple[str, Needle]]:
    """Needles for views that keep doubled letters."""
    for index, entry in entries:
        for spelling, takes_ending in spellings(entry):
            size = len(spelling)
            yield spelling, Needle(index, entry.match, size, size, takes_ending)


def undoubled_needles(entries: Iterable[tuple[int, ListEntry]]) -> Iterator[tuple[str, Needle]]:
    """Needles for views in which a doubled letter counts as one."""
    for index, entry in entries:
        for spelling, takes_ending in spellings(entry):
            short = undoubled(spelling)
            if len(short) >= _SHORTEST_UNDOUBLED:
                yield short, Needle(index, entry.match, len(short), len(spelling), takes_ending)


def place_of(needle: Needle, text: str, end: int) -> tuple[int, int] | None:
    """The words in `text` that a needle ending at `end` (exclusive) stands for, or None.

    Looks no further than the longest particle on each side, so time stays linear.
    """
    start = end - needle.length
    if needle.match is MatchKind.INSIDE:
        return start, end
    if (start and text[start - 1] not in _BEFORE) or (end < len(text) and text[end] not in _AFTER):
        return None
    front = _front(text, start)
    behind = _behind(text, end)
    if front is None or behind is None:
        return None
    if needle.match is MatchKind.EXACT and (front or behind):
        return None
    if needle.takes_ending and not behind:
        return None
    return start - len(front), end + len(behind)


def _front(text: str, start: int) -> str | None:
    """The particle between the beginning of the word and `start`; None where it is not one."""
    low = max(0, start - _LONGEST_IN_FRONT - 1)
    space = text.rfind(" ", low, start)
    if space < 0 and low > 0:
        return None
    letters = text[space + 1 : start] if space >= 0 else text[:start]
    return letters if letters in PROCLITICS else None


def _behind(text: str, end: int) -> str | None:
    """The pronoun between `end` and the end of the word; None where it is not one."""
    high = end + _LONGEST_BEHIND + 1
    space = text.find(" ", end, high)
    if space < 0 and high <= len(text):
        return None
    letters = text[end:space] if space >= 0 else text[end:]
    return letters if letters in PRONOUNS else None
