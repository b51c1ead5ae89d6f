"""Training of `service.checks.network`: logistic loss, dropped n-grams, Adagrad for the table, Adam for the layers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from service.checks.features import Features, Floats, Indices
from service.checks.meanings import Meanings
from service.checks.network import LAYERS, Network, Pooled, edges, pooled
from service.learn.corpus import Corpus
from service.learn.figures import Labels, Numbers

_BATCH = 256
_MOST_TABLE_BITS = 17
_WIDTH, _HIDDEN = 16, 32
_NGRAMS_DROPPED, _UNITS_DROPPED = 0.4, 0.2
_TABLE_RATE, _LAYER_RATE = 0.1, 0.003
_MOMENTUM, _MEMORY = 0.9, 0.999


@dataclass
class _Learner:
    """The network in training with the optimisers' memories, which steps change in place."""

    net: Network
    table_memory: Floats
    moments: dict[str, tuple[Floats, Floats]]
    chance: np.random.Generator
    steps: int = 0


def fit_network(
    corpus: Corpus,
    labels: Labels,
    weights: Numbers,
    meanings: Meanings,
    epochs: int,
    seed: int,
    progress: Callable[[float], None],
) -> Network:
    """A network that tells the labels apart, on the texts whose weight is above 0.

    The same seed gives the same network. progress: told the done part, 0..1.
    """
    learner = _learner(min(_MOST_TABLE_BITS, corpus.bits), meanings, seed)
    used = np.flatnonzero(weights > 0)
    starts = range(0, len(used), _BATCH)
    total = epochs * len(starts)
    for _ in range(epochs):
        order = learner.chance.permutation(used)
        for start in starts:
            chosen = order[start : start + _BATCH]
            _step(learner, corpus, chosen, labels[chosen], weights[chosen], 1.0 - learner.steps / total)
            progress(learner.steps / total)
    return learner.net


def _learner(bits: int, meanings: Meanings, seed: int) -> _Learner:
    chance = np.random.default_rng(seed)
    width = _WIDTH + meanings.width

    def drawn(*shape: int, size: float) -> Floats:
        return (chance.standard_normal(shape) * size).astype(np.float32)

    net = Network(
        table=drawn(1 << bits, _WIDTH, size=0.05),
        near=drawn(3 * width, _HIDDEN, size=float(np.sqrt(2 / (3 * width)))),
        near_bias=np.zeros(_HIDDEN, dtype=np.float32),
        near_out=drawn(_HIDDEN, size=0.2),
        whole=drawn(width, _HIDDEN, size=float(np.sqrt(2 / width))),
        whole_bias=np.zeros(_HIDDEN, dtype=np.float32),
        whole_out=drawn(_HIDDEN, size=0.2),
        bias=np.zeros(1, dtype=np.float32),
        meanings=meanings,
    )
    moments = {
        name: (np.zeros_like(getattr(net, name)), np.zeros_like(getattr(net, name))) for name in LAYERS
    }
    return _Learner(net, np.full(1 << bits, 0.01, dtype=np.float32), moments, chance)


def _step(
    learner: _Learner, corpus: Corpus, chosen: Indices, labels: Labels, weights: Numbers, rate: float
) -> None:
    """One step down the gradient of the chosen texts."""
    learner.steps += 1
    net, sizes = learner.net, corpus.sizes[chosen]
    down = corpus.bits - (len(net.table).bit_length() - 1)
    found = corpus.part(chosen)
    columns, matrix = _matrix(found, down, learner.chance)
    seen = pooled(net, net.with_meanings(matrix @ net.table[columns], found), sizes)
    kept = [_kept(learner.chance, layer.shape) for layer in (seen.loudest, seen.whole)]
    loud = seen.loudest * kept[0]
    whole = np.maximum(seen.whole, 0.0) * kept[1]
    said = 1.0 / (1.0 + np.exp(-(loud @ net.near_out + whole @ net.whole_out + net.bias)))
    wrong = (weights * (said - labels) / len(chosen)).astype(np.float32)
    to_near, to_whole, to_vectors = _backwards(net, seen, sizes, kept, wrong)
    _follow(
        learner,
        {
            "near": seen.triples.T @ to_near,
            "near_bias": to_near.sum(axis=0),
            "near_out": np.asarray(loud.T @ wrong, dtype=np.float32),
            "whole": seen.mean.T @ to_whole,
            "whole_bias": to_whole.sum(axis=0),
            "whole_out": whole.T @ wrong,
            "bias": wrong.sum(keepdims=True),
        },
        rate,
    )
    slope = (matrix.T @ to_vectors[:, : net.table.shape[1]]) * np.float32(np.sqrt(_BATCH))
    learner.table_memory[columns] += (slope * slope).mean(axis=1)
    net.table[columns] -= _TABLE_RATE * rate * slope / np.sqrt(learner.table_memory[columns])[:, None]


def _matrix(found: Features, down: int, chance: np.random.Generator) -> tuple[Indices, sparse.csr_matrix]:
    """The columns of the table that a batch uses, and tokens by those columns, some n-grams dropped.

    down: bits that the table's columns have less than the features.
    """
    columns, places = np.unique(found.columns >> down, return_inverse=True)
    counts = np.diff(found.starts)
    values = np.repeat(1.0 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    values *= (chance.random(len(values), dtype=np.float32) >= _NGRAMS_DROPPED) / np.float32(
        1 - _NGRAMS_DROPPED
    )
    shape = (len(counts), len(columns))
    return columns, sparse.csr_matrix((values, places.astype(np.int32), found.starts), shape=shape)


def _kept(chance: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    kept = chance.random(shape, dtype=np.float32) >= _UNITS_DROPPED
    return np.asarray(kept / np.float32(1 - _UNITS_DROPPED), dtype=np.float32)


def _backwards(
    net: Network, seen: Pooled, sizes: Indices, kept: list[Floats], wrong: Floats
) -> tuple[Floats, Floats, Floats]:
    """Gradients of what both layers said before the rectifier, and of the token vectors."""
    text_of = np.repeat(np.arange(len(sizes)), sizes)
    to_whole = np.outer(wrong, net.whole_out) * kept[1] * (seen.whole > 0)
    to_loudest = np.outer(wrong, net.near_out) * kept[0]
    heard = (seen.near == seen.loudest[text_of]) & (seen.near > 0)
    to_near = np.where(heard, to_loudest[text_of], np.float32(0.0))
    width = net.width
    left, vectors, right = np.split(to_near @ net.near.T, [width, 2 * width], axis=1)
    firsts, lasts = edges(sizes)
    left[firsts] = 0.0
    right[lasts] = 0.0
    to_vectors: Floats = np.asarray(
        vectors + ((to_whole @ net.whole.T) * seen.shrink)[text_of], dtype=np.float32
    )
    to_vectors[:-1] += left[1:]
    to_vectors[1:] += right[:-1]
    return to_near, to_whole, to_vectors


def _follow(learner: _Learner, slopes: dict[str, Floats], rate: float) -> None:
    """One step of Adam for every layer."""
    unbiased = (1 - _MOMENTUM**learner.steps, 1 - _MEMORY**learner.steps)
    for name, slope in slopes.items():
        mean, square = learner.moments[name]
        mean += (1 - _MOMENTUM) * (slope - mean)
        square += (1 - _MEMORY) * (slope * slope - square)
        layer: npt.NDArray[Any] = getattr(learner.net, name)
        layer -= _LAYER_RATE * rate * (mean / unbiased[0]) / (np.sqrt(square / unbiased[1]) + 1e-8)
