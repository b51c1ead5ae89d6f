"""Quoting: words of the article's title or the parent comment, quoted or told ones are not the writer's own.

News about a slur would otherwise hold its whole thread, and so would everyone who
objects to it. What lies wholly in such words counts less, and its evidence says so;
the same word said to a reader counts in full.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.checks.reported import quotations, told
from service.checks.text import FoldedText, fold
from service.domain.comments import CommentFacts
from service.domain.verdicts import CheckResult, Effect, Signal, Span

NAME = "quoting"

_WORD = re.compile(r"[^\W_]+")
_RUN = 3
"""Words in a row that make a quotation; one shared word is no quotation."""

_WEIGHT = 0.4
_MOSTLY = 0.8
_DISCOUNTED = frozenset(("lists", "abuse"))


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quoted places of a body as typed.

    share: part of its words that is quoted, 0..1. source: article, parent, marked or told, the
    first that there is. rest: the folded words that are the writer's own.
    """

    spans: tuple[Span, ...]
    share: float
    source: str
    rest: str = ""


def check_quoting(facts: CommentFacts, folded: FoldedText) -> tuple[tuple[Signal, ...], Quotes]:
    """Notes on what the comment quotes, and the places for `discounted`."""
    words = [(match[0], match.span()) for match in _WORD.finditer(folded.folded)]
    quoted: dict[str, set[int]] = {
        "quote.article": set(_shared(words, facts.article_title)),
        "quote.parent": set(_shared(words, facts.parent_body or "")),
        "quote.marked": set(_within(words, quotations(folded.folded, words))),
        "quote.told": set(_within(words, told(folded.folded, words))),
    }
    signals = []
    for code, places in quoted.items():
        if places:
            spans = _spans(folded, words, places)
            signals.append(Signal(NAME, code, 0.0, spans, {"words": len(places)}, Effect.NOTE))
    every = set().union(*quoted.values())
    if not every:
        return (), Quotes((), 0.0, "")
    source = next((code.partition(".")[2] for code, places in quoted.items() if places), "")
    share = len(every) / len(words)
    rest = " ".join(word for place, (word, _) in enumerate(words) if place not in every)
    return tuple(signals), Quotes(_spans(folded, words, every), share, source, rest)


def discounted(result: CheckResult, quotes: Quotes, own: float | None = None) -> CheckResult:
    """The result with signals that lie wholly in quotes weakened: they ask for nothing by themselves.

    own: the abuse model's score of the writer's own words, where known; else a signal of the
    model is weakened like any other: by its spans, or where nearly the whole comment is quoted.
    """
    if result.check not in _DISCOUNTED or not quotes.spans:
        return result
    return replace(result, signals=tuple(_discounted(signal, quotes, own) for signal in result.signals))


def _discounted(signal: Signal, quotes: Quotes, own: float | None) -> Signal:
    evidence = {**signal.evidence, "quoted": quotes.source}
    if signal.code == "abuse.model" and own is not None:
        score = round(max(own, signal.score * _WEIGHT), 4)
        return replace(signal, score=score, evidence=evidence) if score < signal.score else signal
    mostly = quotes.share >= _MOSTLY
    inside = all(_is_inside(span, quotes.spans) for span in signal.spans) if signal.spans else mostly
    if not inside:
        return signal
    effect = signal.effect if signal.effect is Effect.NOTE else None
    return replace(signal, score=signal.score * _WEIGHT, effect=effect, evidence=evidence)


def _within(words: Sequence[tuple[str, Span]], places: Iterable[Span]) -> Iterator[int]:
    """Indexes of the words that lie in one of the places; both are in order."""
    place = 0
    for start, end in places:
        while place < len(words) and words[place][1][0] < start:
            place += 1
        while place < len(words) and words[place][1][1] <= end:
            yield place
            place += 1


def _shared(words: Sequence[tuple[str, Span]], source: str) -> Iterator[int]:
    """Indexes of words that stand in a run of three which the source holds too."""
    theirs = _WORD.findall(fold(source).folded)
    runs = set(zip(*(theirs[shift:] for shift in range(_RUN)), strict=False))
    if not runs:
        return
    mine = [word for word, _ in words]
    for place, run in enumerate(zip(*(mine[shift:] for shift in range(_RUN)), strict=False)):
        if run in runs:
            yield from range(place, place + _RUN)


def _spans(folded: FoldedText, words: Sequence[tuple[str, Span]], places: set[int]) -> tuple[Span, ...]:
    """Places in the body as typed; neighbouring words are one place."""
    spans: list[Span] = []
    last = -2
    for place in sorted(places):
        start, end = folded.span(*words[place][1])
        if place == last + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = place
    return tuple(spans)


def _is_inside(span: Span, quotes: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in quotes)
