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
from service.checks.meanings import Meanings
from service.checks.models import FORMAT, MANIFEST, TABLE_LEVELS, WEIGHT_LEVELS, version_of
from service.checks.network import LAYERS, Network
from service.checks.plain import Words
from service.checks.scoring import HOLD_SCORE
from service.learn.calibrate import Calibration
from service.learn.fit import Fit

_CLIPPED = {WEIGHT_LEVELS: 1e-5, TABLE_LEVELS: 1e-4}
"""Share of the largest numbers that are cut to one size, so that the many others keep their detail."""


@dataclass(frozen=True, slots=True)
class Trained:
    """One model, ready to be stored."""

    fit: Fit
    calibration: Calibration
    network: Network | None
    network_share: float


def save_models(
    folder: Path, settings: FeatureSettings, trained: Mapping[str, Trained], words: Words, meanings: Meanings
) -> str:
    """Write one file of weights per model and one of words, then the manifest that vouches for them; the version.

    A stop half-way leaves files that do not match the manifest, which `load_models` refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = {}
    for name, model in trained.items():
        levels, scale = levels_of(model.fit.weights, WEIGHT_LEVELS)
        entries[name] = {
            **_write(folder / f"{name}.npz", {"levels": levels, **_stored(model.network)}),
            "scale": float(scale),
            "bias": model.fit.bias,
            "slope": model.calibration.slope,
            "thresholds": dict(zip(("other", "arabic"), model.calibration.thresholds, strict=True)),
            "network_share": model.network_share if model.network else 0.0,
            "hold_at": HOLD_SCORE,
        }
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "keys": np.array(list(words), dtype=np.uint32),
        "meant": meanings.keys,
        "meanings": meanings.levels,
        "meaning_scale": meanings.scale,
    }
    manifest = {
        "format": FORMAT,
        "version": "",
        "features": asdict(settings),
        "models": entries,
        "words": _write(folder / "words.npz", arrays),
    }
    manifest["version"] = version = version_of(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return version


def _write(path: Path, arrays: Mapping[str, npt.NDArray[np.generic]]) -> dict[str, str]:
    """Write the arrays; the file's name and SHA-256 for the manifest."""
    stored = io.BytesIO()
    np.savez_compressed(stored, allow_pickle=False, **arrays)
    path.write_bytes(stored.getvalue())
    return {"file": path.name, "sha256": hashlib.sha256(stored.getvalue()).hexdigest()}


def levels_of(numbers: Floats, most: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """Numbers as levels -most..most and the scale of each column; `weights_of` is the way back.

    The level is the root of the number, so that the many small ones keep their detail.
    """
    scale = np.quantile(np.abs(numbers), 1.0 - _CLIPPED[most], axis=0).astype(np.float32)
    scale = np.where(scale > 0, scale, np.float32(1.0))
    roots = np.sqrt(np.minimum(np.abs(numbers) / scale, 1.0))
    return np.rint(np.sign(numbers) * roots * most).astype(np.int8), scale


def _stored(network: Network | None) -> dict[str, npt.NDArray[np.generic]]:
    """The table in levels, the layers in half precision."""
    if network is None:
        return {}
    levels, scale = levels_of(network.table, TABLE_LEVELS)
    layers = {name: getattr(network, name).astype(np.float16) for name in LAYERS}
    return {"table": levels, "table_scale": scale, **layers}
