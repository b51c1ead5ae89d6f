"""Second factors: the authenticator's secret, recovery codes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update

from service.store.engine import Db
from service.store.tables import passkey, recovery_code, totp
from service.store.upsert import insert_or_replace, insert_rows


def has_factor(db: Db, moderator_id: str) -> bool:
    """Whether signing in asks this person for more than a password."""
    found = exists().where(totp.c.moderator_id == moderator_id)
    return bool(
        db.execute(select(found | exists().where(passkey.c.moderator_id == moderator_id))).scalar_one()
    )


def put_totp(db: Db, moderator_id: str, *, secret_ciphertext: bytes, last_step: int, now: datetime) -> None:
    """Set or replace a person's authenticator; the code that proved it is used up."""
    row = {
        "moderator_id": moderator_id,
        "secret_ciphertext": secret_ciphertext,
        "last_step": last_step,
        "created_at": now,
    }
    insert_or_replace(db, totp, [row], key=["moderator_id"])


def totp_secret(db: Db, moderator_id: str) -> bytes | None:
    """The sealed secret of a person's authenticator; None without one."""
    found = select(totp.c.secret_ciphertext).where(totp.c.moderator_id == moderator_id)
    return db.execute(found).scalar_one_or_none()


def use_step(db: Db, moderator_id: str, step: int) -> bool:
    """Use up a time step and all before it; False where it was used already, by whichever process."""
    result = db.execute(
        update(totp)
        .where(totp.c.moderator_id == moderator_id, totp.c.last_step < step)
        .values(last_step=step)
    )
    return bool(result.rowcount)


def remove_totp(db: Db, moderator_id: str) -> None:
    """Forget the authenticator."""
    db.execute(delete(totp).where(totp.c.moderator_id == moderator_id))


def replace_recovery_codes(db: Db, moderator_id: str, hashes: Sequence[bytes]) -> None:
    """These are the person's recovery codes, and no others any more."""
    db.execute(delete(recovery_code).where(recovery_code.c.moderator_id == moderator_id))
    if hashes:
        rows = [{"code_hash": code_hash, "moderator_id": moderator_id} for code_hash in hashes]
        insert_rows(db, recovery_code, rows)


def spend_recovery_code(db: Db, moderator_id: str, code_hash: bytes) -> bool:
    """Use up a recovery code; False where the person has none such any more."""
    result = db.execute(
        delete(recovery_code).where(
            recovery_code.c.code_hash == code_hash, recovery_code.c.moderator_id == moderator_id
        )
    )
    return bool(result.rowcount)


def count_recovery_codes(db: Db, moderator_id: str) -> int:
    """How many recovery codes are left."""
    counted = select(func.count()).where(recovery_code.c.moderator_id == moderator_id)
    return int(db.execute(counted).scalar_one())


def remove_factors(db: Db, moderator_id: str) -> None:
    """Forget every second factor of a person."""
    for table in (totp, passkey, recovery_code):
        db.execute(delete(table).where(table.c.moderator_id == moderator_id))
