"""A newsroom's own checkers: who is asked about every comment, and what the answers count for."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain.cursors import decode_id_cursor, encode_cursor
from service.domain.errors import Conflict, NotFound
from service.domain.ids import new_id
from service.moderation.targets import Target
from service.secrets import Keyring, Secret
from service.store import checkers as store
from service.store.checkers import Checker
from service.store.engine import Db
from service.store.list_entries import mark_rules_changed

PREFIX = "chk"
MODES = ("live", "shadow")
LONGEST_TIMEOUT_S = 5.0
MOST = 10
"""Checkers of one site: each is asked about every comment, all within one task's time."""

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewChecker:
    """What a new checker is made of. target: as the guard admitted it."""

    name: str
    target: Target
    timeout_s: float
    required: bool
    mode: str
    hold_at: float


def list_checkers(
    db: Db, *, site_id: str, limit: int, cursor: str | None
) -> tuple[list[Checker], str | None]:
    """A page of the site's checkers, oldest first, and the next page's cursor.

    Raises Invalid (`cursor.invalid`).
    """
    after = decode_id_cursor(cursor, PREFIX) if cursor is not None else None
    found = store.checkers_of_site(db, site_id, limit=limit + 1, after=after)
    more = len(found) > limit
    return found[:limit], encode_cursor(found[limit - 1].id) if more else None


def get_checker(db: Db, *, site_id: str, checker_id: str) -> Checker:
    """One checker of this site. Raises NotFound (`checker.not_found`)."""
    found = store.checker_of_site(db, site_id, checker_id)
    if found is None:
        raise NotFound("checker.not_found")
    return found


def create_checker(
    db: Db, keyring: Keyring, *, site_id: str, new: NewChecker, created_by: str | None, now: datetime
) -> tuple[Checker, Secret]:
    """Register a checker, asked from now on; its secret is handed out here and never again.

    Raises Conflict: `checker.name_taken`, or `checker.too_many` beyond ten.
    """
    if store.is_name_taken(db, site_id, new.name):
        raise Conflict("checker.name_taken")
    if store.count_checkers(db, site_id) >= MOST:
        raise Conflict("checker.too_many", most=MOST)
    checker_id = new_id(PREFIX)
    secret = Secret("whsec_" + base64.b64encode(os.urandom(_SECRET_BYTES)).decode())
    store.add_checker(
        db,
        {
            "id": checker_id,
            "site_id": site_id,
            "name": new.name,
            "url": new.target.url,
            "ciphertext": keyring.encrypt(secret, place=store.secret_place(checker_id)),
            "timeout_s": new.timeout_s,
            "required": new.required,
            "mode": new.mode,
            "hold_at": new.hold_at,
            "enabled": True,
            "created_by": created_by,
            "created_at": now,
            "updated_at": now,
        },
    )
    mark_rules_changed(db, site_id)
    return get_checker(db, site_id=site_id, checker_id=checker_id), secret


def present_secret(keyring: Keyring, checker: Checker) -> Secret:
    """The signing secret: for the reply that shows it, and for signing."""
    return keyring.decrypt(checker.ciphertext, place=checker.place)


def change_checker(
    db: Db, *, site_id: str, checker_id: str, changes: Mapping[str, Any], now: datetime
) -> Checker:
    """Change a checker; what is left out stays. Raises NotFound.

    changes: any of `target` (admitted), `timeout_s`, `required`, `mode`, `hold_at`, `enabled`.
    """
    get_checker(db, site_id=site_id, checker_id=checker_id)
    values = {name: value for name, value in changes.items() if name != "target"}
    if "target" in changes:
        values["url"] = changes["target"].url
    store.change_checker(db, checker_id, {**values, "updated_at": now})
    mark_rules_changed(db, site_id)
    return get_checker(db, site_id=site_id, checker_id=checker_id)


def delete_checker(db: Db, *, site_id: str, checker_id: str) -> None:
    """Delete a checker; what it found stays, and what waits for it is checked without it. Raises NotFound."""
    if not store.delete_checker(db, site_id, checker_id):
        raise NotFound("checker.not_found")
    mark_rules_changed(db, site_id)
