"""Counting wrong attempts to sign in, and what proved something once: in the database, for all processes."""

from datetime import datetime

from sqlalchemy import delete, select, update

from service.store.engine import Db
from service.store.tables import sign_in_budget, spent_proof
from service.store.upsert import insert_for, insert_missing


def count_attempt(db: Db, name: bytes, *, now: datetime) -> int | None:
    """Count one attempt under a name: how many there are with it; None while attempts are paused.

    The row stays locked until the transaction ends, so attempts sent all at once are counted one by one.
    """
    made = insert_for(db, sign_in_budget).values(name=name, failures=1, failed_at=now)
    paused_until = sign_in_budget.c.paused_until
    counted = made.on_conflict_do_update(
        index_elements=["name"],
        set_={"failures": sign_in_budget.c.failures + 1, "failed_at": now},
        where=paused_until.is_(None) | (paused_until <= now),
    ).returning(sign_in_budget.c.failures)
    return db.execute(counted).scalar_one_or_none()


def pause_attempts(db: Db, name: bytes, *, until: datetime) -> None:
    """Refuse further attempts under this name until then."""
    db.execute(update(sign_in_budget).where(sign_in_budget.c.name == name).values(paused_until=until))


def failures_under(db: Db, name: bytes) -> int:
    """How many attempts are counted under a name."""
    found = db.execute(
        select(sign_in_budget.c.failures).where(sign_in_budget.c.name == name)
    ).scalar_one_or_none()
    return found or 0


def give_attempt_back(db: Db, name: bytes) -> None:
    """One attempt was none: it counts no longer, and it pauses nobody."""
    db.execute(
        update(sign_in_budget)
        .where(sign_in_budget.c.name == name, sign_in_budget.c.failures > 0)
        .values(failures=sign_in_budget.c.failures - 1, paused_until=None)
    )


def forget_attempts(db: Db, name: bytes) -> None:
    """Count anew under this name."""
    db.execute(delete(sign_in_budget).where(sign_in_budget.c.name == name))


def spend_proof(db: Db, proof: bytes, *, ends_at: datetime) -> bool:
    """Whether this proof is used for the first time; remembered until it ends by itself."""
    return insert_missing(db, spent_proof, [{"proof": proof, "ends_at": ends_at}]) == 1
