"""The two trained models, abuse and spam: read from a folder, asked for scores and for reasons.

A model is one weight per hashed feature (`service.checks.features`), stored as one byte each, where it
pays a small network beside it (`service.checks.network`), and a line that turns what they say into a
score. The line is laid so that the sum at which `taliq train` recommends holding scores 0.6, for Arabic
and for other scripts apart: that is a place on a scale, not a probability, since shares of abuse differ
between training data and any newsroom.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import config
from service.checks.features import FeatureSettings, Floats, Indices
from service.checks.meanings import NO_MEANINGS, Meanings
from service.checks.network import LAYERS, Network, network_of
from service.checks.plain import Words, word_costs
from service.checks.scoring import HOLD_SCORE, Batch, LinearModel, ReadText, batch_of
from service.checks.text import FoldedText
from service.domain.errors import TaliqError
from service.domain.verdicts import Span

MODEL_NAMES = ("abuse", "spam")
FORMAT = 3
MANIFEST = "manifest.json"
DEFAULT_FOLDER = Path(config.__file__).parent / "models" / "default"
WEIGHT_LEVELS, TABLE_LEVELS = 63, 10
"""Largest levels of stored numbers: as coarse as costs no catch, so that a file stays small."""

NOTE_FROM = 0.3
"""Scores below it say nothing worth showing, and are not explained."""

_MOST_SPANS = 5
_WORTH_SHOWING = 0.2  # of the strongest word's weight
_CHARACTERS_AT_ONCE = 50_000  # bounds the memory of a batch of long texts


class ModelFileInvalid(TaliqError):
    """A model folder that must not be used. params: path, problem, remedy; `str` is the sentence."""

    code = "model.file_invalid"

    def __init__(self, path: Path, problem: str) -> None:
        remedy = (
            f"make new files with `taliq train DATA... --out {path.parent}`, "
            "or restore config/models/default from the release"
        )
        super().__init__(path=str(path), problem=problem, remedy=remedy)
        self.args = (f"{path}: {problem}; {remedy}.",)


@dataclass(frozen=True, slots=True)
class Strength:
    """A word of a folded text and the weight of it and its letters."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one model says of one text. score: in [0, 1], 0.0 for a text of no tokens.

    strongest: at most five words that speak most for it, strongest first; none below NOTE_FROM.
    A word typed twice is named twice.
    """

    score: float
    strongest: tuple[Strength, ...] = ()


@dataclass(frozen=True, slots=True)
class Models:
    """Both models of one training, which share their features. version: changes with any weight.

    words: frequent words, see `service.checks.plain`. meanings: what both networks know of words.
    """

    version: str
    settings: FeatureSettings
    linear: Mapping[str, LinearModel]
    words: Words = field(default_factory=dict)
    meanings: Meanings = NO_MEANINGS

    @property
    def hold_at(self) -> dict[str, float]:
        """The recommended thresholds, by model name."""
        return dict.fromkeys(self.linear, HOLD_SCORE)

    def score(self, folded_texts: Sequence[str]) -> dict[str, npt.NDArray[np.float64]]:
        """Scores in [0, 1] per model, one per text, as if each were alone; 0.0 for a text of no tokens."""
        parts = [self._scores(batch_of(part, self.settings, self.words)[1]) for part in _parts(folded_texts)]
        return {name: np.concatenate([np.empty(0), *(part[name] for part in parts)]) for name in self.linear}

    def opinions(self, folded_texts: Sequence[str]) -> dict[str, list[Opinion]]:
        """Scores as by `score`, with the words behind those that are worth showing."""
        found: dict[str, list[Opinion]] = {name: [] for name in self.linear}
        for part in _parts(folded_texts):
            texts, batch = batch_of(part, self.settings, self.words)
            for name, scores in self._scores(batch).items():
                strongest = self._strongest(name, texts, batch, np.flatnonzero(scores >= NOTE_FROM))
                found[name] += [
                    Opinion(score, strongest.get(place, ())) for place, score in enumerate(scores.tolist())
                ]
        return found

    def _scores(self, batch: Batch) -> dict[str, npt.NDArray[np.float64]]:
        return {
            name: np.where(
                batch.sizes > 0, model.score(model.sums(batch, self.settings.bits), batch.arabic), 0.0
            )
            for name, model in self.linear.items()
        }

    def _strongest(
        self, which: str, texts: Sequence[ReadText], batch: Batch, chosen: Indices
    ) -> dict[int, tuple[Strength, ...]]:
        """The words that speak most for model `which`, by place of the chosen texts in the batch."""
        if not len(chosen):
            return {}
        added = self.linear[which].credit(batch.only(chosen), self.settings.bits)
        of_texts = np.split(added, np.cumsum(batch.sizes[chosen])[:-1])
        found = {}
        for text_place, weights in zip(chosen.tolist(), of_texts, strict=True):
            order = np.argsort(-weights, kind="stable")[:_MOST_SPANS].tolist()
            spans = [(place, texts[text_place].span(place)) for place in order if weights[place] > 0]
            found[text_place] = tuple(
                Strength(start, end, float(weights[place])) for place, (start, end) in spans
            )
        return found


def load_models(folder: Path = DEFAULT_FOLDER) -> Models:
    """Read a folder that `taliq train` wrote, checking every byte of it.

    Raises ModelFileInvalid where a file is missing, damaged, of another format or not the one
    the manifest names.
    """
    manifest = _manifest(folder / MANIFEST)
    try:
        if manifest["version"] != version_of(manifest):
            raise ModelFileInvalid(folder / MANIFEST, "it was changed after the training")
        settings = FeatureSettings(**manifest["features"])
        words, meanings = _words(folder, manifest["words"])
        linear = {name: _linear(folder, settings, manifest["models"][name], meanings) for name in MODEL_NAMES}
        return Models(str(manifest["version"]), settings, linear, words, meanings)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFileInvalid(folder / MANIFEST, f"a field is missing or wrong ({error})") from None


def strongest_spans(opinion: Opinion, folded: FoldedText) -> tuple[Span, ...]:
    """Where the body as typed holds the words that speak most for a model, in reading order."""
    least = _WORTH_SHOWING * max((each.weight for each in opinion.strongest), default=0.0)
    shown = (each for each in opinion.strongest if each.weight >= least)
    return tuple(sorted(folded.span(each.start, each.end) for each in shown))


def version_of(manifest: Mapping[str, Any]) -> str:
    """The version of a manifest: a hash over everything in it that changes a score."""
    said = {key: manifest[key] for key in ("features", "models", "words")}
    return "taliq-" + hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:10]


def weights_of(levels: npt.NDArray[np.int8], scale: float | Floats, most: int) -> Floats:
    """Numbers from their stored levels -most..most: squared, so that small ones keep their detail."""
    steps = levels.astype(np.float32)
    return np.asarray(np.sign(steps) * np.square(steps / most) * scale, dtype=np.float32)


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(_read(path))
    except ValueError:
        raise ModelFileInvalid(path, "not a JSON file") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ModelFileInvalid(path, f"not a model manifest of format {FORMAT}")
    return manifest


def _linear(
    folder: Path, settings: FeatureSettings, entry: Mapping[str, Any], meanings: Meanings
) -> LinearModel:
    path = folder / str(entry["file"])
    stored = _vouched(path, entry)
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as arrays:
            levels, network = arrays["levels"], _network(arrays, entry, meanings)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        raise ModelFileInvalid(path, "not a file of weights") from None
    if levels.dtype != np.int8 or levels.shape != (1 << settings.bits,):
        raise ModelFileInvalid(path, "its size does not fit the features that the manifest names")
    return LinearModel(
        weights=weights_of(levels, float(entry["scale"]), WEIGHT_LEVELS),
        bias=float(entry["bias"]),
        slope=float(entry["slope"]),
        thresholds=(float(entry["thresholds"]["other"]), float(entry["thresholds"]["arabic"])),
        network=network,
        share=float(entry["network_share"]),
    )


def _words(folder: Path, entry: Mapping[str, Any]) -> tuple[Words, Meanings]:
    path = folder / str(entry["file"])
    try:
        with np.load(io.BytesIO(_vouched(path, entry)), allow_pickle=False) as arrays:
            meanings = Meanings(arrays["meant"], arrays["meanings"], arrays["meaning_scale"])
            return word_costs(arrays["keys"].tolist()), meanings
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        raise ModelFileInvalid(path, "not a file of words") from None


def _vouched(path: Path, entry: Mapping[str, Any]) -> bytes:
    """The bytes of a file that the manifest vouches for."""
    stored = _read(path)
    if hashlib.sha256(stored).hexdigest() != entry["sha256"]:
        raise ModelFileInvalid(
            path, "its SHA-256 is not the one in the manifest: damaged, or of another training"
        )
    return stored


def _network(
    arrays: Mapping[str, npt.NDArray[Any]], entry: Mapping[str, Any], meanings: Meanings
) -> Network | None:
    if not entry["network_share"]:
        return None
    table = weights_of(arrays["table"], arrays["table_scale"], TABLE_LEVELS)
    return network_of({name: arrays[name] for name in LAYERS}, table, meanings)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelFileInvalid(path, error.strerror or "it cannot be read") from None


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Runs of texts of at most `_CHARACTERS_AT_ONCE` together, or one longer text alone."""
    start = size = 0
    for place, text in enumerate(texts):
        if size and size + len(text) > _CHARACTERS_AT_ONCE:
            yield texts[start:place]
            start, size = place, 0
        size += len(text)
    if start < len(texts):
        yield texts[start:]
