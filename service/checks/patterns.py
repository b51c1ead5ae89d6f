"""Patterns of a newsroom: RE2 only, so that no text can make one run long."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import re2

from service.checks.letters import FoldingTable
from service.domain.comments import ListEntry
from service.domain.errors import Fault, Invalid

MOST_CHARACTERS = 1_000
_MEMORY = 1 << 20
"""Bytes that one compiled pattern may take."""

_SET_MEMORY = 16 << 20
"""Bytes for the search that all patterns of a site share."""

_TABLE = FoldingTable()
_BACKTRACKING = re.compile(
    rb"invalid perl operator: \(\?(?:[=!>(|R&P]|<[=!])"  # look-around, atomic, conditional, recursive
    rb"|invalid escape sequence: \\[1-9kg]"  # back-references
    rb"|bad repetition operator: (?:[*+?]|\{[0-9,]*\})\+"  # possessive
)
"""What RE2 says of constructs that only a backtracking engine has."""

_TOO_LARGE = re.compile(rb"pattern too large|invalid repetition size")
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويabcdefghijklmnopqrstuvwxyz"


class Patterns:
    """Compiled patterns with the index of each one's entry.

    One search tells which patterns occur at all, so a comment's cost hardly grows with their number.
    """

    def __init__(self, found: Iterable[tuple[Any, int]]) -> None:
        self._patterns = tuple(found)
        self._set = _set_of([pattern.pattern for pattern, _ in self._patterns])

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(entry, start, end) of every match in folded text that is not empty."""
        if self._set is None:
            candidates = self._patterns
        else:
            candidates = tuple(self._patterns[number] for number in self._set.Match(text) or ())
        for pattern, index in candidates:
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield index, match.start(), match.end()


def compile_pattern(entry: ListEntry) -> Any:
    """The compiled expression; its letters beyond ASCII are folded as the text is.

    Raises Invalid: `list.pattern_backtracks` (look-around, back-references, possessive and atomic
    groups need an engine that can run for hours), `list.pattern_too_large`,
    `list.pattern_too_broad` (it takes a lone letter for a match), `list.pattern_invalid`.
    """
    if len(entry.value) > MOST_CHARACTERS:
        raise _refused(Fault("value", "list.pattern_too_large", {"max": MOST_CHARACTERS}))
    value = "".join(each if each < "\x80" else _TABLE[ord(each)] for each in entry.value)
    if not value:
        raise _refused(Fault("value", "list.pattern_invalid"))
    try:
        compiled = re2.compile(value, _options(_MEMORY))
    except re2.error as error:
        raise _refused(_fault(error.args[0])) from None
    if any(match.end() > match.start() for each in _LETTERS for match in compiled.finditer(each)):
        raise _refused(Fault("value", "list.pattern_too_broad"))
    return compiled


def _fault(message: bytes) -> Fault:
    if _BACKTRACKING.search(message):
        return Fault("value", "list.pattern_backtracks")
    if _TOO_LARGE.search(message):
        return Fault("value", "list.pattern_too_large", {"max": MOST_CHARACTERS})
    return Fault("value", "list.pattern_invalid")


def _refused(fault: Fault) -> Invalid:
    return Invalid([fault], fault.code)


def _options(memory: int) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = memory
    return options


def _set_of(patterns: list[str]) -> Any:
    """The search for any of several patterns; None for fewer than two, or where they are too large together."""
    if len(patterns) < 2:
        return None
    together = re2.Set.SearchSet(_options(_SET_MEMORY))
    try:
        for pattern in patterns:
            together.Add(pattern)
        together.Compile()
    except re2.error:
        return None
    return together
