"""What the models on trial say of the comments that the live ones judge; it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from service.checks.models import MODEL_NAMES, NOTE_FROM, Models
from service.domain.verdicts import CheckResult
from service.moderation.evaluate_facts import Prepared
from service.moderation.evaluate_rules import SiteRules

log = structlog.get_logger(__name__)

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class ShadowScore:
    """Scores in [0, 1] of one revision by the version on trial."""

    version: str
    abuse: float
    spam: float


def shadow_scores(rules: SiteRules, batch: Sequence[Prepared]) -> list[ShadowScore | None]:
    """One score a comment, in order; None where nothing is on trial or where it gave no number in [0, 1].

    What would be worth a word goes through all checks, because quotations and the like weigh on a
    model's score as they do on the live one's; the others, which are most, cost the scoring alone.
    """
    models = rules.shadow
    if models is None or not batch:
        return [None] * len(batch)
    try:
        plain = _plain_scores(models, batch)
        noted = [place for place, each in enumerate(plain) if max(each.values()) >= NOTE_FROM]
        asked = replace(rules, models=models).check([batch[place].facts for place in noted])
        for place, results in zip(noted, asked, strict=True):
            plain[place] |= _weighed(results)
    # The edge of a trial: whatever is wrong with it must not reach the comments.
    except Exception as fault:
        log.warning("shadow.failed", version=models.version, error=type(fault).__name__)
        return [None] * len(batch)
    return [
        ShadowScore(models.version, each["abuse"], each["spam"])
        if all(0.0 <= score <= 1.0 for score in each.values())
        else None
        for each in plain
    ]


def _plain_scores(models: Models, batch: Sequence[Prepared]) -> list[Scores]:
    scores = models.score([each.folded.folded for each in batch])
    columns = [scores[name].tolist() for name in MODEL_NAMES]
    by_text = zip(batch, *columns, strict=True)
    return [dict(zip(MODEL_NAMES, values, strict=True)) for _, *values in by_text]


def _weighed(results: Sequence[CheckResult]) -> Scores:
    """The scores as the checks leave them, by model name; a check that could not run says none."""
    return {
        result.check: max((signal.score for signal in result.signals), default=0.0)
        for result in results
        if result.check in MODEL_NAMES and result.error is None
    }
