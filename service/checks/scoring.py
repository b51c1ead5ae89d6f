"""From texts to the sum and score of one model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.checks.features import Features, FeatureSettings, Floats, Indices, features, ranges, tokens
from service.checks.network import Network
from service.checks.plain import NO_WORDS, PlainReading, Words
from service.domain.verdicts import Span

HOLD_SCORE = 0.6
"""The score of a text that sits exactly on a model's recommended threshold."""

_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARABIC_SHARE = 0.5  # of the letters, from which a text counts as Arabic


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts as the models see them. sizes: tokens of each text. arabic: whether it counts as Arabic."""

    found: Features
    sizes: Indices
    arabic: npt.NDArray[np.bool_]

    @property
    def counts(self) -> Indices:
        """Features of each text."""
        ends = np.concatenate([[0], np.cumsum(self.sizes)])
        return np.asarray(np.diff(self.found.starts[ends]))

    def only(self, chosen: Indices) -> "Batch":
        """The texts at these places, in this order."""
        firsts = np.cumsum(self.sizes) - self.sizes
        places = ranges(firsts[chosen], self.sizes[chosen])
        return Batch(self.found.of_tokens(places), self.sizes[chosen], self.arabic[chosen])


class ReadText:
    """A folded text as the models see it: its plain reading, and the tokens of that."""

    __slots__ = ("reading", "tokens")

    def __init__(self, folded: str, words: Words) -> None:
        self.reading = PlainReading(folded, words)
        self.tokens = tokens(self.reading.text)

    def span(self, place: int) -> Span:
        """Where the token at this place stands in the folded text."""
        token = self.tokens[place]
        return self.reading.span(token.start, token.end)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One model. weights: one per column; a text's linear sum is bias + its weights over the root of their count.

    network: what is added to it, `share` of the whole, or None. thresholds: the sum from which
    holding is recommended, for texts in other scripts and in Arabic. The score is the logistic
    function of slope · (sum - threshold), shifted to HOLD_SCORE at the threshold.
    """

    weights: Floats
    bias: float
    slope: float
    thresholds: tuple[float, float]
    network: Network | None = None
    share: float = 0.0

    def sums(self, batch: Batch, bits: int) -> npt.NDArray[np.float64]:
        """One sum per text."""
        counts = batch.counts
        rows = np.repeat(np.arange(len(counts)), counts)
        added = np.bincount(rows, weights=self.weights[batch.found.columns], minlength=len(counts))
        linear = added / np.sqrt(np.maximum(counts, 1)) + self.bias
        if self.network is None:
            return np.asarray(linear, dtype=np.float64)
        return (1 - self.share) * linear + self.share * self.network.sums(batch.found, batch.sizes, bits)

    def score(self, sums: npt.NDArray[np.float64], arabic: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Scores in [0, 1] of sums, to six digits: the last bits of a sum depend on what stands beside it."""
        thresholds = np.where(arabic, self.thresholds[1], self.thresholds[0])
        place = self.slope * (sums - thresholds) + np.log(HOLD_SCORE / (1 - HOLD_SCORE))
        return np.asarray(np.round(1.0 / (1.0 + np.exp(-np.clip(place, -50.0, 50.0))), 6))

    def credit(self, batch: Batch, bits: int) -> npt.NDArray[np.float64]:
        """What each token of the batch added to the sum of its text."""
        starts, sizes = batch.found.starts, batch.sizes
        owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        weights = np.bincount(owners, weights=self.weights[batch.found.columns], minlength=len(starts) - 1)
        linear = weights / np.repeat(np.sqrt(np.maximum(batch.counts, 1)), sizes)
        if self.network is None:
            return np.asarray(linear, dtype=np.float64)
        near = self.network.credit(self.network.vectors(batch.found, bits), sizes)
        return np.asarray((1 - self.share) * linear + self.share * near, dtype=np.float64)


def batch_of(
    folded_texts: Sequence[str], settings: FeatureSettings, words: Words = NO_WORDS
) -> tuple[list[ReadText], Batch]:
    """Folded texts as the models see them, one by one and all together."""
    texts = [ReadText(text, words) for text in folded_texts]
    forms = [[token.form for token in text.tokens] for text in texts]
    readings = (is_arabic(text.reading.text) for text in texts)
    return texts, Batch(
        found=features(forms, settings),
        sizes=np.fromiter(map(len, forms), dtype=np.int64, count=len(forms)),
        arabic=np.fromiter(readings, dtype=bool, count=len(texts)),
    )


def is_arabic(text: str) -> bool:
    """Whether at least half of the letters of a folded text are Arabic, so that Arabic's threshold counts."""
    arabic = len(_ARABIC.findall(text))
    return arabic >= _ARABIC_SHARE * sum(map(str.isalpha, text))
