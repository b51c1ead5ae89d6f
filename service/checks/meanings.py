"""What frequent words mean: words that stand among the same neighbours have vectors that lie close together.

`taliq train` learns the vectors from texts without labels, so that a rare insult is known by the company
it keeps. They are stored as small whole numbers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.checks.features import Floats, WordKeys


@dataclass(frozen=True, slots=True)
class Meanings:
    """keys: CRC-32 of the words, ascending. levels (words, d): their vectors in units of scale (d)."""

    keys: WordKeys
    levels: npt.NDArray[np.int8]
    scale: Floats

    def __post_init__(self) -> None:
        """Raise ValueError where the arrays do not fit each other."""
        if self.levels.shape != (*self.keys.shape, *self.scale.shape) or self.levels.ndim != 2:
            raise ValueError("the meanings have another shape")

    @property
    def width(self) -> int:
        """Numbers of a vector."""
        return len(self.scale)

    def of(self, words: WordKeys) -> Floats:
        """One vector per word, (words, d); zeros for a word without one."""
        if not len(self.keys):
            return np.zeros((len(words), self.width), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.keys, words), len(self.keys) - 1)
        known = self.keys[places] == words
        return np.asarray(self.levels[places] * (known[:, None] * self.scale), dtype=np.float32)


NO_MEANINGS = Meanings(
    np.empty(0, dtype=np.uint32), np.empty((0, 0), dtype=np.int8), np.empty(0, dtype=np.float32)
)
