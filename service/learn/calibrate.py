"""From sums of weights to scores: the recommended threshold of a model, and the slope around it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from service.learn.figures import Numbers, macro_f1
from service.learn.fit import Lesson

_CANDIDATES = 199
_AS_GOOD = 0.002
"""Macro-F1 that may be given up to catch more: the labels are not surer than that."""

_FEWEST = 50
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Calibration:
    """thresholds: the sums from which holding is recommended, for other scripts and for Arabic.

    slope: score points per unit of sum, as logits.
    """

    thresholds: tuple[float, float]
    slope: float

    def of(self, arabic: npt.NDArray[np.bool_]) -> Numbers:
        """The threshold of each text."""
        return np.where(arabic, self.thresholds[1], self.thresholds[0])


UNCALIBRATED = Calibration(thresholds=(0.0, 0.0), slope=1.0)
"""For data too small to hold a tenth out with both labels."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Held-out rows. taught weighs them as training did; published: comments that newspapers published."""

    taught: Lesson
    published: npt.NDArray[np.bool_]
    arabic: npt.NDArray[np.bool_]

    def part(self, chosen: npt.NDArray[np.bool_]) -> "Judged":
        """The chosen rows alone."""
        return Judged(self.taught.part(chosen), self.published[chosen], self.arabic[chosen])

    def without(self, chosen: npt.NDArray[np.bool_]) -> "Judged":
        """The same rows, of which the labels of the chosen ones do not count."""
        return Judged(self.taught.only(~chosen), self.published, self.arabic)

    @property
    def used(self) -> npt.NDArray[np.bool_]:
        """Rows whose label somebody gave."""
        return (self.taught.weights > 0) & ~self.published


def calibrate(sums: Numbers, judged: Judged, most_published_held: float) -> Calibration:
    """For each script the lowest threshold about as good as the best by macro-F1 that holds at most that
    share of published comments.

    A script with too few rows takes the threshold of all.
    """
    used = judged.used
    truth, weights = judged.taught.labels == 1, judged.taught.weights
    if len(set(truth[used].tolist())) < 2:
        return UNCALIBRATED
    machine = LogisticRegression().fit(sums[used, None], truth[used], sample_weight=weights[used])
    found = []
    for script in (~judged.arabic, judged.arabic):
        positive = int((used & script & truth).sum())
        enough = min(positive, int((used & script & ~truth).sum())) >= _FEWEST
        chosen = script if enough else np.ones(len(script), dtype=bool)
        found.append(_threshold(sums[chosen], judged.part(chosen), most_published_held))
    return Calibration((found[0], found[1]), max(float(machine.coef_[0, 0]), 0.01))


def network_share(linear: Numbers, network: Numbers, judged: Judged) -> float:
    """The part of the network in the sum that tells the labels apart best, 0..1."""
    used = judged.used
    truth = judged.taught.labels[used] == 1
    if not 0 < truth.sum() < len(truth):
        return _EVEN
    both = np.column_stack([linear[used], network[used]])
    machine = LogisticRegression().fit(both, truth, sample_weight=judged.taught.weights[used])
    parts = np.maximum(machine.coef_[0], 0.0)
    return float(parts[1] / parts.sum()) if parts.sum() else _EVEN


def _threshold(sums: Numbers, judged: Judged, most_published_held: float) -> float:
    used, published = judged.used, judged.published
    truth, weights = judged.taught.labels == 1, judged.taught.weights
    candidates = np.quantile(sums[used & truth], np.linspace(0.0, 1.0, _CANDIDATES))
    quality = [macro_f1(sums[used] >= each, truth[used], weights[used]) or 0.0 for each in candidates]
    threshold = float(candidates[int(np.argmax(np.array(quality) >= max(quality) - _AS_GOOD))])
    if published.any():
        threshold = max(threshold, _sum_above_all_but(sums[published], most_published_held))
    return threshold


def _sum_above_all_but(sums: Numbers, share: float) -> float:
    """The lowest threshold that holds at most `share` of the texts."""
    if share >= 1.0:
        return float("-inf")
    highest = np.sort(sums)[::-1]
    return float(np.nextafter(highest[int(share * len(highest))], np.inf))
