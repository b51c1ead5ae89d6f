"""Write trained models in the form that `service.checks.models.load_models` reads."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.checks.features import FeatureSettings, Floats
from service.checks.models import FORMAT, HOLD_SCORE, MANIFEST, version_of
from service.learn.calibrate import Calibration
from service.learn.fit import Fit

_CLIPPED = 1e-5
"""Share of the largest weights that are cut to one size, so that the many others keep their detail."""


@dataclass(frozen=True, slots=True)
class Trained:
    """One model, ready to be stored."""

    fit: Fit
    calibration: Calibration


def save_models(folder: Path, settings: FeatureSettings, trained: Mapping[str, Trained]) -> str:
    """Write one file of weights per model, then the manifest that vouches for them; the version.

    A stop half-way leaves files that do not match the manifest, which `load_models` refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = {}
    for name, model in trained.items():
        levels, scale = levels_of(model.fit.weights)
        stored = io.BytesIO()
        np.savez_compressed(stored, levels=levels)
        file = f"{name}.npz"
        (folder / file).write_bytes(stored.getvalue())
        entries[name] = {
            "file": file,
            "sha256": hashlib.sha256(stored.getvalue()).hexdigest(),
            "scale": scale,
            "bias": model.fit.bias,
            "slope": model.calibration.slope,
            "threshold": model.calibration.threshold,
            "hold_at": HOLD_SCORE,
        }
    features = asdict(settings)
    version = version_of(features, entries)
    manifest = {"format": FORMAT, "version": version, "features": features, "models": entries}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return version


def levels_of(weights: Floats) -> tuple[npt.NDArray[np.int8], float]:
    """Weights as levels -127..127 and their scale; `service.checks.models.weights_of` is the way back.

    The level is the root of the weight, so that the many small weights keep their detail.
    """
    scale = float(np.quantile(np.abs(weights), 1.0 - _CLIPPED)) or 1.0
    roots = np.sqrt(np.minimum(np.abs(weights) / scale, 1.0))
    return np.rint(np.sign(weights) * roots * 127.0).astype(np.int8), scale
