"""Small models for tests of what is around the models: real weights, of our own choosing."""

from dataclasses import replace

import numpy as np

from service.checks.features import FeatureSettings
from service.checks.models import Models
from service.checks.scoring import LinearModel

_SETTINGS = FeatureSettings(bits=10)


def models(bias: float) -> Models:
    """Models that give every text with a word the same score: low for a negative bias."""
    zeros = np.zeros(1 << _SETTINGS.bits, dtype=np.float32)
    linear = LinearModel(weights=zeros, bias=bias, slope=1.0, thresholds=(0.0, 0.0))
    return Models(version="test", settings=_SETTINGS, linear={"abuse": linear, "spam": linear})


CLEAN = models(-20.0)
CERTAIN = models(20.0)
NOT_A_NUMBER = models(float("nan"))
BROKEN = replace(CLEAN, linear={})
"""Names no model, so that asking for a score fails."""
