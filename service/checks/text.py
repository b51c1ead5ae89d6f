"""Folding: one plain form for all the ways in which the same words can be typed.

Two writings that a reader takes for the same text fold to the same text:
NFKC, without vowel marks, tatweel, zero-width and direction characters; one
alef, one ya, one ha; Persian, Urdu and look-alike letters as the Arabic ones;
presentation forms taken apart; lower-case Latin without accents; ASCII digits;
a letter typed three times or more written once; any white space as one space.
Forms that stand for many letters («ﷺ» is eighteen) or for signs («⒈») are written out
until they make 2,000 characters; what follows of them is a space, so that no comment
grows without measure. Every place in the folded text can be led back to the text as typed.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, count, repeat

from service.checks.letters import FoldingTable

_TABLE = FoldingTable()
_OF_MANY = re.compile(
    "[^" + re.escape("".join(chr(code) for code in range(0x700) if len(_TABLE[code]) == 1)) + "]"
)
"""A character that does not, or may not, fold to exactly one: marks, ligatures, rare letters."""

_UNUSUAL = re.compile("[0-9@$a-z\u0080-\u05ff\u0700-\U0010ffff]")
_RUN = re.compile(r"([^\W\d_])\1(\1)\1*|( ) +")
_MOST_WIDE = 2_000
_PAIR = 2
_ONCE, _TWICE = r"\1\3", r"\1\2\3"
_LATIN_RUN = re.compile(r"([a-zA-Z])\1\1")


class FoldedText:
    """A text and its folded form, with the way back.

    original: the text as typed. folded: the plain form; it may be longer or shorter.
    The map between them is only worked out when a place is asked for, because most
    comments have nothing to point at.
    """

    __slots__ = ("_kept", "_pieces", "_plain", "_starts", "folded", "original")

    def __init__(self, original: str, *, kept: str = _ONCE) -> None:
        self.original = original
        self._pieces: list[str] | None = None
        plain = original.translate(_TABLE)
        if len(plain) > len(original) + _MOST_WIDE:
            self._pieces = list(_measured(original))
            plain = "".join(self._pieces)
        self.folded = _RUN.sub(kept, plain)
        self._kept = kept
        self._starts: list[int] | None = None
        self._plain: bool | None = None

    @property
    def is_plain(self) -> bool:
        """Whether there are only Arabic letters, punctuation and spaces: no Latin letter, digit or picture."""
        if self._plain is None:
            self._plain = _UNUSUAL.search(self.folded) is None
        return self._plain

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of `original` behind the folded characters [start, end).

        The end takes in what folding removed behind the last letter: its marks, tatweel and
        repetitions. Raises ValueError unless 0 <= start < end <= len(folded).
        """
        if not 0 <= start < end <= len(self.folded):
            raise ValueError("span outside the folded text")
        starts = self._map()
        return starts[start], max(starts[end], starts[end - 1] + 1)

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Folded characters that come from code points [start, end) of `original`; may be empty."""
        starts = self._map()
        low = bisect_left(starts, start, 0, len(self.folded))
        return low, bisect_left(starts, end, low, len(self.folded))

    def _map(self) -> list[int]:
        """Index in `original` of each folded character, and of the end."""
        if self._starts is None:
            if not _OF_MANY.search(self.original):
                plain = self.original.translate(_TABLE)
                raw = list(range(len(plain) + 1))
            else:
                pieces = self._pieces or list(map(_TABLE.__getitem__, map(ord, self.original)))
                plain = "".join(pieces)
                raw = [*chain.from_iterable(map(repeat, count(), map(len, pieces))), len(self.original)]
            self._starts = raw if len(plain) == len(self.folded) else self._without_runs(plain, raw)
        return self._starts

    def _without_runs(self, plain: str, raw: list[int]) -> list[int]:
        kept: list[int] = []
        done = 0
        for run in _RUN.finditer(plain):
            kept += raw[done : run.start() + len(run.expand(self._kept))]
            done = run.end()
        return kept + raw[done:]


def _measured(original: str) -> Iterator[str]:
    """What each character becomes, where not all wide forms may be written out."""
    room = _MOST_WIDE
    for each in original:
        piece = _TABLE[ord(each)]
        if len(piece) > _PAIR or (len(piece) == _PAIR and not piece.isalpha()):
            room -= len(piece)
            yield piece if room >= 0 else " "
        else:
            yield piece


@lru_cache(maxsize=256)
def fold(text: str) -> FoldedText:
    """The folded form of `text`, in time linear in its length.

    Kept for a while: the facts, the checks and the models ask for the same texts of one batch.
    """
    return FoldedText(text)


def fold_doubling(text: str) -> FoldedText | None:
    """The folded form in which a long letter is written twice; None where that changes nothing.

    «coool» is "col" by `fold` and "cool" here. Only Latin letters matter: Arabic
    spelling writes a doubled letter once.
    """
    return FoldedText(text, kept=_TWICE) if _LATIN_RUN.search(text) else None
