"""`taliq evaluate`: what the models say about labelled files, overall, per file, source, language and dialect."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.checks.models import MODEL_NAMES, Models
from service.checks.text import fold
from service.learn.figures import Figures, Labels, Numbers, figures
from service.learn.rows import LearningFailed, Row, read_rows

Progress = Callable[[int], None]
"""Told how many texts are done, from time to time."""

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by model name, then the same by group: file, source, language, dialect (where rows name one)."""

    overall: Mapping[str, Figures]
    files: Mapping[str, Mapping[str, Figures]]
    sources: Mapping[str, Mapping[str, Figures]]
    languages: Mapping[str, Mapping[str, Figures]]
    dialects: Mapping[str, Mapping[str, Figures]]


def evaluate(
    paths: Sequence[Path], models: Models, hold_at: Mapping[str, float], progress: Progress
) -> Evaluation:
    """Score every row of the files and compare with its labels.

    hold_at: the policy's thresholds by model name. Raises LearningFailed for a broken or empty
    file, OSError for one that cannot be opened.
    """
    rows: list[Row] = []
    of_file: list[str] = []
    for path in paths:
        of_this = list(read_rows(path))
        if not of_this:
            raise LearningFailed(f"{path}: no row in it. Name a file with one JSON object a line.")
        rows += of_this
        of_file += [str(path)] * len(of_this)
    scores = score_rows(rows, models, progress)

    def by(names: Sequence[str | None]) -> dict[str, dict[str, Figures]]:
        return {name: _figures(rows, scores, hold_at, places) for name, places in groups(names).items()}

    return Evaluation(
        overall=_figures(rows, scores, hold_at, np.arange(len(rows))),
        files=by(of_file),
        sources=by([row.source for row in rows]),
        languages=by([row.language for row in rows]),
        dialects=by([row.dialect for row in rows]),
    )


def score_rows(rows: Sequence[Row], models: Models, progress: Progress) -> dict[str, Numbers]:
    """Scores by model name, one per row."""
    parts = []
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        parts.append(models.score([fold(row.text).folded for row in part]))
        progress(start + len(part))
    return {name: np.concatenate([part[name] for part in parts]) for name in MODEL_NAMES}


def labels_of(rows: Sequence[Row], name: str) -> Labels:
    """The labels of one model: 1, 0, or -1 where nobody looked."""
    labels = (row.labels[name] for row in rows)
    return np.array([-1 if label is None else label for label in labels], dtype=np.int64)


def groups(names: Sequence[str | None]) -> dict[str, Labels]:
    """Places of each name, in alphabetical order; None belongs to no group."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        if name is not None:
            places[name].append(place)
    return {name: np.array(places[name]) for name in sorted(places)}


def _figures(
    rows: Sequence[Row], scores: Mapping[str, Numbers], hold_at: Mapping[str, float], places: Labels
) -> dict[str, Figures]:
    chosen = [rows[place] for place in places]
    return {
        name: figures(scores[name][places], labels_of(chosen, name), hold_at[name]) for name in MODEL_NAMES
    }
