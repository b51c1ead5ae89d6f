"""A threshold from the desk's own decisions: what it would have caught, and at what price."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from service.learn.figures import Labels, Numbers

FEWEST = 50
"""Decisions of each kind below which a share says nothing."""

FALSE_HOLDS = 0.03
_NAMES = {"abuse": ("الإساءة", "abuse"), "spam": ("الرسائل المزعجة", "spam")}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the desk's decisions say of one model's threshold.

    refused, approved: decisions of each kind. threshold: to hold at, in steps of 0.01; caught and
    false_holds: shares of the refused and of the approved that it holds. The last three are None
    where there are too few decisions, or where no threshold keeps false holds that rare.
    """

    model: str
    refused: int
    approved: int
    target: float
    threshold: float | None = None
    caught: float | None = None
    false_holds: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, shares to four digits, with the sentence in both languages."""
        values = {
            key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(self).items()
        }
        return values | {"sentence": {language: self.sentence(language) for language in ("ar", "en")}}

    def sentence(self, language: str) -> str:
        """What a person is told, in "ar" or "en"."""
        arabic = language == "ar"
        name = _NAMES[self.model][0 if arabic else 1]
        if min(self.refused, self.approved) < FEWEST:
            if arabic:
                return (
                    f"القرارات أقلّ من أن يُقترح منها حدّ. ما رُفض بسبب {name}: {self.refused}، "
                    f"وما قُبل: {self.approved}، ويلزم من كلٍّ منهما {FEWEST} على الأقل."
                )
            return (
                f"Too few decisions for a suggestion: {self.refused} refused as {name}, "
                f"{self.approved} approved; {FEWEST} of each are needed."
            )
        if self.threshold is None or self.caught is None or self.false_holds is None:
            if arabic:
                return f"لا حدّ لنموذج {name} يُبقي الحجز الخاطئ عند {_share(self.target)} أو أقلّ."
            return f"No threshold of the {name} model keeps false holds at {_share(self.target)} or less."
        caught, wrong = _share(self.caught), _share(self.false_holds)
        if arabic:
            return (
                f"الحجز عند {self.threshold:.2f} كان سيضبط {caught} مما رُفض بسبب {name}، "
                f"مع حجز {wrong} مما قُبل دون داعٍ."
            )
        return f"{name}: hold at {self.threshold:.2f} would have caught {caught} at {wrong} false holds."


def suggest(model: str, scores: Numbers, labels: Labels, *, target: float = FALSE_HOLDS) -> Suggestion:
    """The threshold that catches most with at most `target` of the approved held.

    scores, labels: one each per decision; 1 refused, 0 approved, -1 not about this model. Among
    thresholds that catch the same the highest is taken: it holds the fewest others.
    """
    refused, approved = scores[labels == 1], scores[labels == 0]
    found = Suggestion(model, len(refused), len(approved), target)
    if min(found.refused, found.approved) < FEWEST:
        return found
    spared = np.sort(approved)[::-1][int(target * len(approved) + 1e-9) :]
    lowest = (math.floor(spared[0] * 100) + 1) / 100 if len(spared) else 0.01
    caught = refused[refused >= lowest]
    if lowest > 1.0 or not len(caught):
        return found
    threshold = max(lowest, math.floor(caught.min() * 100) / 100)
    return Suggestion(
        model, found.refused, found.approved, target, threshold,
        float(np.mean(refused >= threshold)), float(np.mean(approved >= threshold)),
    )  # fmt: skip


def _share(value: float) -> str:
    return f"{100 * value:.1f}".removesuffix(".0") + " %"
