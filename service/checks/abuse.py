"""The abuse model's finding on one comment."""

from service.checks.models import NOTE_FROM, Models, strongest_spans
from service.checks.text import FoldedText
from service.domain.verdicts import Signal

NAME = "abuse"


def abuse_signals(folded: FoldedText, score: float, models: Models) -> tuple[Signal, ...]:
    """One `abuse.model` signal where the score is worth a word, else none.

    score: what `models` gave this text, in [0, 1]; scored before, in a batch. spans: the words
    that spoke most for it. evidence: the model's version.
    """
    if score < NOTE_FROM:
        return ()
    spans = strongest_spans(models, NAME, folded)
    return (Signal(NAME, "abuse.model", round(score, 4), spans, {"model": models.version}),)
