"""Hashed features that both models share: character n-grams inside words, words and word pairs.

A batch of folded texts becomes one sparse matrix, built by whole-array
arithmetic: no Python work per n-gram, only per token. Every n-gram of code
points is hashed by one polynomial over the batch, every word by CRC-32, and
the upper bits of the mixed hash name a column. Nothing is fitted, so training
and serving cannot drift apart: the settings in the manifest say everything.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]

# Group 1: a link, 2: a mention, 3: a number on its own, 4: a sign and its repetitions. Else a word.
_TOKEN = re.compile(r"((?:https?://|www\.)\S*)|(@\w+)|(\d++(?![^\W_]))|[^\W_]+|([^\w\s])\4*")
_LINK_FORM = "\ue000"  # private use: what a link points to is judged by the links check
_LONGEST_NUMBER = 12
_MOST_REPEATED = 3
_SPACE = 32
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What a model's columns mean; a model only reads texts with the settings it was trained with.

    bits: there are 2**bits columns. char_min..char_max: lengths of character n-grams in code
    points, a word's edges included as spaces; 2 <= char_min <= char_max.
    """

    bits: int = 20
    char_min: int = 2
    char_max: int = 5


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, link or sign. start, end: offsets into the folded text; form: what is hashed."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FeatureMatrix:
    """A batch in compressed sparse rows: the columns of text i are columns[starts[i]:starts[i + 1]].

    values: L2-normalised per text, so a long text has no louder voice than a short one.
    """

    starts: Indices
    columns: Indices
    values: Floats


def tokens(folded: str) -> list[Token]:
    """Cut a folded text into tokens; mentions are left out, numbers keep only their length.

    Account names and digits say who and how much, never whether it is abuse.
    """
    found = []
    for match in _TOKEN.finditer(folded):
        kind = match.lastindex
        if kind is None:
            form = match.group()
        elif kind == 1:
            form = _LINK_FORM
        elif kind == 3:
            form = "0" * min(match.end() - match.start(), _LONGEST_NUMBER)
        elif kind == 4:
            form = match.group(4) * min(match.end() - match.start(), _MOST_REPEATED)
        else:
            continue
        found.append(Token(form, match.start(), match.end()))
    return found


def feature_matrix(texts: Sequence[str], settings: FeatureSettings) -> FeatureMatrix:
    """Features of a batch of folded texts; a text without a token has an empty row."""
    batch = [[token.form for token in tokens(text)] for text in texts]
    char_rows, char_hashes = _char_hashes(batch, settings)
    word_rows, word_hashes = _word_hashes(batch)
    rows = np.concatenate([char_rows, word_rows])
    columns = _columns(np.concatenate([char_hashes, word_hashes]), settings.bits)
    keys, counts = np.unique((rows << np.uint64(settings.bits)) | columns, return_counts=True)
    row_of = (keys >> np.uint64(settings.bits)).astype(np.int64)
    values = 1.0 + np.log(counts)
    norms = np.sqrt(np.bincount(row_of, weights=values * values, minlength=len(texts)))
    return FeatureMatrix(
        starts=np.searchsorted(row_of, np.arange(len(texts) + 1)),
        columns=(keys & np.uint64((1 << settings.bits) - 1)).astype(np.int64),
        values=(values / norms[row_of]).astype(np.float32),
    )


def token_columns(forms: Sequence[str], settings: FeatureSettings) -> tuple[Indices, Indices]:
    """Which token of one text each n-gram and word belongs to, and its column; repeats are kept.

    Word pairs belong to no single word and are left out. For explanations: `feature_matrix` is
    the fast way.
    """
    owners, char_hashes = _char_hashes([[form] for form in forms], settings)
    _, word_hashes = _word_hashes([[form] for form in forms])
    owners = np.concatenate([owners, np.arange(len(forms), dtype=np.uint64)])
    columns = _columns(np.concatenate([char_hashes, word_hashes]), settings.bits)
    return owners.astype(np.int64), columns.astype(np.int64)


def _columns(hashes: Hashes, bits: int) -> Hashes:
    return (hashes * _MIX) >> np.uint64(64 - bits)


def _char_hashes(batch: Sequence[Sequence[str]], settings: FeatureSettings) -> tuple[Hashes, Hashes]:
    """(text, hash) of every character n-gram that stays within one token and its two edges."""
    joined = [f" {' '.join(forms)} " for forms in batch]
    lengths = np.fromiter(map(len, joined), dtype=np.int64, count=len(joined))
    row_of = np.repeat(np.arange(len(joined), dtype=np.uint64), lengths)
    text = "".join(joined).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(text, dtype=np.uint32).astype(np.uint64)
    is_space = codes == _SPACE
    rows, found = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.uint64)]
    rolled = codes * _BASE
    inside = np.ones(len(codes), dtype=bool)  # no space strictly between the n-gram's ends
    for length in range(2, min(settings.char_max, len(codes)) + 1):
        rolled = (rolled[:-1] + codes[length - 1 :]) * _BASE
        inside = inside[:-1] & ~is_space[length - 2 : -1] if length > 2 else ~(is_space[:-1] & is_space[1:])
        if length >= settings.char_min:
            rows.append(row_of[: len(rolled)][inside])
            found.append(rolled[inside])
    return np.concatenate(rows), np.concatenate(found)


def _word_hashes(batch: Sequence[Sequence[str]]) -> tuple[Hashes, Hashes]:
    """(text, hash) of every word, then of every pair of neighbours inside one text."""
    sizes = np.fromiter(map(len, batch), dtype=np.int64, count=len(batch))
    rows = np.repeat(np.arange(len(batch), dtype=np.uint64), sizes)
    flat = (zlib.crc32(form.encode("utf-8", "surrogatepass")) for forms in batch for form in forms)
    words = np.fromiter(flat, dtype=np.uint64, count=len(rows)) * _BASE + np.uint64(1)
    pairs = words[:-1] * _BASE + words[1:]
    together = rows[:-1] == rows[1:]
    return np.concatenate([rows, rows[:-1][together]]), np.concatenate([words, pairs[together]])
