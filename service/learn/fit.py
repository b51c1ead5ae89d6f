"""From rows to weights: what each row teaches, and the linear fit.

Logistic regression by averaged stochastic gradient descent. Columns are scaled
by how rare they are while learning, and the scale is folded into the weights
afterwards, so that serving knows nothing of it.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from service.checks.features import Floats, Indices
from service.learn.evaluate import groups, labels_of
from service.learn.figures import Labels, Numbers
from service.learn.rows import LearningFailed, Row

Chosen = npt.NDArray[np.bool_]

_EPOCHS = 10
_REGULARISATION = 2e-6
_SOURCE_POWER = {"abuse": 0.8, "spam": 1.0}
"""A source of n rows has the weight n**power together: below 1, large sources are louder but do not drown others."""

_SOURCE_WEIGHT = {"spam": {"sohateful": 2.0}}
"""Sources that count for more: the only Arabic one of which people read every text for spam."""

_THINNED = 3
_COPY_WEIGHT = 0.5
"""A disguised copy's weight, of its original's."""

_UNLABELLED_WEIGHT = {"abuse": 1.0, "spam": 0.2}
"""Rows nobody looked at that count as harmless: published comments for abuse, other sources' rows for spam."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the rows teach one model. labels: 1 or 0; weights: 0.0 for a row that teaches nothing.

    looked_at: rows whose label somebody gave, or that newspapers published.
    """

    labels: Labels
    weights: Numbers
    looked_at: Chosen

    def part(self, chosen: Chosen) -> "Lesson":
        """The lesson of the chosen rows alone."""
        return Lesson(self.labels[chosen], self.weights[chosen], self.looked_at[chosen])

    def with_copies(self, origin: Indices) -> "Lesson":
        """The lesson of these rows and of copies of those at `origin`, which weigh less.

        Copies of rows nobody looked at teach nothing that the rows do not.
        """
        copied = np.where(self.looked_at[origin], self.weights[origin] * _COPY_WEIGHT, 0.0)
        return Lesson(
            np.concatenate([self.labels, self.labels[origin]]),
            np.concatenate([self.weights, copied]),
            np.concatenate([self.looked_at, self.looked_at[origin]]),
        )

    def thinned(self) -> "Lesson":
        """One in `_THINNED` of the rows that nobody looked at, weighing for the others: for slow fits."""
        place = np.cumsum(~self.looked_at) % _THINNED
        weights = np.where(place == 0, self.weights * _THINNED, 0.0)
        return Lesson(self.labels, np.where(self.looked_at, self.weights, weights), self.looked_at)

    def only(self, chosen: Chosen) -> "Lesson":
        """The same rows, of which only the chosen ones teach."""
        return Lesson(self.labels, np.where(chosen, self.weights, 0.0), self.looked_at)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted linear model before it is stored."""

    weights: Floats
    bias: float

    def sums(self, matrix: sparse.csr_matrix) -> Numbers:
        """One sum of weights per text, bias included."""
        return np.asarray(matrix @ self.weights + self.bias, dtype=np.float64)


def is_held_out(row: Row) -> bool:
    """Whether a row belongs to the tenth that thresholds are found on; by its text, so copies stay together."""
    return zlib.crc32(row.text.encode("utf-8", "surrogatepass")) % 10 == 0


def require_both(labels: Labels, name: str) -> None:
    """Raises LearningFailed unless there are rows of both labels of model `name`."""
    if not {0, 1} <= set(labels.tolist()):
        raise LearningFailed(
            f'Rows with "{name}": 0 and rows with "{name}": 1 are both needed. Add such rows.'
        )


def lesson(rows: Sequence[Row], name: str, published: Chosen) -> Lesson:
    """What `rows` teach model `name`. published: rows that are comments which newspapers published.

    Raises LearningFailed unless there are rows of both labels.
    """
    labels = labels_of(rows, name)
    weights = np.zeros(len(rows))
    known = labels >= 0
    require_both(labels, name)
    louder = _SOURCE_WEIGHT.get(name, {})
    for source, places in groups([row.source for row in rows]).items():
        labelled = places[known[places]]
        if len(labelled):
            weights[labelled] = louder.get(source, 1.0) * len(labelled) ** (_SOURCE_POWER[name] - 1.0)
    weights /= weights[known].mean()
    unlabelled = ~known & (published if name == "abuse" else ~published)
    labels[unlabelled] = 0
    weights[unlabelled] = _UNLABELLED_WEIGHT[name]
    return Lesson(labels, weights, known | published)


def fit(matrix: sparse.csr_matrix, taught: Lesson, seed: int) -> Fit:
    """Weights that tell the lesson's labels apart; the same seed gives the same weights."""
    used = taught.weights > 0
    chosen = matrix[used]
    rarity = _rarity(chosen)
    machine = SGDClassifier(
        loss="log_loss", alpha=_REGULARISATION, average=True, max_iter=_EPOCHS, tol=None, random_state=seed
    )
    machine.fit(chosen @ sparse.diags(rarity), taught.labels[used], sample_weight=taught.weights[used])
    weights = (machine.coef_[0] * rarity).astype(np.float32)
    return Fit(weights, float(machine.intercept_[0]))


def _rarity(matrix: sparse.csr_matrix) -> Floats:
    """Inverse document frequency of each column, 1 for a column that about one text in 150 has."""
    texts, columns = matrix.shape
    having = np.bincount(matrix.indices, minlength=columns)
    return np.asarray(np.log((1 + texts) / (1 + having)) / 5.0, dtype=np.float32)
