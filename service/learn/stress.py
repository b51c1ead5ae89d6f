"""How much a model keeps under hardship: each disguise, few published comments held, a source never seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import numpy.typing as npt

from service.checks.models import Models
from service.learn.corpus import corpus_of, frequent_words
from service.learn.disguise import DISGUISES
from service.learn.evaluate import groups, labels_of, score_rows
from service.learn.figures import Labels, Numbers, area_under_curve
from service.learn.fit import fit, lesson
from service.learn.rows import Row
from service.learn.train import TrainOptions

_MODEL = "abuse"
_FEWEST = 50
SHARE_HELD = 0.03


@dataclass(frozen=True, slots=True)
class Kept:
    """caught: abusive Arabic rows held as typed. kept: the part of them held under each disguise, by name."""

    caught: int
    kept: Mapping[str, float]


def kept_under_disguise(
    rows: Sequence[Row], models: Models, hold_at: float, seed: int, progress: Callable[[int], None]
) -> Kept:
    """Disguise every abusive Arabic row that is held as typed, in each way, and score it again.

    Rows need a language. The same seed gives the same disguises.
    """
    abusive = [row for row in rows if row.language == "ar" and row.labels[_MODEL] == 1]
    scores = score_rows(abusive, models, progress)[_MODEL]
    caught = [row for row, score in zip(abusive, scores, strict=True) if score >= hold_at]
    kept = {}
    for name, change in DISGUISES.items():
        chance = Random(seed)  # noqa: S311 - chance for disguises, not for secrets
        changed = [replace(row, text=change(row.text, chance)) for row in caught]
        kept[name] = _share(score_rows(changed, models, progress)[_MODEL] >= hold_at) if caught else 0.0
    return Kept(len(caught), kept)


@dataclass(frozen=True, slots=True)
class AtShare:
    """recall: part of abusive Arabic rows that score above all but `SHARE_HELD` of published comments.

    by_source: the same for each source. threshold: that score.
    """

    threshold: float
    recall: float
    by_source: Mapping[str, float]


def recall_at_share(rows: Sequence[Row], scores: Numbers, published: str) -> AtShare | None:
    """Recall on abusive Arabic rows where few published comments are held; None without published rows."""
    is_published = np.array([row.source == published for row in rows])
    if not is_published.any():
        return None
    highest = np.sort(scores[is_published])[::-1]
    threshold = float(np.nextafter(highest[int(SHARE_HELD * len(highest))], np.inf))
    abusive = np.array([row.language == "ar" for row in rows]) & (labels_of(rows, _MODEL) == 1)
    places = groups([row.source if each else None for row, each in zip(rows, abusive, strict=True)])
    return AtShare(
        threshold,
        _share(scores[abusive] >= threshold),
        {source: _share(scores[at] >= threshold) for source, at in places.items()},
    )


def without_each_source(
    rows: Sequence[Row], options: TrainOptions, progress: Callable[[int, int], None]
) -> dict[str, float]:
    """AUC on the Arabic rows of each source by a linear model that never saw the source.

    Only sources with both labels, fifty of each, in Arabic. The network and the disguised copies are
    left out, since a fit per source would take hours with them. progress: told sources done, and of
    how many.
    """
    used = [row for row in rows if row.may_train]
    words = frequent_words(row.text for row in used)
    matrix = corpus_of([row.text for row in used], options.settings, words, lambda _: None).matrix()
    published = np.array([row.source in options.published for row in used])
    every, sources = lesson(used, _MODEL, published), np.array([row.source for row in used])
    tested = _tested_sources(used)
    found = {}
    for done, (source, places) in enumerate(tested.items()):
        progress(done, len(tested))
        linear = fit(matrix, every.only(sources != source), options.seed)
        truth = every.labels[places] == 1
        found[source] = area_under_curve(linear.sums(matrix[places]), truth) or 0.0
    progress(len(tested), len(tested))
    return found


def _tested_sources(rows: Sequence[Row]) -> dict[str, Labels]:
    """Places of the labelled Arabic rows of each source that has enough of both labels."""
    labels = labels_of(rows, _MODEL)
    of_arabic = [
        row.source if row.language == "ar" and label >= 0 else None
        for row, label in zip(rows, labels, strict=True)
    ]
    return {
        source: places
        for source, places in groups(of_arabic).items()
        if _FEWEST <= int(np.sum(labels[places])) <= len(places) - _FEWEST
    }


def _share(held: npt.NDArray[np.bool_]) -> float:
    return float(held.mean()) if len(held) else 0.0
