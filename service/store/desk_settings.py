"""What each person at the desk has set for themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from service.store.engine import Db
from service.store.tables import desk_setting


def chosen_by(db: Db, moderator_id: str) -> dict[str, Any]:
    """What the person has chosen; empty for who has chosen nothing."""
    query = select(desk_setting.c.chosen).where(desk_setting.c.moderator_id == moderator_id)
    return dict(db.execute(query).scalar_one_or_none() or {})


def choose(db: Db, moderator_id: str, chosen: Mapping[str, Any], *, now: datetime) -> None:
    """Keep a choice in the place of the one before."""
    db.execute(delete(desk_setting).where(desk_setting.c.moderator_id == moderator_id))
    row = {"moderator_id": moderator_id, "chosen": dict(chosen), "changed_at": now}
    db.execute(insert(desk_setting).values(row))
