"""Cards as the templates show them: plain values, every sentence ready."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from service.domain.reasons import REASONS
from service.http.console.texts import DAYS, HOURS, MINUTES, ConsoleTexts
from service.moderation.cards import Card

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60


class Piece(NamedTuple):
    """A part of a comment's text; marked where a check found something."""

    text: str
    marked: bool


class Finding(NamedTuple):
    """A sentence of a check. weight: `reject`, `hold` or `note`."""

    message: str
    weight: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One card. reason: what to offer first for rejecting, empty where nothing suggests one.

    claimed: `other`, `you`, or empty. parent: of a reply, else None.
    """

    id: str
    revision: int
    author_name: str
    author_url: str | None
    author_line: str
    network: str | None
    pieces: list[Piece]
    findings: list[Finding]
    article_title: str
    article_url: str | None
    parent: dict[str, Any] | None
    edited: bool
    priority: int | None
    waiting: str
    waiting_since: str
    claimed: str
    reason: str


def card_view(card: Card, t: ConsoleTexts, now: datetime) -> CardView:
    """A card of `service.moderation.cards`, in the words of the console."""
    comment, article, author, case = card["comment"], card["article"], card["author"], card["case"]
    since = case["opened_at"] if case else comment["state_since"]
    return CardView(
        id=comment["id"],
        revision=comment["revision"],
        author_name=comment["author_name"],
        author_url=comment["author_url"],
        author_line=_author_line(author, t),
        network=author["ip_prefix"],
        pieces=list(pieces(comment["body"], _spans(card["signals"]))),
        findings=_findings(card),
        article_title=article["title"] or article["id"],
        article_url=article["url"],
        parent=card["parent"],
        edited=comment["edited_at"] is not None,
        priority=round(card["priority"]["total"]) if card["priority"] else None,
        waiting=waiting_words(now - since, t),
        waiting_since=since.isoformat(),
        claimed=_claimed(card),
        reason=suggested_reason([reason["code"] for reason in card["reasons"]]),
    )


def reasons(language: str) -> list[tuple[str, str]]:
    """(code, words) of everything that a person may reject for, in the order of the catalogue."""
    return [(code, text.ar if language == "ar" else text.en) for code, text in REASONS.items()]


def suggested_reason(codes: Sequence[str]) -> str:
    """The first of a person's reasons that the checks' codes point to: `abuse.model` to `abuse`."""
    families = ((code, code.partition(".")[0]) for code in codes)
    return next((name for pair in families for name in pair if name in REASONS), "")


def pieces(body: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The whole text, cut where marks begin and end. spans: half-open, in code points, in any order."""
    done = 0
    for span in sorted(spans):
        start, end = max(span[0], done), min(span[1], len(body))
        if start >= end:
            continue
        if start > done:
            yield Piece(body[done:start], marked=False)
        yield Piece(body[start:end], marked=True)
        done = end
    if done < len(body):
        yield Piece(body[done:], marked=False)


def waiting_words(waited: timedelta, t: ConsoleTexts) -> str:
    """How long a comment has waited, in the largest unit that fits."""
    seconds = int(waited.total_seconds())
    for unit_s, noun in ((_DAY_S, DAYS), (_HOUR_S, HOURS), (_MINUTE_S, MINUTES)):
        if seconds >= unit_s:
            return t.waiting.format(age=noun.counted(seconds // unit_s, t.lang))
    return t.just_now


def _author_line(author: dict[str, Any], t: ConsoleTexts) -> str:
    if not author["published"] and not author["rejected"]:
        return t.first_comment
    return t.author_counts.format(published=author["published"], rejected=author["rejected"])


def _spans(signals: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    return [
        (start, end) for signal in signals if signal["effect"] != "note" for start, end in signal["spans"]
    ]


def _findings(card: Card) -> list[Finding]:
    """What the checks said, and which could not say anything; else why it waits all the same."""
    found = [Finding(signal["message"], signal["effect"] or "hold") for signal in card["signals"]]
    told = [each for each in card["reasons"] if not found or each["code"] == "check.unavailable"]
    return found + [Finding(reason["message"], "hold") for reason in told]


def _claimed(card: Card) -> str:
    lease = card["lease"]
    if lease is None:
        return ""
    return "you" if lease["by"] == "you" else "other"
