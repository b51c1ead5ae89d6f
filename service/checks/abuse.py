"""The abuse model's finding on one comment."""

from service.checks.models import NOTE_FROM, Opinion, strongest_spans
from service.checks.text import FoldedText
from service.domain.verdicts import Signal

NAME = "abuse"


def abuse_signals(folded: FoldedText, opinion: Opinion, version: str) -> tuple[Signal, ...]:
    """One `abuse.model` signal where the score is worth a word, else none.

    opinion: what the model said of this text. spans: the words that spoke most for it. evidence:
    the model's version.
    """
    if opinion.score < NOTE_FROM:
        return ()
    spans = strongest_spans(opinion, folded)
    return (Signal(NAME, "abuse.model", round(opinion.score, 4), spans, {"model": version}),)
