"""Privacy: phone numbers, bank accounts, cards, e-mail addresses and chat invitations in the text.

Digits of any script count, because the folded text has ASCII digits only. The
evidence never repeats what was found: its place is enough for the moderator.
"""

import re
from collections.abc import Iterator

from service.checks.links import Link
from service.checks.text import FoldedText
from service.domain.verdicts import Signal, Span

NAME = "privacy"

_NUMBER = re.compile(r"(?<![\w+])\+?\d(?:[ ().\-]{0,2}\d){6,18}(?!\w)")
_DATE = re.compile(r"\d{1,2}([ .\-])\d{1,2}\1\d{4}|\d{4}([.\-])\d{1,2}\2\d{1,2}")
_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{7,14}")
_ARAB_CODES = re.compile(r"(?:20|21[2368]|249|96[1-8]|97[0-4])\d{8,10}")
_NATIONAL = re.compile(
    r"01[0125]\d{8}"  # Egypt
    r"|0[5-7]\d{8}"  # Saudi Arabia, Emirates, Jordan, Palestine, Morocco, Algeria, France
    r"|07\d{9}"  # Iraq
    r"|09\d{8}"  # Syria, Libya, Sudan
    r"|01\d{8}"  # Sudan
)
_SHORT = re.compile(r"0?3\d{6}|7[01689]\d{6}|[2-9]\d{7}|7[01378]\d{7}")
"""Lebanon, Tunisia, Kuwait, Qatar, Bahrain, Oman, Yemen: common numbers too, so a word must name them."""

_CUE = re.compile(
    r"(?:واتس|وتس|اتصل|كلم|تواصل|رقم|جوال|هاتف|تلفون|موبايل|محمول|خاص|call|phone|tel|whats|mobile|num)"
    r"[^\d]{0,24}$"
)
_CUE_REACH = 40
_ACCOUNT = re.compile(r"(?<![^\W_])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?(?![^\W_])")
_EMAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}")
_PHONE, _ACCOUNT_SCORE, _CARD, _MAIL, _CHAT = 0.7, 0.9, 0.8, 0.6, 0.6
_MOST_SPANS = 20


def check_privacy(folded: FoldedText, links: tuple[Link, ...]) -> tuple[Signal, ...]:
    """One signal per kind of private detail, with the places of all of them.

    links: those of the body; invitations to chat groups count here too.
    """
    text = folded.folded
    accounts = [match.span() for match in _ACCOUNT.finditer(text) if _is_account(match[0])]
    numbers = [span for span in _numbers(text) if not _touches(span, accounts)]
    cards = [span for span in numbers if _is_card(_digits(text[slice(*span)]))]
    phones = [span for span in numbers if span not in cards and _is_phone(text, span)]
    mails = [match.span() for match in _EMAIL.finditer(text)] if "@" in text else []
    chats = [link.span for link in links if link.kind == "invite"]
    found = (
        ("privacy.phone", _PHONE, _typed(folded, phones)),
        ("privacy.account", _ACCOUNT_SCORE, _typed(folded, accounts)),
        ("privacy.card", _CARD, _typed(folded, cards)),
        ("privacy.email", _MAIL, _typed(folded, mails)),
        ("privacy.chat_link", _CHAT, chats),
    )
    return tuple(
        Signal(NAME, code, score, tuple(spans[:_MOST_SPANS]), {"count": len(spans)})
        for code, score, spans in found
        if spans
    )


def has_phone(folded: FoldedText) -> bool:
    """Whether a text holds a phone number."""
    return any(_is_phone(folded.folded, span) for span in _numbers(folded.folded))


def _numbers(text: str) -> Iterator[Span]:
    return (match.span() for match in _NUMBER.finditer(text) if not _DATE.match(match[0]))


def _is_phone(text: str, span: Span) -> bool:
    number = _digits(text[slice(*span)])
    if _ABROAD.fullmatch(number) or _NATIONAL.fullmatch(number) or _ARAB_CODES.fullmatch(number):
        return True
    before = text[max(0, span[0] - _CUE_REACH) : span[0]]
    return bool(_SHORT.fullmatch(number) and _CUE.search(before))


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit() or each == "+")


def _is_card(number: str) -> bool:
    """Whether 13 to 19 digits pass the check digit of payment cards (ISO/IEC 7812, Luhn)."""
    if not 13 <= len(number) <= 19 or not number.isdigit() or number.startswith("00"):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_account(text: str) -> bool:
    """Whether the letters and digits are an IBAN (ISO 13616, remainder 1 modulo 97)."""
    plain = text.replace(" ", "")
    if not 15 <= len(plain) <= 34 or not plain.isascii():
        return False
    return int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1


def _touches(span: Span, others: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _typed(folded: FoldedText, spans: list[Span]) -> list[Span]:
    return [folded.span(*span) for span in spans[:_MOST_SPANS]]
