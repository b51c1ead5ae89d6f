"""Cards as the templates show them: plain values, every sentence ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from service.checks.plurals import COMMENTS, SIGNS
from service.domain.reasons import REASONS
from service.http.console.card_parts import (
    AuthorView,
    Due,
    Edit,
    NoteView,
    Part,
    age_words,
    author_view,
    due_view,
    edits,
    note_views,
    priority_parts,
)
from service.http.console.marks import Piece, Span, pieces
from service.http.console.texts import ConsoleTexts
from service.http.console.words import words
from service.moderation.card_details import CardDetails
from service.moderation.cards import Card
from service.moderation.care import is_severe

LONG_TEXT = 1200
"""Texts of more code points are shown in a box of their own that scrolls."""


class Finding(NamedTuple):
    """A sentence of a check. weight: `reject`, `hold` or `note`."""

    message: str
    weight: str


class Passage(NamedTuple):
    """A marked passage that may be covered: its offsets and its words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One card. reason: what to offer first for rejecting, empty where nothing suggests one.

    claimed: `other`, `you`, or empty; claimed_until: the clock time of a colleague's claim.
    parent: of a reply, else None. campaign: {id, sentence} of the one it is in, else None.
    severe: the name of the reason for which the text is folded, empty where none is.
    """

    id: str
    revision: int
    version: int
    state: str
    author_name: str
    author_url: str | None
    author: AuthorView
    is_long: bool
    length_words: str
    pieces: list[Piece]
    passages: list[Passage]
    findings: list[Finding]
    article_id: str
    article_title: str
    article_url: str | None
    article_lead: str | None
    section: str | None
    parent: dict[str, Any] | None
    edited: bool
    edits: list[Edit]
    priority: int | None
    priority_parts: list[Part]
    waiting: str
    waiting_since: str
    due: Due | None
    escalated: bool
    claimed: str
    claimed_until: str
    reason: str
    campaign: dict[str, Any] | None
    notes: list[NoteView]
    covered: int
    severe: str


def card_view(card: Card, details: CardDetails, t: ConsoleTexts, now: datetime, *, me: str) -> CardView:
    """A card of `service.moderation.cards`, in the words of the console. me: id of who looks."""
    comment, article, author, case = card["comment"], card["article"], card["author"], card["case"]
    since = case["opened_at"] if case else comment["state_since"]
    spans = _spans(card["signals"])
    lease = card["lease"]
    return CardView(
        id=comment["id"],
        revision=comment["revision"],
        version=comment["version"],
        state=comment["state"],
        author_name=comment["author_name"],
        author_url=comment["author_url"],
        author=author_view(author, details.past, t),
        is_long=len(comment["body"]) > LONG_TEXT,
        length_words=words(t.lang)["long_text"].format(count=SIGNS.counted(len(comment["body"]), t.lang)),
        pieces=pieces(comment["body"], spans),
        passages=_passages(comment["body"], spans),
        findings=_findings(card),
        article_id=article["id"],
        article_title=article["title"] or article["id"],
        article_url=article["url"],
        article_lead=article["lead"],
        section=article["section"],
        parent=card["parent"],
        edited=comment["edited_at"] is not None or comment["revision"] > 1,
        edits=edits(details.earlier, comment, t.lang),
        priority=round(card["priority"]["total"]) if card["priority"] else None,
        priority_parts=priority_parts(card["priority"]["parts"], t.lang) if card["priority"] else [],
        waiting=waiting_words(now - since, t),
        waiting_since=since.isoformat(),
        due=due_view(case["due_at"], now, t.lang) if case and comment["state"] == "held" else None,
        escalated=bool(case and case["escalated"]),
        claimed=_claimed(lease),
        claimed_until=lease["until"].strftime("%H:%M") if lease else "",
        reason=suggested_reason([reason["code"] for reason in card["reasons"]]),
        campaign=_campaign(card, t.lang),
        notes=note_views(details.notes, me, t.lang),
        severe=_severe(card),
        covered=len(comment["mask"]) if comment["state"] == "published" else 0,
    )


def reasons(language: str) -> list[tuple[str, str]]:
    """(code, words) of everything that a person may reject for, in the order of the catalogue."""
    return [(code, text.ar if language == "ar" else text.en) for code, text in REASONS.items()]


def suggested_reason(codes: Sequence[str]) -> str:
    """The first of a person's reasons that the checks' codes point to: `abuse.model` to `abuse`."""
    families = ((code, code.partition(".")[0]) for code in codes)
    return next((name for pair in families for name in pair if name in REASONS), "")


def waiting_words(waited: timedelta, t: ConsoleTexts) -> str:
    """How long a comment has waited, in the largest unit that fits."""
    age = age_words(waited, t.lang)
    return t.waiting.format(age=age) if age else t.just_now


def _spans(signals: Sequence[dict[str, Any]]) -> list[Span]:
    return [
        Span(start, end, signal["effect"] or "hold", signal["message"])
        for signal in signals
        for start, end in signal["spans"]
    ]


def _passages(body: str, spans: Sequence[Span]) -> list[Passage]:
    """What was marked for a reason, each place once, in the order of the text."""
    places = {(span.start, min(span.end, len(body))) for span in spans if span.weight != "note"}
    return [Passage(start, end, body[start:end]) for start, end in sorted(places) if 0 <= start < end]


def _findings(card: Card) -> list[Finding]:
    """What the checks said, and which could not say anything; else why it waits all the same."""
    found = [Finding(signal["message"], signal["effect"] or "hold") for signal in card["signals"]]
    told = [each for each in card["reasons"] if not found or each["code"] == "check.unavailable"]
    return found + [Finding(reason["message"], "hold") for reason in told]


def _severe(card: Card) -> str:
    """The name of what makes the text severe; empty where nothing does."""
    found = [each["message"] for each in card["reasons"] if is_severe([each["code"]])]
    return str(found[0]) if found else ""


def _claimed(lease: dict[str, Any] | None) -> str:
    if lease is None:
        return ""
    return "you" if lease["by"] == "you" else "other"


def _campaign(card: Card, language: str) -> dict[str, Any] | None:
    found = card["campaign"]
    if found is None:
        return None
    count = COMMENTS.counted(found["size"], language)
    return {"id": found["id"], "sentence": words(language)["campaign_of"].format(count=count)}
