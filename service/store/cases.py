"""Cases: what a person has to do about a comment, from being opened to being decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import case, case_reason, comment
from service.store.upsert import insert_rows
from service.store.values import among


@dataclass(frozen=True, slots=True)
class NewCase:
    """Work to be done on one revision.

    kind: new | recheck | edit | report | appeal.
    reasons: codes, worst first.
    priority: 0..100, the sum of `priority_parts`; a higher one is looked at first.
    """

    site_id: str
    article_id: str
    comment_id: str
    revision: int
    kind: str
    language: str | None
    reasons: Sequence[str]
    priority: float
    priority_parts: Mapping[str, float]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An undecided case as it is now. lease_by, lease_until: who has claimed it, and until when."""

    id: str
    comment_id: str
    kind: str
    escalated_at: datetime | None
    lease_by: str | None
    lease_until: datetime | None

    def is_claimed_by_other(self, person: str | None, now: datetime) -> bool:
        """Whether a live lease keeps `person` from deciding."""
        return self.lease_until is not None and self.lease_until > now and self.lease_by != person


@dataclass(frozen=True, slots=True)
class PastCase:
    """What a comment's newest case was about: a case that is opened again inherits it."""

    reasons: list[str]
    priority: float
    priority_parts: dict[str, float]


@dataclass(frozen=True, slots=True)
class RetoldCase:
    """What the open case of a comment that was checked again is about now; as in `NewCase`."""

    comment_id: str
    reasons: Sequence[str]
    priority: float
    priority_parts: Mapping[str, float]


def open_cases(db: Db, cases: Sequence[NewCase], *, now: datetime) -> list[str]:
    """Open cases; returns their ids, in order.

    A comment must not have an undecided case of the same kind (the schema refuses a second one).
    """
    ids = [new_id("cas") for _ in cases]
    rows = [
        {
            "id": case_id,
            "site_id": made.site_id,
            "article_id": made.article_id,
            "comment_id": made.comment_id,
            "revision": made.revision,
            "kind": made.kind,
            "language": made.language,
            "reasons": list(made.reasons),
            "rank": -made.priority,
            "priority_parts": dict(made.priority_parts),
            "opened_at": now,
            "due_at": made.due_at,
            "version": 1,
        }
        for case_id, made in zip(ids, cases, strict=True)
    ]
    codes = [
        {"case_id": case_id, "code": code}
        for case_id, made in zip(ids, cases, strict=True)
        for code in dict.fromkeys(made.reasons)
    ]
    insert_rows(db, case, rows)
    insert_rows(db, case_reason, codes)
    return ids


def close_cases(db: Db, comment_ids: Sequence[str], *, now: datetime) -> None:
    """Mark every undecided case of these comments as decided and end its lease."""
    if comment_ids:
        db.execute(
            update(case)
            .where(case.c.comment_id.in_(among(comment_ids)), case.c.decided_at.is_(None))
            .values(decided_at=now, lease_by=None, lease_until=None, version=case.c.version + 1)
        )


def retell_cases(db: Db, cases: Sequence[RetoldCase]) -> None:
    """Give the undecided `new` cases of these comments other reasons and another priority."""
    for told in cases:
        query = select(case.c.id).where(
            case.c.comment_id == told.comment_id, case.c.kind == "new", case.c.decided_at.is_(None)
        )
        case_id = db.execute(query).scalar_one()
        db.execute(
            update(case)
            .where(case.c.id == case_id)
            .values(
                reasons=list(told.reasons),
                rank=-told.priority,
                priority_parts=dict(told.priority_parts),
                version=case.c.version + 1,
            )
        )
        db.execute(delete(case_reason).where(case_reason.c.case_id == case_id))
        codes = dict.fromkeys(told.reasons)
        insert_rows(db, case_reason, [{"case_id": case_id, "code": code} for code in codes])


def escalate_cases(db: Db, comment_ids: Sequence[str], *, at: datetime | None) -> None:
    """Mark open cases as escalated since `at` (None: not any more) and give them back to the queue."""
    if comment_ids:
        db.execute(
            update(case)
            .where(case.c.comment_id.in_(among(comment_ids)), case.c.decided_at.is_(None))
            .values(escalated_at=at, lease_by=None, lease_until=None, version=case.c.version + 1)
        )


def lock_open_cases(db: Db, comment_ids: Sequence[str]) -> dict[str, OpenCase]:
    """The undecided case of each comment (the oldest, where it has several), locked for this transaction."""
    names = ("id", "comment_id", "kind", "escalated_at", "lease_by", "lease_until")
    query = (
        select(*(case.c[name] for name in names))
        .where(case.c.comment_id.in_(among(comment_ids)), case.c.decided_at.is_(None))
        .order_by(case.c.id.desc())
        .with_for_update()
    )
    return {row["comment_id"]: OpenCase(**row) for row in db.execute(query).mappings()}


def newest_cases(db: Db, comment_ids: Sequence[str]) -> dict[str, PastCase]:
    """What the newest case of each comment was about, open or decided."""
    query = (
        select(case.c.comment_id, case.c.reasons, case.c.rank, case.c.priority_parts)
        .where(case.c.comment_id.in_(among(comment_ids)))
        .order_by(case.c.id)
    )
    return {row.comment_id: PastCase(row.reasons, -row.rank, row.priority_parts) for row in db.execute(query)}


def stop_checking(db: Db, comment_ids: Sequence[str]) -> None:
    """Take comments off the checks' work list: a person has decided before the checks came."""
    if comment_ids:
        db.execute(
            update(comment)
            .where(comment.c.id.in_(among(comment_ids)))
            .values(unchecked_rev=None, lease_until=None)
        )
