"""The work list of the checks: claiming comments, and writing what was found.

The rows are the queue: `comment.unchecked_rev` says which revision waits, and
`lease_until` keeps two workers from checking it at once. A worker that dies
leaves only a lease that ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, update

from service.store.engine import Db
from service.store.many import run_many
from service.store.tables import article, check_result, comment, recheck, revision, verdict
from service.store.upsert import insert_or_replace
from service.store.values import among


@dataclass(frozen=True, slots=True)
class Claim:
    """One revision that this worker may check until the lease ends.

    attempts: this one included; together with the revision it is the proof of the claim,
    because whoever claims next raises it and an edit begins a new revision.
    """

    comment_id: str
    revision: int
    attempts: int


def claim_unchecked(db: Db, *, now: datetime, lease: timedelta, limit: int) -> list[Claim]:
    """Claim the oldest free revisions that wait, at most `limit`.

    A comment whose checks did not end before is claimed alone, so that what it may break
    is not shared by others.
    """
    query = (
        select(comment.c.id, comment.c.unchecked_rev, comment.c.attempts)
        .where(comment.c.unchecked_rev.is_not(None), _is_free(now, lease))
        .order_by(comment.c.submitted_at, comment.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = db.execute(query).all()
    if not rows:
        return []
    taken = rows[:1] if rows[0].attempts else [row for row in rows if not row.attempts]
    db.execute(
        update(comment)
        .where(comment.c.id.in_(among([row.id for row in taken])))
        .values(attempts=comment.c.attempts + 1, lease_until=now + lease)
    )
    return [Claim(row.id, row.unchecked_rev, row.attempts + 1) for row in taken]


def _is_free(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """No lease, an ended one, or one from beyond any clock: that clock has since been set back."""
    until = comment.c.lease_until
    return or_(until.is_(None), until <= now, until > now + 2 * lease)


def postpone(db: Db, claim: Claim, *, until: datetime) -> None:
    """Let nobody claim this comment again before `until`; nothing happens if the claim has passed on."""
    db.execute(
        update(comment)
        .where(
            comment.c.id == claim.comment_id,
            comment.c.unchecked_rev == claim.revision,
            comment.c.attempts == claim.attempts,
        )
        .values(lease_until=until)
    )


_READING = (
    update(revision)
    .where(revision.c.comment_id == bindparam("comment"), revision.c.number == bindparam("which"))
    .values(folded=bindparam("compare_form"), language=bindparam("guessed"))
)


def write_evidence(
    db: Db, verdicts: Sequence[Mapping[str, Any]], results: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows of `verdict` and `check_result`; a second look at a revision replaces the first."""
    insert_or_replace(db, verdict, verdicts, key=("comment_id", "revision"))
    insert_or_replace(db, check_result, results, key=("comment_id", "revision", "check"))


def write_readings(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep how the checks read revisions. rows: {comment, which (revision), compare_form, guessed (language)}."""
    run_many(db, _READING, rows)


def articles_now(db: Db, ids: Sequence[str]) -> dict[str, tuple[str, datetime | None]]:
    """(mode, closes_at) of articles as they are at this moment."""
    rows = db.execute(
        select(article.c.id, article.c.mode, article.c.closes_at).where(article.c.id.in_(among(ids)))
    )
    return {row.id: (row.mode, row.closes_at) for row in rows}


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for its checks. oldest: when the longest waiting comment was sent, None for none."""

    count: int
    oldest: datetime | None


def backlog(db: Db) -> Backlog:
    """How much waits, and since when: the one figure that says whether checking works.

    What is held for want of a checker's answer was checked before and is not counted when it comes again.
    """
    again = select(recheck.c.comment_id).where(recheck.c.comment_id == comment.c.id)
    query = select(func.count(), func.min(comment.c.submitted_at)).where(
        comment.c.unchecked_rev.is_not(None), ~exists(again)
    )
    count, oldest = db.execute(query).one()
    return Backlog(count, oldest)
