"""Other readings of one comment: words only, doubled letters, letters set apart, look-alike digits.

Each view is a text of words parted by single spaces, with the way back to the
comment as typed. A view that would add nothing is not made, so that the common
comment costs two passes.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from service.checks.text import FoldedText, fold_doubling
from service.domain.verdicts import Span

Replace = str | Callable[[re.Match[str]], str]
Rule = tuple[re.Pattern[str], Replace]
"""What to look for, and what stands there instead: a template of one character, or a function."""

_GAP = re.compile(r"[\W_]+")
WORDS: Rule = (_GAP, " ")
_WIDE_GAP = re.compile(r"[\W_]{2,}")
"""The gaps behind which `WORDS` moves what follows; one of a single character stays where it is."""

_DOUBLE = re.compile(r"([\u0621-\u064a])\1")
_DOUBLE_ANY = re.compile(r"([^\W\d_])\1")
_LONE = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W\d_](?![^\W_])){2,}")
_LONE_WORD = re.compile(" [^ ] ")
_LONE_GATE = re.compile(r" [^ ] [^ ] [^ ] ")
_BROKEN = re.compile(r"[^\W_]+(?:(?:[^\w\s]|_){1,2}[^\W_]+)+")
_SIGN = re.compile(r"[^\w\s]|_")
_PICTURE = re.compile("[\u2190-\U0001faff\ufe0f]")
_PICTURE_GATE = re.compile("(?<=[^\\W_])[\u2190-\U0001faff\ufe0f]{1,2}[^\\W_]")
STAND_IN = re.compile("[0-9@$]")
"""A sign that may stand for a letter: to look for one alone is several times quicker than for its neighbours."""

_INSIDE = re.compile(r"(?<=[\u0621-\u064a])[0-9@$]{1,2}(?=[\u0621-\u064a])")
"""Digits and signs that stand between two Arabic letters: put there, or instead of one (see `masks`)."""

_ALIEN_GATE = re.compile("[\u0370-\u04ff\u0192]")
_ALIEN = re.compile("[a-z\u0370-\u04ff\u0192]{3,24}")
_ALIEN_LETTERS = str.maketrans(
    "авекмнорстухіјѕԁցпяц" + "αβεηικνορτυχωγ" + "ƒ",
    "abekmhopctyxijsdgnru" + "abeniknoptuxwy" + "f",
)
"""Cyrillic and Greek letters by the Latin one that they look like (Unicode TS 39)."""

_STOPS = frozenset(".,،:;؛!?؟'’\"()/")
_LEET = re.compile(r"(?=[a-z0-9@$!|¢€]*[a-z])(?=[a-z0-9@$!|¢€]*[0134578@$!|¢€])[a-z0-9@$!|¢€]{3,24}")
_LEET_SIGN = re.compile("[0134578@$!|¢€]")
_LEET_GATE = re.compile(r"[a-z][0134578@$!|¢€]|[0134578@$!|¢€][a-z]")
_LEET_LETTERS = str.maketrans("0134578@$!|¢€", "oieastbasilce")


class Rewritten:
    """A text after every match of a pattern was replaced, with the way back.

    A replaced match is one place: each of its new characters leads to the whole match.
    """

    __slots__ = ("_begins", "_pieces", "_replaced", "_rule", "before", "text")

    def __init__(self, before: str, rule: Rule) -> None:
        self.before = before
        self._rule = rule
        self._begins: list[int] = []
        self._pieces: list[tuple[int, int, int]] = []
        self._replaced: list[tuple[int, int, int]] = []
        pattern, replace = rule
        self.text = pattern.sub(replace if isinstance(replace, str) else self._noted(replace), before)

    def _noted(self, replace: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
        """The function, with the length of each answer kept: to ask it again for the way back may be dear."""

        def noted(match: re.Match[str]) -> str:
            new = replace(match)
            self._replaced.append((*match.span(), len(new)))
            return new

        return noted

    def span(self, start: int, end: int) -> Span:
        """Characters of the text before that [start, end) came from; start < end."""
        if not self._begins:
            self._map()
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, new: int) -> Span:
        """Where one character of the new text came from."""
        end, low, high = self._pieces[bisect_right(self._begins, new) - 1]
        return (low, high) if new < end else (high + new - end, high + new - end + 1)

    def _map(self) -> None:
        """What was replaced, in order: where each begins in the new text, and (its end there, its old place).

        Kept by replacement, not by character, since most of a comment stays as it was.
        """
        pattern, replace = self._rule
        if isinstance(replace, str):
            moving = _WIDE_GAP if pattern is _GAP else pattern
            self._replaced = [(*match.span(), 1) for match in moving.finditer(self.before)]
        self._begins, self._pieces = [0], [(0, 0, 0)]
        shift = 0
        for low, high, length in self._replaced:
            end = low + shift + length
            self._begins.append(low + shift)
            self._pieces.append((end, low, high))
            shift = end - high


class View(NamedTuple):
    """One reading. name: typed, doubled, joined, look_alike or masked (arabizi: see `arabizi_words`).

    text: words and single spaces. span: half-open place in `text` → place in the comment as typed.
    """

    name: str
    text: str
    span: Callable[[int, int], Span]


def rewritten_view(name: str, before: View, *rules: Rule) -> View:
    """The view that the rules make of another one, one after the other."""
    for rule in rules:
        before = _rewritten(name, before, rule)
    return before


def _rewritten(name: str, before: View, rule: Rule) -> View:
    layer = Rewritten(before.text, rule)

    def span(start: int, end: int) -> Span:
        return before.span(*layer.span(start, end))

    return View(name, layer.text, span)


def folded_view(folded: FoldedText) -> View:
    """The folded text itself, punctuation and all."""
    return View("typed", folded.folded, folded.span)


def words_only(text: str) -> str:
    """`text` (folded) as words parted by single spaces, none at the ends."""
    return _GAP.sub(" ", text).strip()


def undoubled(text: str) -> str:
    """`text` with each doubled letter written once, as `doubled` views write it."""
    return _DOUBLE_ANY.sub(r"\1", text)


# Kept for a moment: lists and offers ask for the same views of one comment.
@lru_cache(maxsize=4)
def typed_view(folded: FoldedText) -> View:
    """The words as typed, without punctuation."""
    return View("typed", _GAP.sub(" ", folded.folded), _WayBack(folded))


class _WayBack:
    """From the words of a text to the text as typed; worked out when a place is asked for."""

    __slots__ = ("_folded", "_layer")

    def __init__(self, folded: FoldedText) -> None:
        self._folded = folded
        self._layer: Rewritten | None = None

    def __call__(self, start: int, end: int) -> Span:
        if self._layer is None:
            self._layer = Rewritten(self._folded.folded, WORDS)
        return self._folded.span(*self._layer.span(start, end))


def doubled_view(typed: View) -> View | None:
    """The view in which a doubled Arabic letter counts as one («كللب»)."""
    return rewritten_view("doubled", typed, (_DOUBLE, r"\1")) if _DOUBLE.search(typed.text) else None


def doubling_views(folded: FoldedText) -> list[View]:
    """Where a Latin letter was held down: each such letter twice ("asss"), and each once."""
    twice = fold_doubling(folded.original)
    if twice is None:
        return []
    typed = typed_view(twice)
    return [typed, rewritten_view("doubled", typed, (_DOUBLE_ANY, r"\1"))]


@lru_cache(maxsize=4)
def joined_views(folded: FoldedText) -> tuple[View, ...]:
    """Views in which letters that were set apart are put together; empty for most comments."""
    plain, typed = folded_view(folded), typed_view(folded)
    views = []
    spaced = f" {typed.text} "
    has_lone_letter = _LONE_WORD.search(spaced) is not None  # without one `_mended` mends nothing
    if has_lone_letter and _LONE_GATE.search(spaced):
        views.append(rewritten_view("joined", plain, (_LONE, _joined), WORDS))
    if not folded.is_plain and STAND_IN.search(plain.text) and _INSIDE.search(plain.text):
        views.append(rewritten_view("joined", plain, (_INSIDE, _nothing), WORDS))
    is_pictured = not folded.is_plain and _PICTURE.search(plain.text) and _PICTURE_GATE.search(plain.text)
    if (has_lone_letter or is_pictured) and _is_broken(plain.text):
        views.append(rewritten_view("joined", plain, (_BROKEN, _mended), WORDS))
    return tuple(views)


def other_views(folded: FoldedText) -> list[View]:
    """Views of letters set apart and look-alike digits; empty for most comments."""
    plain = folded_view(folded)
    views = list(joined_views(folded))
    if folded.is_plain:
        return views
    if _LEET_SIGN.search(plain.text) and _LEET_GATE.search(plain.text):
        views.append(rewritten_view("look_alike", plain, (_LEET, _unleet), WORDS))
    if _ALIEN_GATE.search(plain.text):
        views.append(rewritten_view("look_alike", plain, (_ALIEN, _naturalised), WORDS))
    return views


def _is_broken(text: str) -> bool:
    """Whether `_mended` changes a word. Most words have no sign in them, or one at the end, and are passed over."""
    return any(
        _mended(word) != word[0]
        for token in text.split()
        if not token.isalnum() and not token[:-1].isalnum()
        for word in _BROKEN.finditer(token)
    )


def _joined(match: re.Match[str]) -> str:
    return _GAP.sub("", match[0])


def _mended(match: re.Match[str]) -> str:
    """The word without the signs inside it, where they look meant to break it.

    A missing space behind a full stop is common («كذا.ثم»), so a stop only counts between
    pieces of one or two letters of which one stands alone; a hyphen or the like, beside any lone
    letter; a picture, anywhere.
    """
    pieces = _GAP.split(match[0])
    signs = _SIGN.findall(match[0])
    if any(sign in _STOPS for sign in signs):
        return "".join(pieces) if min(map(len, pieces)) == 1 and max(map(len, pieces)) < 3 else match[0]
    if min(map(len, pieces)) > 1 and (len(pieces) > 3 or not all(map(_is_picture, signs))):
        return match[0]
    return "".join(pieces)


def _is_picture(sign: str) -> bool:
    return sign > "\u2190"


def _naturalised(match: re.Match[str]) -> str:
    plain = match[0].translate(_ALIEN_LETTERS)
    return plain if plain.isascii() else match[0]


def _nothing(_: re.Match[str]) -> str:
    return ""


def _unleet(match: re.Match[str]) -> str:
    return match[0].translate(_LEET_LETTERS)
