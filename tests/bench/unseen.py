"""What the spam model makes of trades it never met: `python -m tests.bench.unseen FILE...`.

FILE: labelled rows, as `taliq train` takes them. The linear part of the spam model is fitted on the files
and on our own texts, each group of trades left out in turn, and judges the trades left out at the threshold
that training would recommend. The network and the disguised copies are left out, as a fit per group would
take long with them. The texts of the trade `misc`, many wares in the same sentences, always teach.

The trades left out were written by the same hand as the others: the world is harder.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from service.learn.calibrate import Judged, calibrate
from service.learn.corpus import Corpus, corpus_of, frequent_words
from service.learn.fit import Chosen, Lesson, fit, is_held_out, lesson
from service.learn.own_spam import own_spam_by_trade
from service.learn.rows import Row, read_all
from service.learn.sentences import own_sentences
from service.learn.train import MOST_PUBLISHED_HELD, TrainOptions

GROUPS = {
    "money": "investment loans forex recovery insurance gold business gambling realestate donations",
    "screens": "streams seo followers iptv accounts sim webdesign apps phones",
    "house": "moving cleaning repair contracting used domestic cars printing shop",
    "body": "herbs weight health_products clinics beauty spiritual dating pets food restaurants",
    "paper": "visa certificates homework jobs legal translation tutoring travel courses chains wedding",
}
_MODEL = "spam"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One group: how many of its advertisements are held, and how many innocent texts."""

    group: str
    held: int
    advertisements: int
    false_holds: int
    innocent: int


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.unseen", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    print(f"{'left out':<12}{'held':>12}{'false holds':>14}")
    found = []
    for each in without_each_group(read_all(parser.parse_args(argv).files), TrainOptions()):
        found.append(each)
        print(_line(each), flush=True)
    print(_line(_sum(found)))


def without_each_group(rows: Sequence[Row], options: TrainOptions) -> Iterator[LeftOut]:
    """The figures of each group of trades by a model that never saw it."""
    own = own_spam_by_trade()
    trades = [trade for trade, texts in own.items() for _ in texts]
    used = [row for row in rows if row.may_train]
    used += own_sentences()
    trade_of = np.array([""] * len(used) + trades)
    used += [row for texts in own.values() for row in texts]
    corpus = corpus_of(
        [row.text for row in used], options.settings, frequent_words(row.text for row in used), lambda _: None
    )
    course = _Course(
        corpus,
        corpus.matrix(),
        lesson(used, _MODEL, published := np.array([row.source in options.published for row in used])),
        published,
        np.array([is_held_out(row) for row in used]),
        options.seed,
    )
    for name, members in GROUPS.items():
        out = np.isin(trade_of, members.split())
        held = course.holds_of_unseen(out)
        spam = course.taught.labels[out] == 1
        yield LeftOut(
            name, int(held[spam].sum()), int(spam.sum()), int(held[~spam].sum()), int((~spam).sum())
        )


@dataclass(frozen=True, slots=True)
class _Course:
    corpus: Corpus
    matrix: sparse.csr_matrix
    taught: Lesson
    published: Chosen
    tenth: Chosen
    seed: int

    def holds_of_unseen(self, out: Chosen) -> Chosen:
        """Which of the rows left out are held by a model that was fitted and calibrated without them."""
        linear = fit(self.matrix, self.taught.only(~self.tenth & ~out), self.seed)
        known = self.tenth & ~out
        arabic = self.corpus.arabic
        judged = Judged(self.taught.part(known), self.published[known], arabic[known])
        calibration = calibrate(linear.sums(self.matrix[known]), judged, MOST_PUBLISHED_HELD[_MODEL])
        held: Chosen = linear.sums(self.matrix[out]) >= calibration.of(arabic[out])
        return held


def _sum(found: Sequence[LeftOut]) -> LeftOut:
    return LeftOut(
        "all",
        sum(each.held for each in found),
        sum(each.advertisements for each in found),
        sum(each.false_holds for each in found),
        sum(each.innocent for each in found),
    )


def _line(each: LeftOut) -> str:
    held = f"{each.held}/{each.advertisements}"
    return f"{each.group:<12}{held:>12}{f'{each.false_holds}/{each.innocent}':>14}"


if __name__ == "__main__":
    main()
