"""Privacy: phone numbers, accounts, cards, identity numbers, e-mail addresses and chat groups in the text.

Digits of any script count, because the folded text has ASCII digits only. The
evidence never repeats what was found: its place is enough for the moderator.
"""

import re

from service.checks.id_numbers import find_accounts, is_card, is_national_id
from service.checks.links import Link
from service.checks.phones import Number, find_numbers, find_phones, joined, touches
from service.checks.text import FoldedText
from service.domain.verdicts import Signal, Span

NAME = "privacy"

_EMAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}")
_CHAT_NAME = re.compile(
    r"(?:تل[ي]?[جغك]رام|تلجرام|telegram|snap ?chat|سناب|واتس ?[اا]?ب?|whats ?app)"
    r"[^\w@]{0,4}(?:\w{1,12}[^\w@]{1,3})?(@[a-z][a-z0-9_.]{4,31})"
)
_SCORES = {
    "privacy.phone": 0.7,
    "privacy.account": 0.9,
    "privacy.card": 0.8,
    "privacy.national_id": 0.8,
    "privacy.email": 0.6,
    "privacy.chat_link": 0.6,
}
_MOST_SPANS = 20


def check_privacy(folded: FoldedText, links: tuple[Link, ...]) -> tuple[Signal, ...]:
    """One signal per kind of private detail, with the places of all of them.

    links: those of the body; invitations to chat groups count here too.
    """
    text = folded.folded
    runs = find_numbers(text)
    accounts = list(find_accounts(text))
    wholes = [whole for pieces in runs for whole in _wholes(pieces) if not touches(whole.span, accounts)]
    ids = [each.span for each in wholes if is_national_id(each)]
    cards = [each.span for each in wholes if is_card(each) and not touches(each.span, ids)]
    phones = list(find_phones(text, runs, accounts + ids + cards))
    mails = [match.span() for match in _EMAIL.finditer(text)] if "@" in text else []
    names = [match.span(1) for match in _CHAT_NAME.finditer(text)] if "@" in text else []
    found = {
        "privacy.phone": _typed(folded, phones),
        "privacy.account": _typed(folded, accounts),
        "privacy.card": _typed(folded, cards),
        "privacy.national_id": _typed(folded, ids),
        "privacy.email": _typed(folded, mails),
        "privacy.chat_link": [link.span for link in links if link.kind == "invite"] + _typed(folded, names),
    }
    return tuple(
        Signal(NAME, code, _SCORES[code], tuple(spans[:_MOST_SPANS]), {"count": len(spans)})
        for code, spans in found.items()
        if spans
    )


def has_phone(folded: FoldedText) -> bool:
    """Whether a text holds a phone number."""
    return any(True for _ in find_phones(folded.folded, find_numbers(folded.folded), []))


def _wholes(pieces: list[Number]) -> list[Number]:
    """The run as one number where it has several pieces, and each piece."""
    return [joined(pieces), *pieces] if len(pieces) > 1 else pieces


def _typed(folded: FoldedText, spans: list[Span]) -> list[Span]:
    return [folded.span(*span) for span in spans[:_MOST_SPANS]]
