"""A small network over the tokens of a text: what three neighbours say together, and the text as a whole.

Each token is the sum of the vectors of its n-grams, beside what is known of the word's meaning. One
layer reads every token with its two neighbours and keeps the loudest answer in the text, so neutral
words around an insult do not drown it; another reads the sum of all tokens. numpy only:
`service.learn` trains it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.checks.features import Features, Floats, Indices
from service.checks.meanings import NO_MEANINGS, Meanings

_MOST_TOGETHER = 64
"""Features of a word, about thirteen letters, beyond which it is summed alone."""

LAYERS = ("near", "near_bias", "near_out", "whole", "whole_bias", "whole_out", "bias")


@dataclass(frozen=True, slots=True)
class Network:
    """table: one vector per column, (2**table_bits, numbers); with those of meanings, a token has d numbers.

    near (3d, h), near_bias (h), near_out (h): over a token and its neighbours. whole (d, h),
    whole_bias (h), whole_out (h): over the text. bias (1).
    """

    table: Floats
    near: Floats
    near_bias: Floats
    near_out: Floats
    whole: Floats
    whole_bias: Floats
    whole_out: Floats
    bias: Floats
    meanings: Meanings = NO_MEANINGS

    @property
    def width(self) -> int:
        """Numbers of a token's vector."""
        return int(self.table.shape[1]) + self.meanings.width

    def sums(self, found: Features, sizes: Indices, bits: int) -> npt.NDArray[np.float64]:
        """One logit per text; sizes: tokens of each text; bits: of the columns in `found`."""
        return self.answer(pooled(self, self.vectors(found, bits), sizes))

    def answer(self, seen: "Pooled") -> npt.NDArray[np.float64]:
        """Logits of what the layers saw."""
        said = seen.loudest @ self.near_out + np.maximum(seen.whole, 0.0) @ self.whole_out
        return np.asarray(said + self.bias, dtype=np.float64)

    def vectors(self, found: Features, bits: int) -> Floats:
        """One vector per token, (tokens, d)."""
        down = bits - (len(self.table).bit_length() - 1)
        counts = np.diff(found.starts)
        if not len(counts):
            return np.zeros((0, self.width), dtype=np.float32)
        summed = _summed(self.table, found.columns >> down, found.starts[:-1], counts)
        summed /= np.sqrt(counts)[:, None].astype(np.float32)
        return self.with_meanings(summed, found)

    def with_meanings(self, vectors: Floats, found: Features) -> Floats:
        """The tokens' sums with what is known of their words behind."""
        return np.concatenate([vectors, self.meanings.of(found.words)], axis=1)

    def credit(self, vectors: Floats, sizes: Indices) -> Floats:
        """What each token, with its neighbours, added to its text's logit, (tokens); sizes: tokens of each text."""
        seen = pooled(self, vectors, sizes)
        heard = seen.near == np.repeat(seen.loudest, sizes, axis=0)
        return np.asarray((seen.near * heard) @ self.near_out)


@dataclass(frozen=True, slots=True)
class Pooled:
    """What the layers saw of a batch.

    triples (tokens, 3d), near (tokens, h), loudest (texts, h), mean (texts, d), whole (texts, h,
    before the rectifier); shrink (texts, 1): what the sum of a text's tokens was multiplied by.
    """

    triples: Floats
    near: Floats
    loudest: Floats
    mean: Floats
    whole: Floats
    shrink: Floats


def _summed(table: Floats, rows: Indices, starts: Indices, counts: Indices) -> Floats:
    """Sums of the table's rows from each start on; every count is at least 1.

    Words of a few letters together, row after row; that is several times faster than to sum one
    word after the other. Each sum is the same whatever stands beside it.
    """
    order = np.argsort(-counts, kind="stable")
    ordered = counts[order]
    long = int(np.searchsorted(-ordered, -_MOST_TOGETHER, side="left"))
    firsts = starts[order]
    summed = table.take(rows[firsts], axis=0)
    for place in range(long):
        summed[place] = table[rows[firsts[place] : firsts[place] + ordered[place]]].sum(axis=0)
    short = -ordered[long:]
    for step in range(1, int(ordered[long]) if long < len(ordered) else 0):
        end = long + int(np.searchsorted(short, -step, side="left"))
        summed[long:end] += table.take(rows[firsts[long:end] + step], axis=0)
    back = np.empty_like(summed)
    back[order] = summed
    return back


def pooled(net: Network, vectors: Floats, sizes: Indices) -> Pooled:
    """Run both layers over the token vectors of a batch."""
    triples = with_neighbours(vectors, sizes)
    near = np.maximum(triples @ net.near + net.near_bias, 0.0)
    some = sizes > 0
    starts = (np.cumsum(sizes) - sizes)[some]
    loudest = np.zeros((len(sizes), near.shape[1]), dtype=np.float32)
    mean = np.zeros((len(sizes), vectors.shape[1]), dtype=np.float32)
    if len(starts):
        loudest[some] = np.maximum.reduceat(near, starts, axis=0)
        mean[some] = np.add.reduceat(vectors, starts, axis=0)
    shrink = (1.0 / np.sqrt(np.maximum(sizes, 1))).astype(np.float32)[:, None]
    mean *= shrink
    return Pooled(triples, near, loudest, mean, mean @ net.whole + net.whole_bias, shrink)


def with_neighbours(vectors: Floats, sizes: Indices) -> Floats:
    """Each token's vector between those of its neighbours, zeros beyond a text's ends."""
    left, right = np.zeros_like(vectors), np.zeros_like(vectors)
    left[1:], right[:-1] = vectors[:-1], vectors[1:]
    firsts, lasts = edges(sizes)
    left[firsts] = 0.0
    right[lasts] = 0.0
    return np.concatenate([left, vectors, right], axis=1)


def edges(sizes: Indices) -> tuple[Indices, Indices]:
    """Places of the first and of the last token of every text that has one."""
    ends = np.cumsum(sizes)
    some = sizes > 0
    return (ends - sizes)[some], ends[some] - 1


def network_of(
    arrays: Mapping[str, npt.NDArray[np.float16]], table: Floats, meanings: Meanings = NO_MEANINGS
) -> Network:
    """A network of its stored layers. Raises ValueError where their shapes do not fit each other."""
    layers = {name: np.asarray(arrays[name], dtype=np.float32) for name in LAYERS}
    d, h = table.shape[1] + meanings.width, len(layers["near_bias"])
    shapes = {"near": (3 * d, h), "whole": (d, h), "bias": (1,)}
    for name, layer in layers.items():
        if layer.shape != shapes.get(name, (h,)):
            raise ValueError(f"the layer {name} has another shape")
    return Network(table, **layers, meanings=meanings)
