"""Cutting a text where checks marked it, where it changed, and where it holds characters that nobody sees."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

WEIGHTS = ("reject", "hold", "note")
"""How heavy a mark is, heaviest first."""

# Direction controls, zero-width characters and the soft hyphen: they move or part what is read.
_UNSEEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_WORD = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 3000


class Span(NamedTuple):
    """A mark: half-open code points of the body, how heavy, and the sentence that explains it."""

    start: int
    end: int
    weight: str
    why: str


class Piece(NamedTuple):
    """A part of a text. weight: of its mark, `unseen` for a character made visible, else empty."""

    text: str
    weight: str = ""
    why: str = ""


class Change(NamedTuple):
    """A part of a comparison. kind: same | removed | added."""

    text: str
    kind: str


def pieces(body: str, spans: Sequence[Span]) -> list[Piece]:
    """The whole text, cut where marks begin and end; where marks overlap the heaviest one counts."""
    inside = [span for span in spans if 0 <= span.start < min(span.end, len(body))]
    edges = sorted(
        {0, len(body), *(each for span in inside for each in (span.start, min(span.end, len(body))))}
    )
    opening: dict[int, list[Span]] = {}
    for span in inside:
        opening.setdefault(span.start, []).append(span)
    found: list[Piece] = []
    live: list[Span] = []
    for start, end in pairwise(edges):
        live = [span for span in (*live, *opening.get(start, ())) if span.end > start]
        found += _visible(_piece(body[start:end], live))
    return found


def changes(before: str, after: str) -> list[Change]:
    """What was taken out of a text and what was put in, word by word; very long texts as a whole."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        return [Change(before, "removed"), Change(after, "added")]
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("".join(new[c:d]), "same"))
            continue
        found += [Change("".join(old[a:b]), "removed")] if b > a else []
        found += [Change("".join(new[c:d]), "added")] if d > c else []
    return found


def _piece(text: str, live: Sequence[Span]) -> Piece:
    if not live:
        return Piece(text)
    heaviest = min(live, key=lambda span: WEIGHTS.index(span.weight))
    return Piece(text, heaviest.weight, " · ".join(dict.fromkeys(span.why for span in live)))


def _visible(piece: Piece) -> Iterator[Piece]:
    done = 0
    for match in _UNSEEN.finditer(piece.text):
        if match.start() > done:
            yield piece._replace(text=piece.text[done : match.start()])
        yield Piece(f"U+{ord(match[0]):04X}", "unseen", piece.why)
        done = match.end()
    if done < len(piece.text):
        yield piece._replace(text=piece.text[done:])
