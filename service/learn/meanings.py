"""The meaning of words from texts without labels: which neighbours a word has more often than chance would give it.

Counts of neighbours become positive pointwise mutual information, and its strongest directions
the vectors. Labels play no part.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from service.checks.features import Floats, Indices, WordKeys
from service.checks.meanings import NO_MEANINGS, Meanings
from service.checks.plain import Words, word_key
from service.checks.scoring import ReadText
from service.checks.text import fold

MEANING_LEVELS = 7
"""Largest level of a stored number."""

_WIDTH = 64
_MOST_WORDS, _FEWEST_TIMES = 50_000, 6
_MOST_NEIGHBOURS = 12_000
_REACH = 3
_NEIGHBOUR_POWER = 0.75  # below 1, so that rare neighbours do not count for too much
_SPREAD = 0.15  # of each number, about that of the n-gram vectors beside it
_LARGEST = 2.5  # spreads at which numbers are cut
_AT_ONCE = 1024


def word_keys(
    texts: Sequence[str], words: Words, progress: Callable[[int], None]
) -> tuple[WordKeys, Indices]:
    """The words of all texts as the models read them, and how many each text has. progress: texts done."""
    keys: list[WordKeys] = []
    sizes: list[int] = []
    for start in range(0, len(texts), _AT_ONCE):
        part = [ReadText(fold(text).folded, words).tokens for text in texts[start : start + _AT_ONCE]]
        keys.append(np.array([word_key(token.form) for text in part for token in text], dtype=np.uint32))
        sizes += map(len, part)
        progress(start + len(part))
    return np.concatenate([np.empty(0, dtype=np.uint32), *keys]), np.array(sizes, dtype=np.int64)


def learn_meanings(keys: WordKeys, sizes: Indices, seed: int) -> Meanings:
    """What the frequent words among `keys` mean; none where too few are frequent. sizes: words of each text.

    The same texts and seed give the same vectors.
    """
    known, place, times = np.unique(keys, return_inverse=True, return_counts=True)
    order = np.argsort(-times, kind="stable")[:_MOST_WORDS]
    order = order[times[order] >= _FEWEST_TIMES]
    if len(order) <= 2 * _WIDTH:
        return NO_MEANINGS
    rank = np.full(len(known), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    counts = _neighbours(rank[place], sizes, len(order))
    left, strength, _ = randomized_svd(_information(counts), _WIDTH, n_iter=2, random_state=seed)
    vectors = left * np.sqrt(strength)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    levels, scale = _levels_of((vectors * (_SPREAD * np.sqrt(_WIDTH))).astype(np.float32))
    ascending = np.argsort(known[order])
    return Meanings(known[order][ascending], levels[ascending], scale)


def _neighbours(ranks: Indices, sizes: Indices, words: int) -> sparse.csr_matrix:
    """How often each word has each frequent neighbour, near ones counting more. ranks: -1 for rare words."""
    text_of = np.repeat(np.arange(len(sizes)), sizes)
    shape = (words, min(words, _MOST_NEIGHBOURS))
    total = sparse.csr_matrix(shape, dtype=np.float32)
    for step in range(1, _REACH + 1):
        first, second = ranks[:-step], ranks[step:]
        together = (text_of[:-step] == text_of[step:]) & (first >= 0) & (second >= 0)
        for word, neighbour in ((first[together], second[together]), (second[together], first[together])):
            frequent = neighbour < shape[1]
            ones = np.full(int(frequent.sum()), 1.0 / step, dtype=np.float32)
            total = total + sparse.csr_matrix((ones, (word[frequent], neighbour[frequent])), shape=shape)
    return total


def _information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Positive pointwise mutual information of words and neighbours."""
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    of_neighbour = np.asarray(counts.sum(axis=0)).ravel() ** _NEIGHBOUR_POWER
    each = counts.tocoo()
    chance = of_word[each.row] * of_neighbour[each.col] / of_neighbour.sum()
    said = np.log(each.data / chance).astype(np.float32)
    more = said > 0
    return sparse.csr_matrix((said[more], (each.row[more], each.col[more])), shape=counts.shape)


def _levels_of(vectors: Floats) -> tuple[np.typing.NDArray[np.int8], Floats]:
    """Whole numbers -MEANING_LEVELS..MEANING_LEVELS and what one of them is worth, for each column."""
    scale = (vectors.std(axis=0) * _LARGEST / MEANING_LEVELS).astype(np.float32)
    scale = np.where(scale > 0, scale, np.float32(1.0))
    levels = np.clip(np.rint(vectors / scale), -MEANING_LEVELS, MEANING_LEVELS)
    return levels.astype(np.int8), scale
