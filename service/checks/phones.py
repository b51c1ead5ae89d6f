"""Phone numbers in the shapes in which people of the region and of France write them.

Works on folded text, so digits of any script are ASCII here. A number that
could as well be an amount needs a word that calls it a phone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from service.domain.verdicts import Span

_NATIONAL = {
    "20": r"1[0125]\d{8}|2[23]\d{7}",  # Egypt
    "966": r"5\d{8}|1[1-7]\d{7}|9200\d{5}",  # Saudi Arabia
    "971": r"5[024568]\d{7}|[2-4679]\d{7}",  # Emirates
    "212": r"[5-8]\d{8}",  # Morocco
    "213": r"[5-7]\d{8}|[2-4]\d{7}",  # Algeria
    "216": r"[2-57-9]\d{7}",  # Tunisia
    "218": r"9[1-6]\d{7}|2[1-5]\d{7}",  # Libya
    "249": r"(?:9\d|1[0-2])\d{7}",  # Sudan
    "961": r"(?:7[01689]|8[01])\d{6}|[1-9]\d{6}",  # Lebanon
    "962": r"7[789]\d{7}|[2-6]\d{7}",  # Jordan
    "963": r"9[3-9]\d{7}|[1-5]\d{7,8}",  # Syria
    "964": r"7[3-9]\d{8}|[1-6]\d{7,8}",  # Iraq
    "965": r"[1-9]\d{7}",  # Kuwait
    "967": r"7[01378]\d{7}|[1-7]\d{6}",  # Yemen
    "968": r"[279]\d{7}",  # Oman
    "970": r"5[69]\d{7}|[2489]\d{7}",  # Palestine
    "973": r"[136]\d{7}",  # Bahrain
    "974": r"[3-7]\d{7}",  # Qatar
    "33": r"[1-9]\d{8}",  # France
}
"""National number, without a trunk 0, by country code. Source: ITU-T E.164 national numbering plans."""

_MOBILE_WITH_CODE = {**_NATIONAL, "20": r"1[0125]\d{8}", "963": r"9[3-9]\d{7}", "964": r"7[3-9]\d{8}"}
_CERTAIN = re.compile(
    r"(?:\+|00)(?:"
    + "|".join(f"{code}0?(?:{shape})" for code, shape in _NATIONAL.items())
    + ")|"
    + "|".join(f"{code}(?:{shape})" for code, shape in _MOBILE_WITH_CODE.items() if code != "33")
    + r"|01[0125]\d{8}"  # Egypt
    r"|0[5-7]\d{8}"  # Saudi Arabia, Emirates, Jordan, Palestine, Morocco, Algeria, France
    r"|07\d{9}"  # Iraq
    r"|09\d{8}"  # Syria, Libya, Sudan
    r"|01[0-2]\d{7}"  # Sudan
)
"""With a country's code, or from the trunk 0 on in a shape that amounts do not have."""

_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{8,14}")
_SHORT = re.compile(r"0?3\d{6}|7[01689]\d{6}|8[01]\d{6}|[2-9]\d{7}|0?7[01378]\d{7}|0[1-9]\d{8}")
"""Lebanon, Tunisia, Kuwait, Qatar, Bahrain, Oman, Yemen, landlines of France: common numbers too."""

_CUE = re.compile(
    r"(?:واتس|وتس[اا]?ب|جوال|ه[او]?اتف|تل[ي]?فون|موبا?يل|محمول|اتصل|للاتصال|كلمن|كلمون|(?<!ال)تواصل|راسلن"
    r"|(?<!\w)[وف]?رقمي(?!\w)|(?<![a-z])(?:call|phone|telephone|tel|whats ?app|whats|mobile|text me|cell)(?![a-z]))"
    r"[^\d]{0,24}$"
)
_CUE_BEHIND = re.compile(
    r"[^\w\d]{0,3}(?:واتس|وتساب|جوال|موبا?يل|هاتف|تل[ي]?فون|تل[ي]?[جغ]رام|whats|telegram)"
)
_UNIT = re.compile(
    r"[^\w\d]{0,2}(?:[$€£%]|(?:الف|مليون|مليار|دولار|ريال|جنيه|درهم|دينار|ليره|يورو|فرنك|صوت|شخص|مشاهد|متابع|نسمه|ناخب"
    r"|مواطن|كيلو|برميل|نقطه|euro|eur|usd|dollar|dinar|dirham|riyal|pound|vote|view|people|person)\w{0,3}(?!\w))"
)
_CUE_REACH = 40

_RUN = re.compile(r"(?<![\w+])(?:\+ ?)?\(?\+?\d(?:[ ()./\-]{0,3}\d)*\+?(?!\w)")
_GROUP = re.compile(r"\d+")
_NOT_NUMBERS = re.compile(
    r"(?<!\d)(?:\d{1,2}([./\-])\d{1,2}\1(?:1[3-9]|20)\d\d|(?:1[3-9]|20)\d\d([./\-])\d{1,2}\2\d{1,2})(?!\d)"  # dates
    r"|(?<!\d)(?:1[3-9]|20)\d\d(?: ?[ ./\-] ?(?:1[3-9]|20)\d\d)+(?!\d)"  # years
    r"|(?<!\d)(?<!\d-)\d{1,2}-\d{1,2}(?: \d{1,2}-\d{1,2})+(?![\d\-])"  # results of matches
)
_LEAST_DIGITS, _MOST_DIGITS = 7, 17
_MOST_GROUPS = 400
"""Groups of digits that are looked at in one comment, so that a text of digits stays cheap."""


@dataclass(frozen=True, slots=True)
class Number:
    """Digits that stand together. span: in the folded text; digits: without separators, `+` in front kept.

    groups: lengths of the pieces as written.
    """

    span: Span
    digits: str
    groups: tuple[int, ...]


def find_numbers(text: str) -> tuple[list[Number], ...]:
    """Runs of digits and separators in folded text, each as its pieces in order; dates and results left out."""
    plain = _NOT_NUMBERS.sub(lambda match: "\x00" * len(match[0]), text)
    runs, looked_at = [], 0
    for run in _RUN.finditer(plain):
        pieces = [
            Number((match.start(), match.end()), match[0], (match.end() - match.start(),))
            for match in islice(_GROUP.finditer(plain, *run.span()), _MOST_GROUPS - looked_at)
        ]
        looked_at += len(pieces)
        if not pieces:
            break
        if "+" in run[0]:  # in front, or behind where the line was typed from right to left
            first = pieces[0]
            start = run.start() if run[0][0] in "+(" else first.span[0]
            pieces[0] = Number((start, first.span[1]), "+" + first.digits, first.groups)
        runs.append(pieces)
    return tuple(runs)


def joined(pieces: list[Number]) -> Number:
    """Neighbouring pieces as one number."""
    return Number(
        (pieces[0].span[0], pieces[-1].span[1]),
        "".join(piece.digits for piece in pieces),
        tuple(length for piece in pieces for length in piece.groups),
    )


def find_phones(text: str, runs: tuple[list[Number], ...], taken: list[Span]) -> Iterator[Span]:
    """Places of phone numbers among the runs, without those that touch a place in `taken`."""
    for pieces in runs:
        start = 0
        while start < len(pieces):
            end = _phone_end(text, pieces, start, taken)
            if end is not None:
                yield joined(pieces[start:end]).span
            start = end or start + 1


def _phone_end(text: str, pieces: list[Number], start: int, taken: list[Span]) -> int | None:
    """Behind which piece the phone number that begins with piece `start` ends; None where none begins.

    The longest known shape counts; only where there is none, any number with a sign of abroad.
    """
    digits, ends = "", []
    for end in range(start, len(pieces)):
        digits += pieces[end].digits
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= _LEAST_DIGITS:
            ends.append((end + 1, digits))
    for is_phone in (_is_known, _is_abroad):
        for end, number in reversed(ends):
            span = pieces[start].span[0], pieces[end - 1].span[1]
            if is_phone(text, span, number) and not touches(span, taken):
                return end
    return None


def _is_known(text: str, span: Span, digits: str) -> bool:
    if _CERTAIN.fullmatch(digits):
        return digits[0] == "+" or not _UNIT.match(text, span[1])
    if not _SHORT.fullmatch(digits) or _UNIT.match(text, span[1]):
        return False
    before = text[max(0, span[0] - _CUE_REACH) : span[0]]
    return bool(_CUE.search(before) or _CUE_BEHIND.match(text, span[1]))


def _is_abroad(text: str, span: Span, digits: str) -> bool:
    return bool(_ABROAD.fullmatch(digits)) and not _UNIT.match(text, span[1])


def touches(span: Span, others: list[Span]) -> bool:
    """Whether a place shares a character with any of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)
