"""Numbers that name one person: bank accounts, payment cards and national identity numbers.

Each kind has check digits or a date inside, so that an ordinary number is not taken for one.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from service.checks.phones import Number
from service.domain.verdicts import Span

_ACCOUNT_START = re.compile(r"(?<![^\W_])([a-z]{2})\d{2}")
_ACCOUNT_LENGTHS = {
    "ae": 23, "bh": 22, "eg": 29, "iq": 23, "jo": 30, "kw": 30, "lb": 28, "ly": 25, "mr": 27, "om": 23,
    "ps": 29, "qa": 29, "sa": 24, "sd": 18, "tn": 24, "ye": 30,
    "be": 16, "ch": 21, "de": 22, "es": 24, "fr": 27, "gb": 22, "it": 27, "nl": 18, "se": 24, "tr": 26,
}  # fmt: skip
"""Length of an IBAN by country. Source: SWIFT IBAN Registry."""

_CARD_GROUPS = ((4, 4, 4, 4), (4, 6, 5), (4, 4, 4, 4, 3))
_CARD = re.compile(r"3[47]\d{13}|3[0689]\d{12}|4(?:\d{12}|\d{15}|\d{18})|[25679]\d{15}|[56]\d{18}")
_UAE_ID = re.compile(r"784(?:19|20)\d{10}")
_EGYPT_ID = re.compile(r"([23])(\d\d)(\d\d)(\d\d)(?:0[1-4]|1[1-9]|2[1-9]|3[1-5]|88)\d{5}")
_SAUDI_ID = re.compile(r"[12]\d{9}")
_KUWAIT_ID = re.compile(r"([23])(\d\d)(\d\d)(\d\d)\d{5}")
_KUWAIT_WEIGHTS = (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def find_accounts(text: str) -> Iterator[Span]:
    """Places of IBANs in folded text, written in one piece or in groups (ISO 13616, remainder 1 modulo 97)."""
    for start in _ACCOUNT_START.finditer(text):
        length = _ACCOUNT_LENGTHS.get(start[1])
        end = _account_end(text, start.start(), length) if length else None
        if end is not None:
            yield start.start(), end


def is_card(number: Number) -> bool:
    """Whether a number is that of a payment card (ISO/IEC 7812: known first digits, check digit)."""
    digits = number.digits
    if not _CARD.fullmatch(digits):
        return False
    written = len(number.groups) == 1 or number.groups in _CARD_GROUPS
    return written and len(set(digits)) > 1 and has_luhn_digit(digits)


def is_national_id(number: Number) -> bool:
    """Whether a number is an identity number of Egypt, Saudi Arabia, the Emirates or Kuwait."""
    digits = number.digits
    if _UAE_ID.fullmatch(digits):
        return has_luhn_digit(digits)
    if len(number.groups) != 1:
        return False
    return any(fits(digits) for fits in _IDS)


def has_luhn_digit(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_egyptian(digits: str) -> bool:
    match = _EGYPT_ID.fullmatch(digits)
    return match is not None and _is_date(*match.groups())


def _is_saudi(digits: str) -> bool:
    """A round number is an amount."""
    return bool(_SAUDI_ID.fullmatch(digits)) and not digits.endswith("000") and has_luhn_digit(digits)


def _is_kuwaiti(digits: str) -> bool:
    match = _KUWAIT_ID.fullmatch(digits)
    if match is None or not _is_date(*match.groups()):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_KUWAIT_WEIGHTS, digits[:-1], strict=True))
    return 11 - total % 11 == int(digits[-1])


_IDS: tuple[Callable[[str], bool], ...] = (_is_egyptian, _is_saudi, _is_kuwaiti)


def _is_date(century: str, year: str, month: str, day: str) -> bool:
    """Whether the date of birth exists; century: 2 for 19.., 3 for 20.. ."""
    try:
        date((17 + int(century)) * 100 + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _account_end(text: str, start: int, length: int) -> int | None:
    """Where the IBAN of `length` characters that begins at `start` ends; None where it is none."""
    plain, place = "", start
    while len(plain) < length and place < len(text):
        character = text[place]
        if character.isascii() and character.isalnum():
            plain += character
        elif character not in " -" or not text[place - 1].isalnum():
            return None
        place += 1
    ends_there = place == len(text) or not text[place].isalnum()
    if len(plain) < length or not ends_there:
        return None
    value = int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4]))
    return place if value % 97 == 1 else None
