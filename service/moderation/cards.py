"""Cards: all that a person needs to decide about a comment, in that person's language.

No card holds an e-mail address, and of an IP address only its network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.checks.explain import explain_reason
from service.checks.trust import NAME as TRUST
from service.domain.errors import NotFound
from service.store.cards import CardRows, Row, load_cards
from service.store.engine import Db

Card = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: their id (of a moderator or key) and the language of the sentences, `ar` or `en`."""

    id: str
    language: str = "ar"


def cards_of(
    db: Db, comment_ids: Sequence[str], *, site_id: str, viewer: Viewer, now: datetime
) -> list[Card]:
    """The cards of these comments of the site, in this order."""
    if not comment_ids:
        return []
    return [_card(rows, viewer, now) for rows in load_cards(db, site_id, comment_ids)]


def comment_for_moderator(
    db: Db, comment_id: str, *, site_id: str, viewer: Viewer, now: datetime
) -> tuple[Card, CardRows]:
    """The one way to fetch a comment for a person: its card and the rows behind it.

    Raises NotFound (`comment.not_found`) for one that does not exist and for one of another site alike.
    """
    found = load_cards(db, site_id, [comment_id])
    if not found:
        raise NotFound("comment.not_found")
    return _card(found[0], viewer, now), found[0]


def signals_of(checks: Sequence[Row], language: str) -> list[dict[str, Any]]:
    """What the checks found, surest first; `message` in one language."""
    found = [
        {
            "check": row["check"],
            "code": signal["code"],
            "score": signal["score"],
            "spans": signal["spans"],
            "effect": signal.get("effect"),
            "message": signal["message"][language],
        }
        for row in checks
        for signal in row["signals"]
    ]
    return sorted(found, key=lambda signal: -signal["score"])


def _card(rows: CardRows, viewer: Viewer, now: datetime) -> Card:
    row, case = rows.comment, rows.case
    return {
        "comment": _comment(row),
        "article": {
            "id": row["article_key"],
            "title": row["article_title"],
            "lead": row["article_lead"],
            "section": row["article_section"],
            "url": row["article_url"],
            "mode": row["article_mode"],
        },
        "parent": _parent(row),
        "author": _author(row, _trust(rows.checks)),
        "signals": signals_of(rows.checks, viewer.language),
        "reasons": _reasons(rows, viewer.language),
        "priority": {"total": -case["rank"], "parts": case["priority_parts"]} if case else None,
        "case": _case(case) if case else None,
        "lease": _lease(case, viewer, now) if case else None,
        "campaign": rows.campaign,
    }


def _comment(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "revision": row["head_rev"],
        "public_revision": row["public_rev"],
        "version": row["version"],
        "state": row["state"],
        "state_since": row["state_since"],
        "body": row["body"],
        "mask": row["mask"] or [],
        "language": row["language"],
        "author_name": row["author_name"],
        "author_url": row["author_url"],
        "submitted_at": row["submitted_at"],
        "published_at": row["published_at"],
        "edited_at": row["edited_at"],
    }


def _parent(row: Row) -> dict[str, Any] | None:
    if row["parent_id"] is None:
        return None
    return {
        "id": row["parent_id"],
        "state": row["parent_state"],
        "author_name": row["parent_author_name"],
        "body": row["parent_body"],
    }


def _trust(checks: Sequence[Row]) -> float | None:
    """What the comment was judged with: trust in [-1, 1] of its proven author; None for nobody proven."""
    signals = (signal for row in checks if row["check"] == TRUST for signal in row["signals"])
    return next((float(signal["evidence"]["trust"]) for signal in signals), None)


def _author(row: Row, trust: float | None) -> dict[str, Any]:
    """Counts are of comments under this address, whoever typed it."""
    return {
        "id": row["commenter_id"],
        "name": row["commenter_name"],
        "first_seen": row["commenter_first_seen_at"],
        "published": row["commenter_published"],
        "rejected": row["commenter_rejected"],
        "trust": trust,
        "ip_prefix": row["ip_prefix"],
    }


def _reasons(rows: CardRows, language: str) -> list[dict[str, Any]]:
    """Why it waits: the case's reasons; without a case those of the verdict. Worst first."""
    codes: Sequence[str] = ()
    if rows.case is not None:
        codes = rows.case["reasons"]
    elif rows.verdict is not None:
        codes = [reason["code"] for reason in rows.verdict["reasons"]]
    checks = {each["code"]: each.get("check") for each in rows.verdict["reasons"]} if rows.verdict else {}
    return [{"code": code, "message": explain_reason(code, checks.get(code), language)} for code in codes]


def _case(case: Row) -> dict[str, Any]:
    return {
        "id": case["id"],
        "kind": case["kind"],
        "opened_at": case["opened_at"],
        "due_at": case["due_at"],
        "escalated": case["escalated_at"] is not None,
        "version": case["version"],
    }


def _lease(case: Row, viewer: Viewer, now: datetime) -> dict[str, Any] | None:
    if case["lease_until"] is None or case["lease_until"] <= now:
        return None
    return {"by": "you" if case["lease_by"] == viewer.id else "someone", "until": case["lease_until"]}
