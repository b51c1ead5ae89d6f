"""`taliq train`: from labelled rows to a folder of models with its manifest and card."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from scipy import sparse

from service.checks.features import FeatureSettings, Indices, WordKeys
from service.checks.meanings import Meanings
from service.checks.models import MODEL_NAMES, Models, load_models
from service.checks.network import Network
from service.learn.augment import disguised_copies
from service.learn.calibrate import Judged, calibrate, network_share
from service.learn.card import CardFacts, card
from service.learn.corpus import Corpus, corpus_of, frequent_words
from service.learn.evaluate import groups, labels_of
from service.learn.figures import Figures, Numbers, figures
from service.learn.fit import Chosen, Lesson, fit, is_held_out, lesson, require_both
from service.learn.meanings import learn_meanings, word_keys
from service.learn.network import fit_network
from service.learn.own_spam import own_spam
from service.learn.rows import LearningFailed, Row
from service.learn.save import Trained, save_models
from service.learn.sentences import own_sentences

CARD = "MODEL_CARD.md"
MOST_PUBLISHED_HELD = {"abuse": 0.03, "spam": 0.002}
"""The share of published comments that a recommended threshold may hold."""

Progress = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """seed: same rows, seed and options give the same weights and manifest, byte for byte.

    open_licences_only: use only rows that state an open licence themselves.
    published: sources whose texts are comments that newspapers published.
    sentences: learn from the sentences and the spam of our own too. epochs: rounds of each network over the rows.
    unlabelled: more texts to learn the meaning of words from; their labels do not count.
    meanings: what was learned of words before; None to learn it from the rows and `unlabelled`.
    """

    seed: int = 1
    open_licences_only: bool = False
    published: frozenset[str] = frozenset({"aoc_newspaper_comments"})
    settings: FeatureSettings = field(default_factory=FeatureSettings)
    sentences: bool = True
    epochs: int = 4
    unlabelled: tuple[Row, ...] = ()
    meanings: Meanings | None = None


@dataclass(frozen=True, slots=True)
class _Course:
    """What every fit needs. corpus: rows, then copies; held_out: of both, copies with their originals.

    meanings: of words. own: rows of our own writing, in the tenth.
    """

    corpus: Corpus
    matrix: sparse.csr_matrix
    meanings: Meanings
    held_out: Chosen
    own: Chosen
    rows: int
    options: TrainOptions

    @property
    def tenth(self) -> Chosen:
        """The rows kept apart, without copies."""
        return self.held_out & (np.arange(len(self.held_out)) < self.rows)


def train(
    rows: Sequence[Row], folder: Path, options: TrainOptions, today: date, progress: Progress
) -> Models:
    """Train both models, write them to `folder` (made where it is missing) and read them back.

    A tenth of the rows, chosen by a hash of the text, is kept apart to find the thresholds and the
    card's figures; then each model is fitted again on everything. Rows under a non-commercial or
    research-only licence are never used. Raises LearningFailed where the data cannot teach a model.
    """
    used = _allowed(rows, options)
    if not used:
        raise LearningFailed("No row may be used under its licence. Add rows whose licence allows it.")
    refused = len(rows) - len(used)
    for name in MODEL_NAMES:  # what is our own stands beside their data, not in its place
        require_both(labels_of(used, name), name)
    theirs = len(used)
    used += (*own_sentences(), *own_spam()) if options.sentences else ()
    published = np.array([row.source in options.published for row in used])
    lessons = {name: lesson(used, name, published) for name in MODEL_NAMES}
    copies = disguised_copies(used, options.seed)
    texts = [row.text for row in (*used, *copies.rows)]
    words = frequent_words(row.text for row in used)
    unlabelled = _allowed(options.unlabelled, options)
    more = [row.text for row in unlabelled]
    total = len(texts) + len(more)
    corpus = corpus_of(texts, options.settings, words, lambda done: progress("features", done, total))
    meanings = options.meanings or _meanings(
        corpus,
        len(used),
        word_keys(more, words, lambda done: progress("features", len(texts) + done, total)),
        options,
    )
    held_out = np.array([is_held_out(row) for row in used])
    course = _Course(
        corpus,
        corpus.matrix(),
        meanings,
        np.concatenate([held_out, held_out[copies.origin]]),
        (np.arange(len(used)) >= theirs)[held_out],
        len(used),
        options,
    )
    judged = {
        name: Judged(taught.part(held_out), published[held_out], corpus.arabic[course.tenth])
        for name, taught in lessons.items()
    }
    full = {name: taught.with_copies(copies.origin) for name, taught in lessons.items()}
    trained, sums = _learn_all(course, full, judged, progress)
    version = save_models(folder, options.settings, trained, words, meanings)
    tenth = [row for row, out in zip(used, held_out, strict=True) if out]
    arabic = corpus.arabic[course.tenth]
    found = {
        name: _figures_by_source(tenth, name, sums[name] - trained[name].calibration.of(arabic))
        for name in MODEL_NAMES
    }
    licences = Counter(row.licence or "not stated" for row in unlabelled)
    facts = CardFacts(
        version, today, options.seed, used, refused, len(meanings.keys), dict(licences.most_common()), found
    )
    (folder / CARD).write_text(card(facts), encoding="utf-8")
    return load_models(folder)


def _allowed(rows: Sequence[Row], options: TrainOptions) -> list[Row]:
    return [row for row in rows if row.may_train and (row.is_open or not options.open_licences_only)]


def _meanings(corpus: Corpus, rows: int, more: tuple[WordKeys, Indices], options: TrainOptions) -> Meanings:
    """What words mean in the first `rows` texts of the corpus and in those of which `more` are the words."""
    keys = np.concatenate([corpus.found.words[: corpus.firsts[rows]], more[0]])
    return learn_meanings(keys, np.concatenate([corpus.sizes[:rows], more[1]]), options.seed)


def _learn_all(
    course: _Course, lessons: Mapping[str, Lesson], judged: Mapping[str, Judged], progress: Progress
) -> tuple[dict[str, Trained], dict[str, Numbers]]:
    """Every model, side by side: each has its own chance, and the work is done outside the interpreter's lock."""
    done = dict.fromkeys(lessons, 0.0)

    def report(name: str, part: float) -> None:
        done[name] = part
        progress("fit", round(100 * sum(done.values())), 100 * len(done))

    with ThreadPoolExecutor(len(lessons)) as pool:
        learning = {
            name: pool.submit(_learn, course, name, taught, judged[name], partial(report, name))
            for name, taught in lessons.items()
        }
        found = {name: each.result() for name, each in learning.items()}
    return {name: each[0] for name, each in found.items()}, {name: each[1] for name, each in found.items()}


def _learn(
    course: _Course, name: str, taught: Lesson, judged: Judged, progress: Callable[[float], None]
) -> tuple[Trained, Numbers]:
    """One model fitted on everything, and the sums of the tenth by the one that did not see it."""
    tenth = np.flatnonzero(course.tenth)
    seen = taught.only(~course.held_out)
    linear = fit(course.matrix, seen, course.options.seed)
    progress(0.1)
    network = _network(course, seen, lambda part: progress(0.1 + 0.4 * part))
    batch = course.corpus.batch(tenth)
    plain = linear.sums(course.matrix[tenth])
    deep = network.sums(batch.found, batch.sizes, course.corpus.bits)
    share = network_share(plain, deep, judged)
    sums = (1 - share) * plain + share * deep
    # what we wrote ourselves is easy to judge, so it says nothing about where a threshold should lie
    calibration = calibrate(sums, judged.without(course.own), MOST_PUBLISHED_HELD[name])
    linear = fit(course.matrix, taught, course.options.seed)
    progress(0.6)
    network = _network(course, taught, lambda part: progress(0.6 + 0.4 * part))
    return Trained(linear, calibration, network, share), sums


def _network(course: _Course, taught: Lesson, progress: Callable[[float], None]) -> Network:
    options, thin = course.options, taught.thinned()
    return fit_network(
        course.corpus, thin.labels, thin.weights, course.meanings, options.epochs, options.seed, progress
    )


def _figures_by_source(tenth: Sequence[Row], name: str, over: Numbers) -> dict[str, Figures]:
    """Figures of all rows kept apart and of each source; over: how far each sum is above its threshold."""
    labels = labels_of(tenth, name)
    found = {"all": figures(over, labels, 0.0)}
    for source, places in groups([row.source for row in tenth]).items():
        found[source] = figures(over[places], labels[places], 0.0)
    return found
