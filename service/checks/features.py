"""Hashed features that both models share: character n-grams inside words, words, word pairs, sounds.

A batch of texts becomes a list of (token, column) pairs, built by whole-array
arithmetic: no Python work per n-gram, only per token. Every n-gram of code
points is hashed by one polynomial over the batch, every word by CRC-32, and
the upper bits of the mixed hash name a column. Nothing is fitted, so training
and serving cannot drift apart: the settings in the manifest say everything.

Sounds: each word's consonants in one common alphabet, in which «كلب», "kalb"
and "klb" are alike, so that what Arabic rows teach is known in Latin letters;
their n-grams know a sound with another particle or pronoun at it. Letters: a
word's first letter and its others in alphabetical order, so that a word is
known whose letters were swapped.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]
WordKeys = npt.NDArray[np.uint32]

# Group 1: a link, 2: a mention, 3: a number on its own, 4: a sign and its repetitions. Else a word.
_TOKEN = re.compile(r"((?:https?://|www\.)\S*)|(@\w+)|(\d++(?![^\W_]))|[^\W_]+|([^\w\s])\4*")
_LINK_FORM = "\ue000"  # private use: what a link points to is judged by the links check
_LONGEST_NUMBER = 12
_MOST_REPEATED = 3
_LONGEST_KEPT = 24
_SPACE = 32
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_PAIR, _SOUND, _SOUND_PART, _LETTERS = np.uint64(2), np.uint64(3), np.uint64(5), np.uint64(7)
_SOUND_PART_MIN, _SOUND_PART_MAX = 3, 4
_FEWEST_LETTERS = 4  # of a word whose letters can be swapped behind the first

_ARABIC_SOUNDS = str.maketrans("بتثجحخدذرزسشصضطظعغفقكلمنهويءا", "btTjhxdzrzsSsdtz\0Gfkklmnhwy\0\0")
_LATIN_SOUNDS = str.maketrans(
    "bcdfghjklmnpqrstvwxyz23456789aeiou'", "bkdfjhjklmnbkrstfwxyz\0\0Sxthkk\0\0\0\0\0\0"
)
_LATIN_PAIRS = (("kh", "x"), ("gh", "G"), ("sh", "S"), ("ch", "S"), ("th", "T"), ("dh", "d"))
_ARTICLE = re.compile(r"(?:ال|[aei]l-?)(?=[^\W_]{3})")
_SOFT = re.compile(r"\0+|(?<!^)[wy]+|([a-zA-Z])(?=\1)|(?<=..)h$")


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What a model's columns mean; a model only reads texts with the settings it was trained with.

    bits: there are 2**bits columns. char_min..char_max: lengths of character n-grams in code
    points, a word's edges included as spaces; 2 <= char_min <= char_max.
    """

    bits: int = 20
    char_min: int = 2
    char_max: int = 5


class Token(NamedTuple):
    """A word, number, link or sign. start, end: offsets into the text; form: what is hashed."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Features:
    """The n-grams, words, pairs, sounds and letters of a batch, in the order of their tokens.

    starts: those of token i are columns[starts[i]:starts[i + 1]], tokens counted through the batch.
    A pair belongs to its first token. words: CRC-32 of each token.
    """

    starts: Indices
    columns: Indices
    words: WordKeys

    def of_tokens(self, places: Indices) -> "Features":
        """Features of the tokens at these places alone, in this order."""
        counts = self.starts[places + 1] - self.starts[places]
        columns = self.columns[ranges(self.starts[places], counts)]
        return Features(np.concatenate([[0], np.cumsum(counts)]), columns, self.words[places])


def ranges(starts: Indices, counts: Indices) -> Indices:
    """starts[0], starts[0] + 1, … counts[0] of them; then those of starts[1], …"""
    ends = np.cumsum(counts)
    return np.repeat(starts - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens; mentions are left out, numbers keep only their length.

    Account names and digits say who and how much, never whether it is abuse.
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        start, end = match.span()
        if kind is None:
            form = match[0]
        elif kind == 4:
            form = match[0][:_MOST_REPEATED]
        elif kind == 3:
            form = "0" * min(end - start, _LONGEST_NUMBER)
        elif kind == 1:
            form = _LINK_FORM
        else:
            continue
        found.append(Token(form, start, end))
    return found


def features(batch: Sequence[Sequence[str]], settings: FeatureSettings) -> Features:
    """Features of the token forms of each text of a batch."""
    known = [_read_once(form) for forms in batch for form in forms]
    words = np.fromiter((each.word for each in known), dtype=np.uint32, count=len(known))
    sizes = np.fromiter(map(len, batch), dtype=np.int64, count=len(batch))
    owners, hashes = zip(_char_hashes(batch, settings), *_word_hashes(known, words, sizes), strict=True)
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    columns = (np.concatenate(hashes)[order] * _MIX) >> np.uint64(64 - settings.bits)
    starts = np.searchsorted(owner[order], np.arange(len(known) + 1))
    return Features(starts, columns.astype(np.int64), words)


def sound(form: str) -> str:
    """The consonants of a word in one alphabet for both scripts; "" where fewer than two are heard."""
    if len(form) == 1:
        return ""
    article = _ARTICLE.match(form)
    if article:
        form = form[article.end() :]
    if "\u0621" <= form[0] <= "\u064a":
        heard = form.translate(_ARABIC_SOUNDS)
    else:
        for pair, letter in _LATIN_PAIRS:
            form = form.replace(pair, letter)
        heard = form.translate(_LATIN_SOUNDS)
    heard = _SOFT.sub("", heard)
    return heard if len(heard) > 1 else ""


def _char_hashes(batch: Sequence[Sequence[str]], settings: FeatureSettings) -> tuple[Indices, Hashes]:
    """(token, hash) of every character n-gram that stays within one token and its two edges."""
    joined = [f" {' '.join(forms)} " for forms in batch]
    lengths = np.fromiter(map(len, joined), dtype=np.int64, count=len(joined))
    text = "".join(joined).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(text, dtype=np.uint32).astype(np.uint64)
    is_space = codes == _SPACE
    # A text of n tokens has n + 1 spaces: each token begins at its own, the last belongs to nobody.
    empty = np.fromiter((not forms for forms in batch), dtype=np.int64, count=len(batch))
    owner = np.cumsum(is_space) - 1 - np.repeat(np.arange(len(joined)) + np.cumsum(empty) - empty, lengths)
    owners, found = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.uint64)]
    rolled = codes * _BASE
    inside = np.ones(len(codes), dtype=bool)  # no space strictly between the n-gram's ends
    for length in range(2, min(settings.char_max, len(codes)) + 1):
        rolled = (rolled[:-1] + codes[length - 1 :]) * _BASE
        inside = inside[:-1] & ~is_space[length - 2 : -1] if length > 2 else ~(is_space[:-1] & is_space[1:])
        if length >= settings.char_min:
            owners.append(owner[: len(rolled)][inside])
            found.append(rolled[inside])
    return np.concatenate(owners), np.concatenate(found)


def _word_hashes(
    known: Sequence["_Read"], keys: WordKeys, sizes: Indices
) -> tuple[tuple[Indices, Hashes], ...]:
    """(token, hash) of every word, pair of neighbours inside one text, sound, part of a sound and set of letters."""
    text_of = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(known))
    words = keys.astype(np.uint64) * _BASE + np.uint64(1)
    pairs = words[:-1] * _BASE + words[1:] * _PAIR
    together = text_of[:-1] == text_of[1:]
    heard = np.fromiter((bool(each.heard) for each in known), dtype=bool, count=len(known))
    many = np.fromiter((each.letters is not None for each in known), dtype=bool, count=len(known))
    sounds = [each for each in known if each.heard]
    part_of, parts = _char_hashes([[each.heard for each in sounds]], _SOUND_PARTS)
    return (
        (place, words),
        (place[:-1][together], pairs[together]),
        (place[heard], _hashes(each.sound for each in sounds) * _BASE + _SOUND),
        (place[heard][part_of], parts * _BASE + _SOUND_PART),
        (place[many], _hashes(each.letters for each in known if each.letters is not None) * _BASE + _LETTERS),
    )


_SOUND_PARTS = FeatureSettings(char_min=_SOUND_PART_MIN, char_max=_SOUND_PART_MAX)


class _Read(NamedTuple):
    """CRC-32 of a word and of its sound, and the sound itself, "" for none; letters: of its letters in order."""

    word: int
    sound: int
    heard: str
    letters: int | None


def _hashes(numbers: Iterable[int]) -> Hashes:
    return np.fromiter(numbers, dtype=np.uint64)


def _read_once(form: str) -> _Read:
    return _kept_reading(form) if len(form) <= _LONGEST_KEPT else _read(form)


def _read(form: str) -> _Read:
    heard = sound(form)
    letters = _crc(form[0] + "".join(sorted(form[1:]))) if len(form) >= _FEWEST_LETTERS else None
    return _Read(_crc(form), _crc(heard), heard, letters)


# Most words of a comment are frequent ones: a process keeps what it read, of short words alone, so that
# nobody can fill its memory.
_kept_reading = lru_cache(maxsize=50_000)(_read)


def _crc(form: str) -> int:
    return zlib.crc32(form.encode("utf-8", "surrogatepass"))
