"""Listed words that were parted by one space («حق ير»)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import add

import ahocorasick

from service.checks.needles import Needle, place_of
from service.checks.text import fold
from service.checks.views import View, words_only
from service.domain.comments import ListEntry, MatchKind
from service.domain.verdicts import Span

_FEWEST, _FEWEST_LATIN = 4, 5
"""Letters of a word that two pieces may make; of two short words something is always made."""

_ARTICLE = "ال"
_PARTICLES = frozenset("وفبلك")
"""Letters that many write apart, before the next word: no pieces of a word."""


def parted_words(entries: Iterable[ListEntry]) -> frozenset[str]:
    """What two neighbouring pieces must make together: each single word, also with the article."""
    found: set[str] = set()
    for entry in entries:
        plain = words_only(fold(entry.value).folded)
        if entry.match is MatchKind.INSIDE or " " in plain:
            continue
        if len(plain) >= (_FEWEST_LATIN if plain.isascii() else _FEWEST):
            found.add(plain)
            if entry.match is MatchKind.WORD:
                found.add(_ARTICLE + plain)
    return frozenset(found)


def parted_places(
    typed: View, pieces: Sequence[str], original: str, words: frozenset[str], automaton: ahocorasick.Automaton
) -> Iterator[tuple[int, Span]]:
    """(entry, place as typed) of every listed word in two pieces with nothing but a space between.

    pieces: the words of `typed`, as its text is split at spaces. Each of two must have a letter of the
    listed word itself, and nothing may follow behind it.
    """
    if words.isdisjoint(map(add, pieces, pieces[1:])):
        return
    start = 0
    for first, second in pairwise(pieces):
        end = start + len(first) + 1 + len(second)
        if first + second in words and first not in _PARTICLES and second not in _PARTICLES:
            gap = typed.span(start + len(first) - 1, start + len(first) + 2) if first and second else (0, 0)
            if _is_space(original[gap[0] + 1 : gap[1] - 1]):
                for entry in _entries(first, second, automaton):
                    yield entry, typed.span(start, end)
        start += len(first) + 1


def _entries(first: str, second: str, automaton: ahocorasick.Automaton) -> Iterator[int]:
    whole = first + second
    found: list[tuple[int, Needle]] = [
        (last + 1, needle) for last, needles in automaton.iter(whole) for needle in needles
    ]
    for end, needle in found:
        is_cut = end - needle.length < len(first) < end
        if is_cut and end == len(whole) and place_of(needle, whole, end) == (0, end):
            yield needle.entry


def _is_space(gap: str) -> bool:
    return gap.isspace() and "\n" not in gap
