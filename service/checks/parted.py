"""Listed words that were parted by one space («حق ير»)."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import add

import ahocorasick

from service.checks.masks import FRONTS
from service.checks.needles import Needle, place_of
from service.checks.text import fold
from service.checks.views import View, words_only
from service.domain.comments import ListEntry, MatchKind
from service.domain.verdicts import Span

_FEWEST, _FEWEST_LATIN = 4, 5
"""Letters of a word that two pieces may make; of two short words something is always made."""

_PARTICLES = frozenset("وفبلك")
"""Letters that many write apart, before the next word: no pieces of a word."""


def parted_words(entries: Iterable[ListEntry]) -> frozenset[str]:
    """What two neighbouring pieces must make together: each single word, with what may stand in front."""
    found: set[str] = set()
    for entry in entries:
        plain = words_only(fold(entry.value).folded)
        if entry.match is MatchKind.INSIDE or " " in plain:
            continue
        if len(plain) >= (_FEWEST_LATIN if plain.isascii() else _FEWEST):
            found.update(front + plain for front in (FRONTS if entry.match is MatchKind.WORD else ("",)))
    return frozenset(found)


def parted_places(
    typed: View, original: str, words: frozenset[str], automaton: ahocorasick.Automaton
) -> Iterator[tuple[int, Span]]:
    """(entry, place as typed) of every listed word in two pieces with nothing but a space between.

    Each piece must have a letter of the word itself, and nothing may follow behind it.
    """
    pieces = typed.text.split(" ")
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
