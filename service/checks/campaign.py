"""Campaigns: which texts are variants of one another, whoever sent them and wherever.

A text is known by a sketch: 128 minima over its runs of three letters (Broder 1997, "On the
resemblance and containment of documents"). The share of equal minima of two sketches estimates
the share of runs that the texts have in common, whatever the order of the words and whatever
spaces, digits and signs stand between them. A sketch is found again by keys of three minima each; by
keys of two, nine times as many unrelated texts would be compared for nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from service.checks.repetition import NAME, counting_letters, grams
from service.checks.text import FoldedText
from service.checks.views import undoubled
from service.domain.verdicts import Signal

CODE = "repetition.campaign"
FEWEST = 4
"""Authors, or articles, from which a group of like texts is a campaign."""

SLOTS, KEYS, _TOGETHER = 128, 12, 3
_GRAM = 3
_FEWEST_LETTERS = 20
_SHORT_LETTERS = 45
_ALIKE, _ALIKE_SHORT = 0.28, 0.42
"""Share of equal minima from which two texts are one, for long ones and where one is short. Unrelated
Arabic comments had 0.11 in common in one pair of a thousand, 0.2 in one of ten thousand."""

_SAME = 0.8
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FACTORS = np.frombuffer(
    hashlib.shake_128(b"taliq campaign sketch").digest(8 * SLOTS), dtype="<u8"
) | np.uint64(1)

Minima = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Sketch:
    """minima: 128 little-endian numbers of 16 bits. letters: how many of the text's letters count."""

    minima: bytes
    letters: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be grouped, or an anchor: an earlier one that new ones are compared with.

    anchor_id: of an anchor. campaign_id: of its stored campaign, None while it stands alone.
    """

    comment_id: str
    commenter_id: str
    article_id: str
    sketch: Sketch
    created_at: datetime
    anchor_id: str | None = None
    campaign_id: str | None = None


@dataclass(slots=True)
class Cluster:
    """Texts that belong together.

    campaign_ids: of stored campaigns, several where a new text shows that they are one.
    loners: earlier texts that had stood alone. members: new texts, oldest first.
    comments, people, places: ids of the comments, authors and articles that are known to be counted.
    """

    campaign_ids: list[str] = field(default_factory=list)
    loners: list[Text] = field(default_factory=list)
    members: list[Text] = field(default_factory=list)
    size: int = 0
    authors: int = 0
    articles: int = 0
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    comments: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    @property
    def is_counted(self) -> bool:
        """Whether its numbers are exact: nobody joined who may be counted elsewhere.

        The comment of a loner may belong, by a newer text, to this campaign or to another one.
        """
        return len(self.campaign_ids) <= 1 and not self.loners

    @property
    def is_campaign(self) -> bool:
        """Whether so many people or articles are concerned that it is no chance."""
        return max(self.authors, self.articles) >= FEWEST

    def count(self, text: Text) -> None:
        """One more text; an older text of a comment that is counted adds nothing."""
        self.size += text.comment_id not in self.comments
        self.authors += text.commenter_id not in self.people
        self.articles += text.article_id not in self.places
        self.comments.add(text.comment_id)
        self.people.add(text.commenter_id)
        self.places.add(text.article_id)
        self._seen(text.created_at, text.created_at)

    def absorb(self, other: "Cluster") -> None:
        """Become one with another; whoever is known to be in both counts once."""
        self.campaign_ids += other.campaign_ids
        self.loners += other.loners
        self.members += other.members
        self.size += other.size - len(self.comments & other.comments)
        self.authors += other.authors - len(self.people & other.people)
        self.articles += other.articles - len(self.places & other.places)
        self.comments |= other.comments
        self.people |= other.people
        self.places |= other.places
        self._seen(other.first_seen_at, other.last_seen_at)

    def _seen(self, first: datetime | None, last: datetime | None) -> None:
        if first is not None and (self.first_seen_at is None or first < self.first_seen_at):
            self.first_seen_at = first
        if last is not None and (self.last_seen_at is None or last > self.last_seen_at):
            self.last_seen_at = last


def sketch(folded: FoldedText) -> Sketch | None:
    """The sketch of a text; None where fewer than 20 letters stand beside words of thanks and prayer.

    Stable across machines and versions: it is stored. Time linear in the length.
    """
    words, count = counting_letters(folded)
    if count < _FEWEST_LETTERS:
        return None
    letters = undoubled(words)
    if len(letters) < _GRAM:
        return None
    runs = grams(letters) * _SPREAD
    runs ^= runs >> np.uint64(32)
    least = (runs[:, None] * _FACTORS[None, :]).min(axis=0) >> np.uint64(32)
    low = least * _SPREAD >> np.uint64(48)
    return Sketch(low.astype("<u2").tobytes(), len(letters))


def keys_of(made: Sketch) -> tuple[int, ...]:
    """Twelve numbers, signed 64 bits: texts with half their runs in common share one in four cases of five."""
    minima = np.frombuffer(made.minima, dtype="<u2")[: KEYS * _TOGETHER].astype(np.int64)
    numbers = np.arange(KEYS, dtype=np.int64)
    for several in minima.reshape(KEYS, _TOGETHER).T:
        numbers = numbers << 16 | several
    return tuple(numbers.tolist())


@dataclass(frozen=True, slots=True)
class Placed:
    """One new text in its cluster.

    signal: what is to be said about it, None while the cluster was no campaign.
    is_anchor: whether later texts should be compared with it; one that hardly differs from an anchor
    need not be, which keeps a flood of copies cheap.
    """

    text: Text
    signal: Signal | None
    is_anchor: bool


class Grouping:
    """Groups new texts with earlier ones and with each other, one after the other.

    anchors: of one site. standing: what is stored of their campaigns, by id. room: for so many new texts.
    """

    def __init__(self, anchors: Sequence[Text], standing: Mapping[str, Cluster], *, room: int) -> None:
        self._minima = np.zeros((len(anchors) + room, SLOTS), dtype=np.uint16)
        self._letters = np.zeros(len(anchors) + room, dtype=np.int64)
        self._clusters: list[Cluster] = []
        for anchor in anchors:
            self._keep(anchor, standing[anchor.campaign_id] if anchor.campaign_id else _alone(anchor))

    def place(self, text: Text) -> Placed:
        """Put a text into the cluster of all that it is like; it makes them one."""
        filled = len(self._clusters)
        shares = np.count_nonzero(self._minima[:filled] == _minima(text), axis=1) / SLOTS
        shorter = np.minimum(self._letters[:filled], text.sketch.letters)
        alike = np.flatnonzero(shares >= np.where(shorter < _SHORT_LETTERS, _ALIKE_SHORT, _ALIKE))
        cluster = self._joined([self._clusters[row] for row in alike.tolist()])
        cluster.members.append(text)
        cluster.count(text)
        self._keep(text, cluster)
        return Placed(text, _signal(cluster, text), not (shares[alike] >= _SAME).any())

    def clusters(self) -> list[Cluster]:
        """Clusters of more than one text that new texts have come to or brought together."""
        different = {id(cluster): cluster for cluster in self._clusters}
        return [each for each in different.values() if each.members and each.size > 1]

    def _joined(self, clusters: Sequence[Cluster]) -> Cluster:
        if not clusters:
            return Cluster()
        kept = clusters[0]
        for other in {id(each): each for each in clusters if each is not kept}.values():
            kept.absorb(other)
            self._clusters = [kept if each is other else each for each in self._clusters]
        return kept

    def _keep(self, text: Text, cluster: Cluster) -> None:
        row = len(self._clusters)
        self._minima[row] = _minima(text)
        self._letters[row] = text.sketch.letters
        self._clusters.append(cluster)


def _signal(cluster: Cluster, text: Text) -> Signal | None:
    """Evidence: `count` of the other texts, `authors` and `articles` of all, `hours` since the first."""
    if not cluster.is_campaign or cluster.first_seen_at is None:
        return None
    others = cluster.size - 1
    hours = (text.created_at - cluster.first_seen_at).total_seconds() / 3_600
    evidence: dict[str, str | int | float] = {
        "count": others,
        "authors": cluster.authors,
        "articles": cluster.articles,
        "hours": max(1, round(hours)),
    }
    return Signal(NAME, CODE, min(1.0, 0.6 + 0.1 * (others + 1 - FEWEST)), (), evidence)


def _alone(anchor: Text) -> Cluster:
    cluster = Cluster(loners=[anchor])
    cluster.count(anchor)
    return cluster


def _minima(text: Text) -> Minima:
    return np.frombuffer(text.sketch.minima, dtype="<u2")
