"""Offers: advertising of our days, told by what stands together in it.

Nobody sells by a single word. A call to act, a way out of the page and something on
offer within a few lines do, more so with a promise in between. Each cue carries points;
only combinations hold, so that talk about loans, WhatsApp or prayers stays talk. Chain
letters need no way out: they ask to be passed on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import ahocorasick

from service.checks.links import Link
from service.checks.needles import PROCLITICS, PRONOUNS
from service.checks.offer_calls import calls, wants
from service.checks.offer_points import Cue, Window
from service.checks.offer_shapes import ADDRESSED, HANDLE, PREPOSITION, SHAPES
from service.checks.offer_words_ar import ARABIC
from service.checks.offer_words_latin import LATIN
from service.checks.text import FoldedText, fold
from service.checks.views import View, folded_view, joined_views
from service.domain.verdicts import CheckResult, Effect, Signal, Span

NAME = "offers"
_CHAIN = "spam.chain"

_REACH = 320
"""Characters within which cues belong together: two or three sentences."""

_FULL = 10
"""Points of a score of 1; half of them hold at the default policy."""

_NOTE_FROM = 4
_CERTAIN, _UNASKED = 0.92, 0.4
"""From where on the model needs no support, and what its score is worth below it without any."""

_MOST_SPANS = 12
_MOST_CUES = 2_000
_LONGEST_ATTACHED = 5
_ENDING = 3
"""Letters behind a channel that the last word of a comment may still have."""

_ENDINGS: Mapping[str, frozenset[str] | None] = {"*": None, "=": frozenset(("",))}
_PARTED = re.compile("[،,\n]")


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a comment could sell with. asks: a link, an address, a call to get in touch or the
    like is in it. sells: something hardly named outside of advertising. warns: it speaks about such offers."""

    asks: bool
    sells: bool
    warns: bool


def check_offers(folded: FoldedText, links: tuple[Link, ...]) -> tuple[tuple[Signal, ...], Appeal]:
    """One `spam.offer` or `spam.chain` signal where enough cues stand together; the appeal for `tempered`.

    links: those of the body. The score is a tenth of the points, at most 1; from 0.4 it is worth
    a word. spans: the cues that count. evidence: `offer`, `call`, `channel` and `address` as 1 where found.
    """
    best: tuple[int, str, list[Cue], View] | None = None
    every: list[Cue] = []
    for view in _readings(folded):
        cues = sorted(_cues(folded, view, links), key=lambda cue: cue.start)[:_MOST_CUES]
        every += cues
        for points, code, first, end in _groups(cues):
            if best is None or points > best[0]:
                group = [cue for cue in cues[first:end] if code != _CHAIN or cue.role == "chain"]
                best = points, code, group, view
    appeal = Appeal(
        asks=any(cue.role in {"chain", "address"} or (cue.role, cue.points) == ("call", 2) for cue in every),
        sells=any((cue.role, cue.points) == ("offer", 3) for cue in every),
        warns=any(cue.role == "warn" for cue in every),
    )
    return (() if best is None else _signals(*best)), appeal


def tempered(result: CheckResult, appeal: Appeal) -> CheckResult:
    """The result with findings of spam weakened where the comment gives nobody anything to follow.

    The model's score counts less unless it is nearly certain, and a listed advertising phrase
    where the comment speaks about such offers. Their evidence says so.
    """
    if appeal.asks or result.check not in {"spam", "lists"} or not result.signals:
        return result
    return replace(result, signals=tuple(_tempered(signal, appeal) for signal in result.signals))


def _tempered(signal: Signal, appeal: Appeal) -> Signal:
    spoken_about = signal.code == "spam.phrase" and appeal.warns and signal.effect is not Effect.NOTE
    unsupported = signal.code == "spam.model" and signal.score < _CERTAIN and not appeal.sells
    if not spoken_about and not unsupported:
        return signal
    effect = None if spoken_about else signal.effect
    evidence = {**signal.evidence, "unasked": 1}
    return replace(signal, score=round(signal.score * _UNASKED, 4), effect=effect, evidence=evidence)


def _signals(points: int, code: str, group: list[Cue], view: View) -> tuple[Signal, ...]:
    if points < _NOTE_FROM:
        return ()
    roles = {cue.role for cue in group}
    evidence: dict[str, str | int | float] = {
        role: int(role in roles) for role in ("offer", "call", "channel", "address")
    }
    spans = _typed(view, [cue for cue in group if cue.points > 1] or group)
    return (Signal(NAME, code, min(1.0, points / _FULL), spans, evidence),)


def _readings(folded: FoldedText) -> Iterator[View]:
    """The text as typed, and with letters put together that were set apart."""
    plain = folded_view(folded)
    yield plain
    yield from joined_views(folded)


def _cues(folded: FoldedText, view: View, links: tuple[Link, ...]) -> Iterator[Cue]:
    text = view.text
    for last, found in _automaton().iter(text):
        for size, role, points, endings in found:
            start, end = last + 1 - size, last + 1
            if _is_word(text, start, end, endings):
                yield Cue(start, end, role, points)
                if role == "channel" and points == 2 and _is_last(text, start, end):
                    yield Cue(start, end, "call", 1)  # a messenger as the last word asks to be used
    for signs, pattern, role, points in SHAPES:
        if any(sign in text for sign in signs):
            for match in pattern.finditer(text):
                yield Cue(match.start(), match.end(), role, points)
    if "@" in text:
        addressed = ADDRESSED.match(text)
        for match in HANDLE.finditer(text, addressed.end() if addressed else 0):
            yield Cue(match.start(), match.end(), "address", 2)
    for link in links:
        start, end = folded.folded_span(*link.span)
        if start < end <= len(text):
            yield Cue(start, end, "address", 2)


def _groups(cues: list[Cue]) -> Iterator[tuple[int, str, int, int]]:
    """(points, code, first, end) of every run of cues within reach, each begun at one of them."""
    window = Window()
    low = 0
    for high, cue in enumerate(cues):
        window.add(cue)
        while cue.start - cues[low].start > _REACH:
            window.drop(cues[low])
            low += 1
        last = high + 1 == len(cues)
        if last or cues[high + 1].start - cues[low].start > _REACH:
            yield window.offer_points(), "spam.offer", low, high + 1
            yield window.chain_points(), _CHAIN, low, high + 1


def _is_word(text: str, start: int, end: int, endings: frozenset[str] | None) -> bool:
    """Whether the place begins a word, after a particle at most, and only `endings` follow (None: any)."""
    front = _letters_before(text, start)
    if front and front not in PROCLITICS:
        return False
    return endings is None or _letters_behind(text, end) in endings


def _is_last(text: str, start: int, end: int) -> bool:
    """Whether nothing follows a channel, and no preposition says that something happened there."""
    return not text[end + _ENDING :].strip(" .!") and not PREPOSITION.search(text, max(0, start - 8), start)


def _letters_before(text: str, start: int) -> str:
    low = start
    while low > 0 and start - low <= _LONGEST_ATTACHED and text[low - 1].isalnum():
        low -= 1
    return text[low:start]


def _letters_behind(text: str, end: int) -> str:
    high = end
    while high < len(text) and high - end <= _LONGEST_ATTACHED and text[high].isalnum():
        high += 1
    return text[end:high]


def _typed(view: View, cues: Iterable[Cue]) -> tuple[Span, ...]:
    """Places as typed, in order, those that overlap as one."""
    spans: list[Span] = []
    for start, end in sorted(view.span(cue.start, cue.end) for cue in cues):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans[:_MOST_SPANS])


@lru_cache(maxsize=1)
def _automaton() -> ahocorasick.Automaton:
    """Every cue with (length, role, points, what may follow), built at the first comment."""
    merged: dict[str, list[tuple[int, str, int, frozenset[str] | None]]] = {}
    made = [*((call, "call", 2) for call in calls()), *((want, "call", 1) for want in wants())]
    for entries in (_entries(ARABIC), _entries(LATIN), made):
        for value, role, points in entries:
            spelling = fold(value.rstrip("*=")).folded.strip()
            endings = _ENDINGS.get(value[-1], PRONOUNS)
            merged.setdefault(spelling, []).append((len(spelling), role, points, endings))
    automaton = ahocorasick.Automaton()
    for spelling, found in merged.items():
        automaton.add_word(spelling, tuple(found))
    automaton.make_automaton()
    return automaton


def _entries(table: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    for role, lines in table.items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            points, _, values = line.partition(" ")
            for value in filter(None, map(str.strip, _PARTED.split(values))):
                yield value, role, int(points)
