"""`taliq train`: from labelled rows to a folder of models with its manifest and card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from service.checks.features import FeatureSettings
from service.checks.models import MODEL_NAMES, Models, load_models
from service.learn.calibrate import calibrate
from service.learn.card import CardFacts, card
from service.learn.evaluate import groups, labels_of
from service.learn.figures import Figures, Numbers, figures
from service.learn.fit import fit, is_held_out, lesson, text_matrix
from service.learn.rows import LearningFailed, Row
from service.learn.save import Trained, save_models

CARD = "MODEL_CARD.md"
MOST_PUBLISHED_HELD = {"abuse": 0.025, "spam": 0.001}
"""The share of published comments that a recommended threshold may hold."""

Progress = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """seed: same rows, seed and options give the same weights and manifest, byte for byte.

    open_licences_only: use only rows that state an open licence themselves.
    published: sources whose texts are comments that newspapers published.
    """

    seed: int = 1
    open_licences_only: bool = False
    published: frozenset[str] = frozenset({"aoc_newspaper_comments"})
    settings: FeatureSettings = field(default_factory=FeatureSettings)


def train(
    rows: Sequence[Row], folder: Path, options: TrainOptions, today: date, progress: Progress
) -> Models:
    """Train both models, write them to `folder` (made where it is missing) and read them back.

    A tenth of the rows, chosen by a hash of the text, is kept apart to find the thresholds and the
    card's figures; then each model is fitted again on everything. Rows under a non-commercial or
    research-only licence are never used. Raises LearningFailed where the data cannot teach a model.
    """
    used = [row for row in rows if row.may_train and (row.is_open or not options.open_licences_only)]
    if not used:
        raise LearningFailed("No row may be used under its licence. Add rows whose licence allows it.")
    published = np.array([row.source in options.published for row in used])
    lessons = {name: lesson(used, name, published) for name in MODEL_NAMES}
    matrix = text_matrix(used, options.settings, lambda done: progress("features", done, len(used)))
    held_out = np.array([is_held_out(row) for row in used])
    steps = 2 * len(MODEL_NAMES)
    trained: dict[str, Trained] = {}
    sums: dict[str, Numbers] = {}
    for place, (name, taught) in enumerate(lessons.items()):
        progress("fit", 2 * place, steps)
        first = fit(matrix, taught.only(~held_out), options.seed)
        sums[name] = first.sums(matrix[held_out])
        judged = calibrate(sums[name], taught.part(held_out), published[held_out], MOST_PUBLISHED_HELD[name])
        progress("fit", 2 * place + 1, steps)
        trained[name] = Trained(fit(matrix, taught, options.seed), judged)
    progress("fit", steps, steps)
    version = save_models(folder, options.settings, trained)
    tenth = [row for row, out in zip(used, held_out, strict=True) if out]
    found = {name: _figures_by_source(tenth, name, sums[name], trained[name]) for name in MODEL_NAMES}
    facts = CardFacts(version, today, options.seed, used, len(rows) - len(used), found)
    (folder / CARD).write_text(card(facts), encoding="utf-8")
    return load_models(folder)


def _figures_by_source(
    tenth: Sequence[Row], name: str, sums: Numbers, trained: Trained
) -> dict[str, Figures]:
    """Figures of all rows kept apart and of each source that has a label or was published."""
    labels = labels_of(tenth, name)
    threshold = trained.calibration.threshold
    found = {"all": figures(sums, labels, threshold)}
    for source, places in groups([row.source for row in tenth]).items():
        found[source] = figures(sums[places], labels[places], threshold)
    return found
