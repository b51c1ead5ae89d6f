"""`taliq evaluate --from-decisions`: figures of the models on what the desk decided, and a threshold for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.checks.models import MODEL_NAMES, Models
from service.learn.evaluate import Progress, labels_of, score_rows
from service.learn.figures import Figures, figures
from service.learn.rows import LearningFailed, Row
from service.learn.suggest import Suggestion, suggest


@dataclass(frozen=True, slots=True)
class DeskEvaluation:
    """Figures at the policy's thresholds, and the suggested thresholds, by model name."""

    figures: Mapping[str, Figures]
    suggestions: Mapping[str, Suggestion]


def evaluate_desk(
    rows: Sequence[Row], models: Models, hold_at: Mapping[str, float], target: float, progress: Progress
) -> DeskEvaluation:
    """Score what the desk decided. target: share of the approved that a suggested threshold may hold.

    Raises LearningFailed where there is no decision.
    """
    if not rows:
        raise LearningFailed(
            "There is no decision to measure with: people have not judged a comment that these models did not learn."
        )
    scores = score_rows(rows, models, progress)
    labels = {name: labels_of(rows, name) for name in MODEL_NAMES}
    return DeskEvaluation(
        {name: figures(scores[name], labels[name], hold_at[name]) for name in MODEL_NAMES},
        {name: suggest(name, scores[name], labels[name], target=target) for name in MODEL_NAMES},
    )
