"""Sanctions: bans, and holding all that somebody writes, with an end and a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.checks.links import ascii_host
from service.domain.cursors import decode_id_cursor, encode_cursor
from service.domain.errors import Fault, Invalid, NotFound
from service.domain.ids import new_id
from service.moderation.cards import Viewer, comment_for_moderator
from service.store import sanctions as store
from service.store.engine import Db

KINDS = ("ban", "hold_all")
PREFIX = "san"

Sanction = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewSanction:
    """What to impose, on the author of a comment or on an e-mail domain: one of the two is given.

    kind: ban (rejected) | hold_all (held). reason: None stands for the kind's own.
    until: None means until it is lifted.
    """

    kind: str
    comment_id: str | None = None
    domain: str | None = None
    reason: str | None = None
    note: str | None = None
    until: datetime | None = None


def impose(db: Db, new: NewSanction, *, site_id: str, by: str, now: datetime) -> Sanction:
    """Impose a sanction; comments sent from now on meet it.

    Raises NotFound for an unknown comment, Invalid for no or two subjects, for what is no domain,
    or an end that is past.
    """
    faults = []
    if (new.comment_id is None) == (new.domain is None):
        faults.append(Fault("comment_id", "sanction.subject"))
    if new.until is not None and new.until <= now:
        faults.append(Fault("until", "time.past"))
    domain = ascii_host(new.domain.strip().removeprefix("@")) if new.domain is not None else None
    if new.domain is not None and domain is None:
        faults.append(Fault("domain", "domain.invalid"))
    if faults:
        raise Invalid(faults)
    sanction_id = new_id(PREFIX)
    row = {
        "id": sanction_id,
        "site_id": site_id,
        "kind": new.kind,
        "scope": "author" if domain is None else "domain",
        "subject": domain or _author_of(db, str(new.comment_id), site_id, by, now),
        "reason": new.reason or f"sanction.{new.kind}",
        "note": new.note,
        "created_by": by,
        "created_at": now,
        "until": new.until,
    }
    store.add_sanction(db, row)
    return _sanction(db, site_id, sanction_id)


def list_sanctions(
    db: Db, *, site_id: str, only_in_force: bool, limit: int, cursor: str | None, now: datetime
) -> tuple[list[Sanction], str | None]:
    """A page of sanctions, newest first, and the next page's cursor. Raises Invalid (`cursor.invalid`)."""
    before = decode_id_cursor(cursor, PREFIX) if cursor is not None else None
    found = store.sanctions_of_site(
        db, site_id, in_force_at=now if only_in_force else None, limit=limit + 1, before=before
    )
    more = len(found) > limit
    return found[:limit], encode_cursor(found[limit - 1]["id"]) if more else None


def lift(db: Db, *, site_id: str, sanction_id: str, by: str, now: datetime) -> None:
    """End a sanction at once; lifting it again changes nothing. Raises NotFound."""
    _sanction(db, site_id, sanction_id)
    store.lift_sanction(db, sanction_id, by=by, now=now)


def _author_of(db: Db, comment_id: str, site_id: str, by: str, now: datetime) -> str:
    _, rows = comment_for_moderator(db, comment_id, site_id=site_id, viewer=Viewer(by), now=now)
    return str(rows.comment["commenter_id"])


def _sanction(db: Db, site_id: str, sanction_id: str) -> Sanction:
    found = store.sanction_of_site(db, site_id, sanction_id)
    if found is None:
        raise NotFound("sanction.not_found")
    return found
