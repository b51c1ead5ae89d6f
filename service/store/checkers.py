"""Checkers of a newsroom's own: where they are asked, and what their answers count for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from service.domain.verdicts import checker_check
from service.store.engine import Db
from service.store.tables import checker


@dataclass(frozen=True, slots=True)
class Checker:
    """One HTTP endpoint that scores comments.

    name: unique in its site, never changed, since evidence names it.
    required: no answer holds the comment. mode: live, or shadow, whose answers are only noted.
    hold_at: score from which a signal of a live one holds.
    ciphertext: the signing secret; `place` binds it to its row.
    """

    id: str
    site_id: str
    name: str
    url: str
    ciphertext: bytes
    timeout_s: float
    required: bool
    mode: str
    hold_at: float
    enabled: bool
    created_by: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def check(self) -> str:
        """The name of its check in results and policies."""
        return checker_check(self.name)

    @property
    def place(self) -> str:
        """What the keyring needs to open the secret."""
        return secret_place(self.id)

    @property
    def is_binding(self) -> bool:
        """Whether no answer of it keeps a comment from being published."""
        return self.enabled and self.required and self.mode == "live"


def secret_place(checker_id: str) -> str:
    """Table, column and row of a signing secret, for the keyring."""
    return f"checker|ciphertext|{checker_id}"


def add_checker(db: Db, row: Mapping[str, Any]) -> None:
    """row: every column of checker."""
    db.execute(insert(checker).values(**row))


def checker_of_site(db: Db, site_id: str, checker_id: str) -> Checker | None:
    """One checker of this site."""
    query = select(checker).where(checker.c.id == checker_id, checker.c.site_id == site_id)
    row = db.execute(query).mappings().first()
    return Checker(**row) if row else None


def checkers_of_site(
    db: Db, site_id: str, *, limit: int | None = None, after: str | None = None
) -> list[Checker]:
    """Checkers in the order of making; after: id of the last one of the page before."""
    query = select(checker).where(checker.c.site_id == site_id).order_by(checker.c.id).limit(limit)
    if after is not None:
        query = query.where(checker.c.id > after)
    return [Checker(**row) for row in db.execute(query).mappings()]


def count_checkers(db: Db, site_id: str) -> int:
    """How many checkers the site has, the switched-off ones too."""
    return int(db.execute(select(func.count()).where(checker.c.site_id == site_id)).scalar_one())


def is_name_taken(db: Db, site_id: str, name: str) -> bool:
    """Whether a checker of the site has this name."""
    query = select(checker.c.id).where(checker.c.site_id == site_id, checker.c.name == name)
    return db.execute(query).first() is not None


def change_checker(db: Db, checker_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of one checker."""
    db.execute(update(checker).where(checker.c.id == checker_id).values(**values))


def delete_checker(db: Db, site_id: str, checker_id: str) -> bool:
    """Delete a checker of this site with its secret; whether it was there."""
    statement = delete(checker).where(checker.c.id == checker_id, checker.c.site_id == site_id)
    return db.execute(statement).rowcount == 1
