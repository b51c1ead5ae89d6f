"""Comments that have been through their checks, with all the rows that checking leaves."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from service.checks.text import fold
from service.domain.states import Action
from service.moderation.moves import Actor, Move, apply_moves
from service.store.cases import NewCase, open_cases
from service.store.engine import Db
from service.store.moves import LockedComment, lock_comments
from service.store.tables import case, check_result, comment, revision, verdict
from tests.support.rows import NOON, a_pending_comment

INSULT = "أنت كاتب أحمق ولا تفهم شيئاً"
POLICY = Actor("policy", "pol_tests")
SIGNAL = {
    "code": "abuse.insult",
    "score": 0.91,
    "spans": [[9, 13]],
    "evidence": {},
    "effect": None,
    "message": {"ar": "في التعليق ألفاظ تشبه الإهانة.", "en": "The comment has words like an insult."},
}


def a_held_comment(
    db: Db,
    body: str = INSULT,
    *,
    priority: float = 50.0,
    reasons: tuple[str, ...] = ("abuse.insult",),
    language: str = "ar",
    at: datetime = NOON,
    **columns: Any,
) -> str:
    """Held by policy with one signal and an open case. columns: as of `a_pending_comment`."""
    made = _checked(db, body, "hold", reasons, [SIGNAL], language, at, columns)
    held = locked(db, made)
    apply_moves(db, [Move(held, Action.HOLD, POLICY, 1, reasons=reasons, policy_version="pol_tests")], now=at)
    new = NewCase(
        held.site_id, held.article_id, made, 1, "new", language, reasons, priority,
        {"harm": priority}, at + timedelta(hours=1),
    )  # fmt: skip
    open_cases(db, [new], now=at)
    return made


def a_published_comment(db: Db, body: str = "شكراً على المقال", *, at: datetime = NOON, **columns: Any) -> str:
    """Published by policy: nothing was found."""
    made = _checked(db, body, "publish", (), [], "ar", at, columns)
    move = Move(locked(db, made), Action.APPROVE, POLICY, 1, policy_version="pol_tests")
    apply_moves(db, [move], now=at)
    return made


def locked(db: Db, comment_id: str) -> LockedComment:
    return lock_comments(db, [comment_id])[comment_id]


def state_of(db: Db, comment_id: str) -> str:
    return str(db.execute(select(comment.c.state).where(comment.c.id == comment_id)).scalar_one())


def case_of(db: Db, comment_id: str) -> dict[str, Any]:
    """The newest case of a comment."""
    query = select(case).where(case.c.comment_id == comment_id).order_by(case.c.id.desc()).limit(1)
    return dict(db.execute(query).mappings().one())


def _checked(
    db: Db,
    body: str,
    outcome: str,
    reasons: tuple[str, ...],
    signals: list[dict[str, Any]],
    language: str,
    at: datetime,
    columns: dict[str, Any],
) -> str:
    made = a_pending_comment(db, body, submitted_at=at, **columns)
    db.execute(
        update(revision)
        .where(revision.c.comment_id == made)
        .values(folded=fold(body).folded, language=language)
    )
    db.execute(update(comment).where(comment.c.id == made).values(unchecked_rev=None))
    db.execute(
        insert(verdict).values(
            comment_id=made,
            revision=1,
            outcome=outcome,
            reasons=[{"code": code, "score": 0.9, "check": "abuse"} for code in reasons],
            checks=["lists", "abuse"],
            policy_version="pol_tests",
            created_at=at,
        )
    )
    if signals:
        db.execute(
            insert(check_result).values(
                comment_id=made, revision=1, check="abuse", signals=signals, error=None, ms=0.4
            )
        )
    return made
