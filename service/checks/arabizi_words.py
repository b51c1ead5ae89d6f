"""Which listed words an Arabizi word can stand for.

One word may have thousands of likely Arabic spellings. None is written out: the automaton's
spellings are followed letter by letter through what can stand at each place, and given up as soon
as no entry goes on that way.
"""

from collections.abc import Iterable, Iterator, Sequence

import ahocorasick

from service.checks.arabizi import BARE, choices
from service.checks.needles import PROCLITICS, PRONOUNS, Needle
from service.domain.comments import MatchKind

Choices = Sequence[tuple[str, ...]]

_MOST_KEPT = 4_096
"""Words that are remembered: people write the same few thousand."""

_FEWEST_BARE, _FEWEST_WITH_Q = 5, 4
"""Letters of an entry that is read in a word which nothing but its sound makes Arabizi."""

_SPACE = (" ",)
_NOTHING = frozenset(("",))
_FRONTS = frozenset(word[:end] for word in PROCLITICS for end in range(len(word) + 1))
_ENDS = frozenset(word[start:] for word in PRONOUNS for start in range(len(word) + 1))
"""Beginnings of what may stand in front, and ends of what may stand behind."""


class ArabiziWords:
    """The entries that words in Latin letters can stand for, worked out once for each word."""

    def __init__(self, automaton: ahocorasick.Automaton, matches: Iterable[MatchKind]) -> None:
        """automaton: over the spellings of all entries; matches: how the entries match."""
        self._automaton = automaton
        self._anywhere = MatchKind.INSIDE in set(matches)
        self._kept: dict[str, tuple[int, ...]] = {}
        self._kept_bare: dict[str, tuple[int, ...]] = {}

    def entries(self, words: str) -> tuple[int, ...]:
        """Indexes of the entries that one match of `ARABIZI` can stand for, in order."""
        found = self._kept.get(words)
        if found is None:
            found = _keep(self._kept, words, self._entries(words, 1))
        return found

    def bare(self, word: str) -> tuple[int, ...]:
        """Indexes of the entries that a word can stand for if it matches `BARE`, in order."""
        found = self._kept_bare.get(word)
        if found is None:
            least = _FEWEST_WITH_Q if "q" in word else _FEWEST_BARE
            found = _keep(self._kept_bare, word, self._entries(word, least) if BARE.fullmatch(word) else ())
        return found

    def _entries(self, words: str, least: int) -> tuple[int, ...]:
        """Of at least so many letters."""
        needles = self._find(choices(words))
        return tuple(sorted({each.entry for each in needles if each.typed_length >= least}))

    def _find(self, places: Choices) -> Iterator[Needle]:
        behind: list[frozenset[str]] | None = None
        for start, front in enumerate(_in_front(places)):
            if not front and not self._anywhere:
                continue
            for end, needles in self._followed(places, start):
                if behind is None:
                    behind = list(_behind(places))
                yield from (each for each in needles if _fits(each, front, behind[end]))

    def _followed(self, places: Choices, start: int) -> Iterator[tuple[int, tuple[Needle, ...]]]:
        """(end, needles) of every spelling in the automaton that begins with a letter at `start`."""
        begins, entries = self._automaton.match, self._automaton.get
        spelled = {letter for letter in places[start] if letter and begins(letter)}
        for end in range(start + 1, len(places) + 1):
            for each in spelled:
                needles = entries(each, None)
                if needles is not None:
                    yield end, needles
            if not spelled or end == len(places):
                return
            spelled = {
                each + letter
                for each in spelled
                for letter in places[end]
                if not letter or begins(each + letter)
            }


def _keep(kept: dict[str, tuple[int, ...]], word: str, found: tuple[int, ...]) -> tuple[int, ...]:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[word] = found
    return found


def _fits(needle: Needle, front: frozenset[str], behind: frozenset[str]) -> bool:
    """As `needles.place_of`: whether nothing but particles can stand around the needle."""
    if needle.match is MatchKind.INSIDE:
        return True
    if needle.match is MatchKind.EXACT:
        return "" in front and "" in behind
    return bool(front & PROCLITICS) and bool(behind - {""} if needle.takes_ending else behind)


def _in_front(places: Choices) -> Iterator[frozenset[str]]:
    """For each place what can stand between the beginning of its word and it, as far as particles begin so."""
    front = _NOTHING
    for letters in places:
        yield front
        grown = (each + letter for each in front for letter in letters)
        front = _NOTHING if letters == _SPACE else _FRONTS.intersection(grown)


def _behind(places: Choices) -> list[frozenset[str]]:
    """For each place, and the end, which pronouns can stand from it to the end of its word."""
    behind = [_NOTHING]
    for letters in reversed(places):
        grown = (letter + each for each in behind[-1] for letter in letters)
        behind.append(_NOTHING if letters == _SPACE else _ENDS.intersection(grown))
    return [each & PRONOUNS for each in reversed(behind)]
