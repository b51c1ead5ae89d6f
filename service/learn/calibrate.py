"""From sums of weights to scores: the recommended threshold of a model, and the slope around it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from service.learn.figures import Numbers, macro_f1
from service.learn.fit import Lesson

_CANDIDATES = 199
_AS_GOOD = 0.005
"""Macro-F1 that may be given up to catch more: the labels are not surer than that."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """threshold: the sum from which holding is recommended. slope: score points per unit of sum, as logits."""

    threshold: float
    slope: float


UNCALIBRATED = Calibration(threshold=0.0, slope=1.0)
"""For data too small to hold a tenth out with both labels."""


def calibrate(
    sums: Numbers, taught: Lesson, published: npt.NDArray[np.bool_], most_published_held: float
) -> Calibration:
    """The lowest threshold about as good as the best by macro-F1 that holds at most that share of
    published comments.

    All arrays are about the same held-out rows; `taught` weighs them as training did.
    """
    used = (taught.weights > 0) & ~published
    truth, weights = taught.labels == 1, taught.weights
    if len(set(truth[used].tolist())) < 2:
        return UNCALIBRATED
    candidates = np.quantile(sums[used & truth], np.linspace(0.0, 1.0, _CANDIDATES))
    quality = [macro_f1(sums[used] >= each, truth[used], weights[used]) or 0.0 for each in candidates]
    threshold = float(candidates[int(np.argmax(np.array(quality) >= max(quality) - _AS_GOOD))])
    if published.any():
        threshold = max(threshold, _sum_above_all_but(sums[published], most_published_held))
    machine = LogisticRegression().fit(sums[used, None], truth[used], sample_weight=weights[used])
    return Calibration(threshold, max(float(machine.coef_[0, 0]), 0.01))


def _sum_above_all_but(sums: Numbers, share: float) -> float:
    """The lowest threshold that holds at most `share` of the texts."""
    if share >= 1.0:
        return float("-inf")
    highest = np.sort(sums)[::-1]
    return float(np.nextafter(highest[int(share * len(highest))], np.inf))
