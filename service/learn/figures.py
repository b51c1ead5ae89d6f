"""How well scores match labels: the figures of `taliq evaluate`, model cards and thresholds."""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figures:
    """One model on one group of texts. None where it cannot be said: no row, or labels of one kind only.

    texts: all of the group; labelled / positive: those with a label / with label 1.
    auc: chance that a positive scores above a negative. macro_f1: mean of the F1 of both labels.
    recall, precision: of label 1. The last three and share_held are at the threshold of the
    policy; share_held counts every text, labelled or not.
    """

    texts: int
    labelled: int
    positive: int
    auc: float | None
    macro_f1: float | None
    recall: float | None
    precision: float | None
    share_held: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """Plain values for JSON, rounded to four digits."""
        return {
            key: round(each, 4) if isinstance(each, float) else each for key, each in asdict(self).items()
        }


def figures(scores: Numbers, labels: Labels, hold_at: float) -> Figures:
    """Figures of one group. labels: 1, 0, or -1 where nobody looked; held is a score >= hold_at."""
    known = labels >= 0
    held, truth = scores[known] >= hold_at, labels[known] == 1
    hits = int(np.sum(held & truth))
    return Figures(
        texts=len(scores),
        labelled=len(truth),
        positive=int(truth.sum()),
        auc=area_under_curve(scores[known], truth),
        macro_f1=macro_f1(held, truth),
        recall=_ratio(hits, int(truth.sum())),
        precision=_ratio(hits, int(held.sum())),
        share_held=_ratio(int(np.sum(scores >= hold_at)), len(scores)),
    )


def area_under_curve(scores: Numbers, truth: npt.NDArray[np.bool_]) -> float | None:
    """Area under the ROC curve, ties counting half; None without both labels."""
    positive, negative = int(truth.sum()), int((~truth).sum())
    if not positive or not negative:
        return None
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * negative))


def macro_f1(
    held: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_], weights: Numbers | None = None
) -> float | None:
    """Mean of the F1 of holding and of letting pass; None without both labels in the truth."""
    if not truth.any() or truth.all():
        return None
    each = np.ones(len(truth)) if weights is None else weights
    wrong = each[held != truth].sum()
    scores = []
    for side in (held & truth, ~held & ~truth):
        right = each[side].sum()
        scores.append(2 * right / (2 * right + wrong))
    return float(np.mean(scores))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
