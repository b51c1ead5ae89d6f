"""The reading that the trained models get: words put together again that were broken to hide them.

Folding takes back what changes no letter. Here what changes letters is guessed
back: letters set apart, signs, digits and pictures inside a word, Latin letters
among Arabic ones, a letter typed twice. Training and serving read alike, so a
wrong guess costs little.
"""

import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

from service.checks.views import Rewritten, Rule
from service.domain.verdicts import Span

_ARABIC = r"\u0621-\u063a\u0641-\u064a"
_SIGN = rf"[^{_ARABIC}\s.,\u060c\u061b:\u061f!?()\[\]\"«»/\\]"
_LOOKS = str.maketrans("oilgjew", "هااولعس")
_NO_LETTER = re.compile(r"[\W_]+")
_NO_ARABIC = re.compile(rf"[^{_ARABIC}]+")
_DOUBLE = re.compile(rf"([{_ARABIC}])\1+")
_LONGEST_PIECE = 3
_LONGEST_WORD, _LONGEST_GLUED = 12, 2_000
_STRANGE = 7.0  # what a letter outside every known word costs; less than a rare word
_NEXT_WORD = 3.0  # what every word costs beside its rarity, so that few long words win over many short ones
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءؤئة"
_GUESSED, _STARRED = 2.0, 0.5  # what a letter costs that nobody typed, less where a star stands for it
_MOST_GUESSED = 64  # words of a text in which a letter is guessed, so that a hostile text takes no long time

Words = Mapping[int, float]
NO_WORDS: Words = {}


def _joined(match: re.Match[str]) -> str:
    return _NO_LETTER.sub("", match[0])


def _mended(match: re.Match[str]) -> str:
    """The word without the signs inside it; Latin letters in it become what they look like.

    Pieces of which none is short are words of their own with a sign between («شكراً😀للجميع»).
    """
    if _has_words_between(match[0]):
        return match[0]
    return re.sub(rf"[^{_ARABIC}a-z]", "", match[0]).translate(_LOOKS)


def _has_words_between(marked: str) -> bool:
    return min(map(len, _NO_ARABIC.split(marked))) > _LONGEST_PIECE


def _look(match: re.Match[str]) -> str:
    return match[0].translate(_LOOKS)


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (  # «ك.ل.ب»: a space beside it ends the word
        re.compile(r"(?<![^\W_])[^\W\d_](?:[^\w\s]|_){1,2}[^\W\d_](?:[^\w\s]|_){1,2}[^\W\d_](?![^\W_])"),
        (re.compile(r"(?<![^\W_])[^\W\d_](?:(?:[^\w\s]|_){1,2}[^\W\d_](?![^\W_])){2,}"), _joined),
    ),
    (  # «ك ل ب»: nothing says where one word ends and the next begins
        re.compile(r"(?<![^\W_])[^\W\d_][\W_]{1,3}[^\W\d_][\W_]{1,3}[^\W\d_](?![^\W_])"),
        (re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W\d_](?![^\W_])){2,}"), _joined),
    ),
    (
        re.compile(rf"[{_ARABIC}]{_SIGN}{{1,2}}[{_ARABIC}]"),
        (re.compile(rf"[{_ARABIC}]+(?:{_SIGN}{{1,2}}[{_ARABIC}]+)+"), _mended),
    ),
    (
        re.compile(rf"[a-z][{_ARABIC}]|[{_ARABIC}][a-z]"),
        (re.compile(rf"(?<![^\W_])[a-z](?=[{_ARABIC}]{{2}})|(?<=[{_ARABIC}]{{2}})[a-z](?![^\W_])"), _look),
    ),
    (_DOUBLE, (_DOUBLE, r"\1")),
)
"""What a text must hold for a rule to be worth a pass, and the rule, in order."""


class PlainReading:
    """A folded text as the models read it. text: the reading. `span` leads back to the folded text.

    words: what each frequent word costs, by `word_key`; a row of lone letters is cut by them.
    """

    __slots__ = ("_layers", "text")

    def __init__(self, folded: str, words: Words = NO_WORDS) -> None:
        self.text = folded
        self._layers: list[Rewritten] = []
        for gate, rule in _RULES:
            if gate.search(self.text):
                self._layers.append(Rewritten(self.text, _with_words(rule, words)))
                self.text = self._layers[-1].text

    def span(self, start: int, end: int) -> Span:
        """Folded characters that [start, end) of the reading came from; start < end."""
        for layer in reversed(self._layers):
            start, end = layer.span(start, end)
        return start, end


def word_key(word: str) -> int:
    """What stands for a word in a model's list of frequent words."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def word_costs(keys: Iterable[int]) -> Words:
    """What words cost, the most frequent first: the logarithm of their place, and as much again for each."""
    return {key: math.log(place + 10) + _NEXT_WORD for place, key in enumerate(keys)}


def frequent_form(word: str) -> str:
    """A folded word as the list of frequent words holds it: no letter twice in a row."""
    return _DOUBLE.sub(r"\1", word)


def _with_words(rule: Rule, words: Words) -> Rule:
    if not words:
        return rule
    if rule[1] is _joined:
        return rule[0], lambda match: " ".join(_cut(frequent_form(_joined(match)), words))
    if rule[1] is _mended:
        return rule[0], _Guess(words)
    return rule


class _Guess:
    """Mends a word as `_mended`; one sign becomes the letter that makes the most frequent word, where one does."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._left = _MOST_GUESSED

    def __call__(self, match: re.Match[str]) -> str:
        signs = _NO_ARABIC.findall(match[0])
        pieces = _NO_ARABIC.split(match[0])
        one_letter = len(signs) == 1 and not signs[0].isalpha() and sum(map(len, pieces)) < _LONGEST_WORD
        if not self._left or not one_letter or _has_words_between(match[0]):
            return _mended(match)
        self._left -= 1
        price = _STARRED if signs[0] in "*×" else _GUESSED
        ways = [(0.0, "".join(pieces)), *((price, letter.join(pieces)) for letter in _LETTERS)]
        costs = ((extra, self._words.get(word_key(frequent_form(word))), word) for extra, word in ways)
        fitting = [(extra + cost, word) for extra, cost, word in costs if cost is not None]
        return min(fitting)[1] if fitting else _mended(match)


def _cut(glued: str, words: Words) -> Iterator[str]:
    """The likeliest known words that make up `glued`, other letters in runs of their own."""
    if len(glued) > _LONGEST_GLUED:
        yield glued
        return
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(glued) + 1):
        ways = [(best[end - 1][0] + _STRANGE, end - 1)]
        for start in range(max(0, end - _LONGEST_WORD), end - 1):
            cost = words.get(word_key(glued[start:end]))
            if cost is not None:
                ways.append((best[start][0] + cost, start))
        best.append(min(ways))
    ends, end = [], len(glued)
    while end:
        ends.append(end)
        end = best[end][1]
    start = 0
    strange = ""
    for end in reversed(ends):
        piece, start = glued[start:end], end
        if len(piece) == 1:
            strange += piece
            continue
        yield from filter(None, (strange, piece))
        strange = ""
    if strange:
        yield strange
