"""Words with letters starred out («ك*ب», "f**k"): which listed words they can stand for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from service.checks.text import FoldedText, fold
from service.checks.views import STAND_IN, WORDS, Rule, View, folded_view, rewritten_view, words_only
from service.domain.comments import ListEntry, MatchKind

_Key = TypeVar("_Key")

_SIGNS = "*#•×"
_SIGN = re.compile(f"[{_SIGNS}]")
_STAND_INS = "0123456789@$"
"""Signs that stand for a letter between Arabic ones only: elsewhere they are numbers and handles."""

_ARABIC_MASKED = re.compile(
    rf"(?<![^\W_])[\u0621-\u064a]{{1,14}}[{_STAND_INS}]{{1,3}}[\u0621-\u064a]{{1,14}}(?![^\W_])"
)
_STAND_IN_GATE = re.compile(rf"(?<=[\u0621-\u064a])[{_STAND_INS}]{{1,3}}[\u0621-\u064a]")
_STAR = str.maketrans(_STAND_INS, "*" * len(_STAND_INS))
_MASKED = re.compile(rf"(?<![^\W_{_SIGNS}])[^\W_](?:[^\W_]|[{_SIGNS}]){{2,14}}")
_GATE = re.compile(rf"[^\W_][{_SIGNS}]{{1,6}}[^\W_]")
_EDGE = re.compile(
    r"(?<![^\W_*×])(?:[*×][\u0621-\u064a]{3,14}|[\u0621-\u064a]{3,14}[*×]|[a-z]{3,14}[*×])(?![^\W_*×])"
)
"""A word whose first or last letter alone is starred out; in Latin letters only the last, for «*uck» is many words."""

_OPENING = re.compile(r"(?<![^\W_*×])[*×]+[^\W_]")
_CLOSING = re.compile(r"[^\W_][*×]+(?![^\W_*×])")
"""Where both are in a comment, they may stand around words to stress them."""

_FRONTS = ("", "و", "ال", "وال", "ب", "بال", "ل", "لل")
_FEWEST_LETTERS, _FEWEST_WITH_EDGE, _MOST_LETTERS = 3, 4, 15
_MOST_WORDS = 3
_MOST_MASKED = 64
"""Starred words that are looked up in one comment; whoever stars more has been caught by then or is not swearing."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Single words of the lists.

    words: by (length, first letter), also those of phrases. edges: words of at least four letters by what
    is left with a star for the first or the last letter.
    """

    words: dict[tuple[int, str], tuple[str, ...]]
    edges: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, entries: Iterable[ListEntry]) -> "Vocabulary":
        """The words of all entries that match whole words."""
        words: dict[tuple[int, str], set[str]] = {}
        edges: dict[str, set[str]] = {}
        for entry in entries:
            if entry.match is MatchKind.INSIDE:
                continue
            several = words_only(fold(entry.value).folded).split(" ")
            for word in several:
                if _FEWEST_LETTERS <= len(word) <= _MOST_LETTERS:
                    words.setdefault((len(word), word[0]), set()).add(word)
                if len(several) == 1 and _FEWEST_WITH_EDGE <= len(word) <= _MOST_LETTERS:
                    edges.setdefault("*" + word[1:], set()).add(word)
                    edges.setdefault(word[:-1] + "*", set()).add(word)
        return cls(_sorted(words), _sorted(edges))

    def candidates(self, masked: str) -> Iterator[str]:
        """Words, with the particle in front, that `masked` can stand for: a sign per letter.

        At least half of the letters must be there.
        """
        if masked[0] in _SIGNS or masked[-1] in _SIGNS:
            yield from self._with_edge(masked)
            return
        for front in _FRONTS:
            stem = masked.removeprefix(front)
            if len(front) + len(stem) != len(masked) or not stem or stem[0] in _SIGNS:
                continue
            if 2 * sum(letter in _SIGNS for letter in stem) > len(stem):
                continue
            for word in self.words.get((len(stem), stem[0]), ()):
                if all(mine == its or mine in _SIGNS for mine, its in zip(stem, word, strict=True)):
                    yield front + word

    def _with_edge(self, masked: str) -> Iterator[str]:
        plain = masked.replace("×", "*")
        for front in _FRONTS:
            if plain.startswith(front):
                yield from (front + word for word in self.edges.get(plain[len(front) :], ()))


def _sorted(found: dict[_Key, set[str]]) -> dict[_Key, tuple[str, ...]]:
    return {key: tuple(sorted(words)) for key, words in found.items()}


def masked_views(folded: FoldedText, vocabulary: Vocabulary) -> list[View]:
    """The comment with starred words written out: the n-th view has the n-th word that fits each.

    Empty where no starred word fits a listed one.
    """
    text = folded.folded
    views: list[View] = []
    if _SIGN.search(text) and _GATE.search(text):
        starred = (match[0] for match in _MASKED.finditer(text) if _GATE.search(match[0]))
        views += _views(folded, _MASKED, {word: word for word in starred}, vocabulary)
    if (
        ("*" in text or "×" in text)
        and _EDGE.search(text)
        and not (_OPENING.search(text) and _CLOSING.search(text))
    ):
        starred = (match[0] for match in _EDGE.finditer(text))
        views += _views(folded, _EDGE, {word: word for word in starred}, vocabulary)
    if not folded.is_plain and STAND_IN.search(text) and _STAND_IN_GATE.search(text):
        starred = (match[0] for match in _ARABIC_MASKED.finditer(text))
        views += _views(folded, _ARABIC_MASKED, {word: word.translate(_STAR) for word in starred}, vocabulary)
    return views


def _views(
    folded: FoldedText, pattern: re.Pattern[str], starred: dict[str, str], vocabulary: Vocabulary
) -> list[View]:
    """starred: words as typed → with a star for every letter that is not there."""
    fitting = {
        typed: tuple(islice(vocabulary.candidates(masked), _MOST_WORDS))
        for typed, masked in islice(starred.items(), _MOST_MASKED)
    }
    most = max(map(len, fitting.values()), default=0)
    return [
        rewritten_view("masked", folded_view(folded), _written_out(pattern, fitting, rank), WORDS)
        for rank in range(most)
    ]


def _written_out(pattern: re.Pattern[str], fitting: dict[str, tuple[str, ...]], rank: int) -> Rule:
    def replace(match: re.Match[str]) -> str:
        words = fitting.get(match[0])
        return words[min(rank, len(words) - 1)] if words else match[0]

    return pattern, replace
