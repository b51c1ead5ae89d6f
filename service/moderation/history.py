"""All that is known of one comment: its card, and how it came to be what it is."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from service.checks.explain import explain_reason
from service.moderation.audit import shown_decision
from service.moderation.cards import Card, Viewer, comment_for_moderator, signals_of
from service.store import comment_history as store
from service.store.decisions import decisions_of_comment
from service.store.delivery_log import logged_deliveries
from service.store.engine import Db


def comment_history(db: Db, comment_id: str, *, site_id: str, viewer: Viewer, now: datetime) -> Card:
    """The card with `revisions`, `checks`, `verdict`, `decisions`, `notes` and `deliveries`, oldest first.

    `reports` is empty: readers have no way to report a comment.

    Raises NotFound (`comment.not_found`).
    """
    card, rows = comment_for_moderator(db, comment_id, site_id=site_id, viewer=viewer, now=now)
    deliveries = logged_deliveries(db, store.delivery_ids_of_comment(db, comment_id))
    decisions = [shown_decision(row, viewer.language) for row in decisions_of_comment(db, comment_id)]
    return card | {
        "revisions": [
            row | {"mask": row["mask"] or []} for row in store.revisions_of_comment(db, comment_id)
        ],
        "checks": [_check(row, viewer.language) for row in store.checks_of_comment(db, comment_id)],
        "verdict": _verdict(rows.verdict, viewer.language) if rows.verdict else None,
        "decisions": decisions,
        "reports": [],
        "notes": [_note(made) for made in decisions if made["note"]],
        "deliveries": [
            {"webhook_id": each.endpoint_id}
            | {name: value for name, value in asdict(each).items() if name != "endpoint_id"}
            for each in reversed(deliveries)
        ],
    }


def _check(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """One check of one revision; error: why it could not run, None when it did."""
    return {
        "revision": row["revision"],
        "check": row["check"],
        "error": row["error"],
        "ms": row["ms"],
        "signals": signals_of([row], language),
    }


def _note(decision: Mapping[str, Any]) -> dict[str, Any]:
    """What a colleague wrote beside a decision, and who."""
    kept = {name: decision[name] for name in ("revision", "actor", "created_at")}
    return {"text": decision["note"], "decision_id": decision["id"]} | kept


def _verdict(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What was concluded about the newest revision; checks: all that ran, silent ones too."""
    return {
        "revision": row["revision"],
        "outcome": row["outcome"],
        "reasons": [
            {
                "code": reason["code"],
                "message": explain_reason(reason["code"], reason.get("check"), language),
            }
            for reason in row["reasons"]
        ],
        "checks": row["checks"],
        "policy_version": row["policy_version"],
        "model_version": row["model_version"],
        "created_at": row["created_at"],
    }
