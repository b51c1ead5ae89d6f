"""What cues that stand together are worth: points of an offer and of a chain letter.

The points of a run follow from counts, so that a comment of nothing but cues costs no more per
cue than one with a few.
"""

from collections import Counter
from typing import Any, NamedTuple

_MOST_POINTS = 5


class Cue(NamedTuple):
    """One hit. start, end: in the text that was searched. role: offer, channel, address, call, push, chain, warn.

    An address (link, number, handle) is a channel that can be followed as it stands.
    points: 1..5.
    """

    start: int
    end: int
    role: str
    points: int


class Window:
    """The cues of one run, counted as they come and go."""

    __slots__ = ("_chained", "_chains", "_counts", "_offers", "_pushes")

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, int]] = Counter()
        self._offers: Counter[tuple[int, int]] = Counter()
        self._pushes: Counter[int] = Counter()
        self._chains: dict[int, list[int]] = {}
        self._chained = 0

    def add(self, cue: Cue) -> None:
        """One more cue."""
        self._counts[cue.role, cue.points] += 1
        if cue.role == "offer" and cue.points > 1:
            self._offers[cue.start, cue.end] += 1
        elif cue.role == "push":
            self._pushes[cue.start] += 1
        elif cue.role == "chain":
            there = self._chains.setdefault(cue.start, [])
            self._chained -= max(there, default=0)
            there.append(cue.points)
            self._chained += max(there)

    def drop(self, cue: Cue) -> None:
        """One that was added leaves."""
        self._counts[cue.role, cue.points] -= 1
        if cue.role == "offer" and cue.points > 1:
            _less(self._offers, (cue.start, cue.end))
        elif cue.role == "push":
            _less(self._pushes, cue.start)
        elif cue.role == "chain":
            there = self._chains[cue.start]
            self._chained -= max(there)
            there.remove(cue.points)
            self._chained += max(there, default=0)

    def offer_points(self) -> int:
        """Points of a call, a channel, an offer and what pushes; 0 where nothing asks for anything."""
        offer, call = self._best("offer"), self._best("call")
        channel = max(self._best("channel"), self._best("address"))
        if call == 2 and channel:
            offer = max(offer, 1)
        more = min(1, len(self._offers) // 2)
        push = min(2, self._best("push") + min(1, len(self._pushes) // 2))
        if not _is_complete(offer, call, channel, push):
            return 0
        warned = self._best("warn") if call < 2 else 0
        return offer + call + channel + push + more - warned

    def chain_points(self) -> int:
        """Points of different chain cues; talk about chain letters takes away."""
        return self._chained - self._best("warn")

    def _best(self, role: str) -> int:
        counts = self._counts
        return next((points for points in range(_MOST_POINTS, 0, -1) if counts[role, points]), 0)


def _is_complete(offer: int, call: int, channel: int, push: int) -> bool:
    """Whether the parts make an advertisement: the plainer the words, the more parts it takes."""
    if offer == 3:
        return bool(call or channel)
    if offer == 2:
        return bool(call) or (channel == 2 and push > 0)
    return bool(offer) and call == 2 and bool(channel)


def _less(counts: Counter[Any], key: int | tuple[int, int]) -> None:
    counts[key] -= 1
    if not counts[key]:
        del counts[key]
