"""`taliq train --from-decisions`: learn from files and the desk together, and compare with what is live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from service.checks.models import MODEL_NAMES, Models
from service.learn.evaluate import labels_of, score_rows
from service.learn.figures import Figures, figures
from service.learn.fit import is_held_out
from service.learn.rows import LearningFailed, Row
from service.learn.train import Progress, TrainOptions, train

FEWEST_COMPARED = 5
"""Decisions of each kind, among those kept apart, below which two models cannot be told apart."""

_AS_GOOD = 0.005
"""What a figure may lose and still count as equal: the desk's labels are not surer than that."""


@dataclass(frozen=True, slots=True)
class TrialOptions:
    """train: as for files alone. weight: how many rows of a file one decision counts as."""

    train: TrainOptions = field(default_factory=TrainOptions)
    weight: int = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """New models and how they compare on decisions that they did not learn from.

    decisions, kept_apart: rows from the desk, and those of them that were kept apart.
    present, new: figures on the latter by model name, at the thresholds of the policy.
    """

    models: Models
    decisions: int
    kept_apart: int
    present: Mapping[str, Figures]
    new: Mapping[str, Figures]

    @property
    def objection(self) -> str | None:
        """Why the new models should not take the place of the present ones; None where they may."""
        comparable = [name for name in MODEL_NAMES if _is_enough(self.new[name])]
        if not comparable:
            return (
                f"Too few decisions to compare: of the {self.kept_apart} kept apart, {FEWEST_COMPARED} "
                "refusals as abuse or spam and as many approvals are needed"
            )
        losses = [
            f"{name} {label} {before:.3f} → {after:.3f}"
            for name in comparable
            for label, before, after in _pairs(self.present[name], self.new[name])
            if after < before - _AS_GOOD
        ]
        return (
            "The new models are worse on the decisions kept apart: " + ", ".join(losses) if losses else None
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values: the sizes, and both sets of figures by model name."""
        return {
            "decisions": self.decisions,
            "kept_apart": self.kept_apart,
            "present": {name: each.as_dict() for name, each in self.present.items()},
            "new": {name: each.as_dict() for name, each in self.new.items()},
        }


def run_trial(
    rows: Sequence[Row],
    desk: Sequence[Row],
    folder: Path,
    *,
    present: Models,
    hold_at: Mapping[str, float],
    options: TrialOptions,
    today: date,
    progress: Progress,
) -> Trial:
    """Train on `rows` and nine tenths of `desk`, write to `folder`, compare on the other tenth.

    rows: of files; may be empty. The tenth goes by the text, so it is the same in every training,
    and its texts are taken out of `rows` as well. The limit to open licences is about the files.
    What the present models know of the meaning of words is kept, unless there are texts to learn it from.
    Raises LearningFailed where there is no decision, or where the rows cannot teach a model.
    """
    if not desk:
        raise LearningFailed(
            "Nobody has decided on a comment yet, so there is nothing to learn from the desk."
        )
    apart = [row for row in desk if is_held_out(row)]
    texts = {row.text for row in apart}
    taught = [row for row in desk if row.text not in texts]
    openly = options.train.open_licences_only
    used = [row for row in rows if row.text not in texts and (row.is_open or not openly)]
    keeps = present.meanings.width and not options.train.unlabelled
    kept = present.meanings if keeps else None
    plain = replace(options.train, open_licences_only=False, meanings=kept)
    new = train([*used, *taught * options.weight], folder, plain, today, progress)
    return Trial(
        new,
        len(desk),
        len(apart),
        _figures(apart, present, hold_at),
        _figures(apart, new, hold_at),
    )


def _figures(rows: Sequence[Row], models: Models, hold_at: Mapping[str, float]) -> dict[str, Figures]:
    if not rows:
        return dict.fromkeys(MODEL_NAMES, Figures(0, 0, 0, None, None, None, None, None))
    scores = score_rows(rows, models, lambda _done: None)
    return {name: figures(scores[name], labels_of(rows, name), hold_at[name]) for name in MODEL_NAMES}


def _is_enough(each: Figures) -> bool:
    return min(each.positive, each.labelled - each.positive) >= FEWEST_COMPARED


def _pairs(present: Figures, new: Figures) -> list[tuple[str, float, float]]:
    pairs = (("AUC", present.auc, new.auc), ("macro-F1", present.macro_f1, new.macro_f1))
    return [(label, old, now) for label, old, now in pairs if old is not None and now is not None]
