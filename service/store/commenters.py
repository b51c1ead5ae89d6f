"""The people who comment: found by the keyed hash of their address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import commenter
from service.store.upsert import insert_missing

# Built once: every accepted comment asks it.
_LOCK = (
    select(commenter.c.id)
    .where(commenter.c.site_id == bindparam("site_id"), commenter.c.email_index == bindparam("email_index"))
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Commenter:
    """A person who comments. is_new: made in this transaction, so nothing of theirs is stored yet."""

    id: str
    is_new: bool


def lock_commenter(
    db: Db,
    site_id: str,
    email_index: str,
    *,
    seal: Callable[[str], bytes],
    email_domain: str,
    display_name: str,
    now: datetime,
) -> Commenter:
    """This person, made now if unknown; their next submission waits until we commit.

    seal: encrypts the address for the row with the id that it is given.
    """
    found = _lock(db, site_id, email_index)
    if found is not None:
        return Commenter(found, is_new=False)
    fresh = new_id("usr")
    row = {
        "id": fresh,
        "site_id": site_id,
        "email_index": email_index,
        "email_ciphertext": seal(fresh),
        "email_domain": email_domain,
        "display_name": display_name,
        "published": 0,
        "rejected": 0,
        "first_seen_at": now,
    }
    if insert_missing(db, commenter, [row]):
        return Commenter(fresh, is_new=True)
    known = _lock(db, site_id, email_index)
    assert known is not None  # noqa: S101 - whoever was first has committed by now
    return Commenter(known, is_new=False)


def email_place(commenter_id: str) -> str:
    """What an encrypted address is bound to: it opens in its own row only."""
    return f"commenter|email|{commenter_id}"


def _lock(db: Db, site_id: str, email_index: str) -> str | None:
    found: str | None = db.execute(
        _LOCK, {"site_id": site_id, "email_index": email_index}
    ).scalar_one_or_none()
    return found
