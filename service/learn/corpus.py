"""Many texts as the models see them, read once and used by every fit."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from service.checks.features import Features, FeatureSettings, Floats, Indices, ranges
from service.checks.plain import Words, frequent_form, word_costs, word_key
from service.checks.scoring import Batch, batch_of
from service.checks.text import fold

_AT_ONCE = 1024
_WORD = re.compile(r"(?<![^\W_])[\u0621-\u063a\u0641-\u064a]{2,12}(?![^\W_])")
_MOST_WORDS, _FEWEST_TIMES = 60_000, 3


@dataclass(frozen=True, slots=True)
class Corpus:
    """Features of all texts; bits: of the columns. firsts: place of each text's first token, and the end."""

    found: Features
    sizes: Indices
    arabic: npt.NDArray[np.bool_]
    bits: int
    firsts: Indices

    def part(self, chosen: Indices) -> Features:
        """Features of the chosen texts alone, in their order."""
        return self.found.of_tokens(ranges(self.firsts[chosen], self.sizes[chosen]))

    def batch(self, chosen: Indices) -> Batch:
        """The chosen texts as serving would see them."""
        return Batch(self.part(chosen), self.sizes[chosen], self.arabic[chosen])

    def matrix(self) -> sparse.csr_matrix:
        """One line per text, in which each feature has the root of the text's count as its share."""
        starts = self.found.starts[self.firsts]
        counts = np.diff(starts)
        values: Floats = np.repeat(1.0 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
        shape = (len(counts), 1 << self.bits)
        return sparse.csr_matrix((values, self.found.columns, starts), shape=shape)


def frequent_words(texts: Iterable[str]) -> Words:
    """The words that the texts use most, as `service.checks.plain` asks for them."""
    counts = Counter(word for text in texts for word in _WORD.findall(frequent_form(fold(text).folded)))
    return word_costs(word_key(word) for word, n in counts.most_common(_MOST_WORDS) if n >= _FEWEST_TIMES)


def corpus_of(
    texts: Sequence[str],
    settings: FeatureSettings,
    words: Words,
    progress: Callable[[int], None],
) -> Corpus:
    """Read all texts. progress: told how many are done."""
    parts = []
    for start in range(0, len(texts), _AT_ONCE):
        part = batch_of([fold(text).folded for text in texts[start : start + _AT_ONCE]], settings, words)[1]
        parts.append(part)
        progress(start + len(part.sizes))
    sizes = np.concatenate([part.sizes for part in parts])
    counts = np.concatenate([np.diff(part.found.starts) for part in parts])
    columns = np.concatenate([part.found.columns.astype(np.int32) for part in parts])
    return Corpus(
        found=Features(
            starts=np.concatenate([[0], np.cumsum(counts)]),
            columns=columns,
            words=np.concatenate([part.found.words for part in parts]),
        ),
        sizes=sizes,
        arabic=np.concatenate([part.arabic for part in parts]),
        bits=settings.bits,
        firsts=np.concatenate([[0], np.cumsum(sizes)]),
    )
