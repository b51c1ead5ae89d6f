"""Names: borrowed from the staff, hiding direction characters, or used as advertising space."""

import re

from service.checks.links import find_links
from service.checks.privacy import has_phone
from service.checks.text import fold
from service.checks.views import undoubled, words_only
from service.domain.comments import CommentFacts
from service.domain.verdicts import Signal

NAME = "names"

_SAME, _CONTAINS, _DIRECTION, _ADVERTISING = 0.9, 0.7, 0.6, 0.8
_SHORTEST_STAFF_NAME = 3
_CONTROLS = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u034f\u180e]"
    "|(?<![\u0620-\u06ff])[\u200c\u200d]|[\u200c\u200d](?![\u0620-\u06ff])"
)
"""Characters that turn or hide text. Joiners between Arabic letters are Persian and Urdu spelling."""

_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕԁɡ" + "αβεηικνορτυχω" + "0135$@|",
    "abekmhopctyxijsdg" + "abeniknoptuxw" + "olessal",
)
"""Cyrillic and Greek letters, digits and signs by the Latin letter that they look like (UTS 39)."""


def check_names(facts: CommentFacts) -> tuple[Signal, ...]:
    """Signals about the author's name; no spans, since spans point into the body."""
    signals = []
    borrowed = _borrowed(facts)
    if borrowed is not None:
        staff, score = borrowed
        signals.append(Signal(NAME, "name.impersonation", score, (), {"staff": staff}))
    controls = _CONTROLS.findall(facts.author_name)
    if controls:
        signals.append(Signal(NAME, "name.direction", _DIRECTION, (), {"count": len(controls)}))
    if find_links(facts.author_name) or has_phone(fold(facts.author_name)):
        signals.append(Signal(NAME, "name.advertising", _ADVERTISING))
    return tuple(signals)


def skeleton(name: str) -> str:
    """What a name looks like: folded, look-alike letters as one, doubled letters once, no gaps."""
    return undoubled(words_only(fold(name).folded.translate(_LOOK_ALIKES)).replace(" ", ""))


def _borrowed(facts: CommentFacts) -> tuple[str, float] | None:
    """The staff name that this one looks like, or holds as whole words, with the score."""
    mine = skeleton(facts.author_name)
    words = f" {undoubled(words_only(fold(facts.author_name).folded.translate(_LOOK_ALIKES)))} "
    contained = None
    for staff in facts.staff_names:
        theirs = skeleton(staff)
        if len(theirs) < _SHORTEST_STAFF_NAME:
            continue
        if theirs == mine:
            return staff, _SAME
        spaced = undoubled(words_only(fold(staff).folded.translate(_LOOK_ALIKES)))
        if f" {spaced} " in words:
            contained = contained or (staff, _CONTAINS)
    return contained
