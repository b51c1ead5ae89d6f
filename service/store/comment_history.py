"""What has become of one comment: its revisions, checks, decisions and deliveries."""

from typing import Any

from sqlalchemy import select

from service.store.engine import Db
from service.store.rows import plain_row
from service.store.tables import check_result, delivery, event, revision


def revisions_of_comment(db: Db, comment_id: str) -> list[dict[str, Any]]:
    """Every revision, oldest first: number, body, language, mask, created_at."""
    names = ("number", "body", "language", "mask", "created_at")
    query = (
        select(*(revision.c[name] for name in names))
        .where(revision.c.comment_id == comment_id)
        .order_by(revision.c.number)
    )
    return [plain_row(row) for row in db.execute(query).mappings()]


def checks_of_comment(db: Db, comment_id: str) -> list[dict[str, Any]]:
    """Rows of check_result of every revision, in the order of revision and check."""
    query = (
        select(check_result)
        .where(check_result.c.comment_id == comment_id)
        .order_by(check_result.c.revision, check_result.c.check)
    )
    return [plain_row(row) for row in db.execute(query).mappings()]


def delivery_ids_of_comment(db: Db, comment_id: str) -> list[str]:
    """Ids of all deliveries of the comment's events."""
    query = (
        select(delivery.c.id)
        .join(event, event.c.id == delivery.c.event_id)
        .where(event.c.comment_id == comment_id)
    )
    return list(db.execute(query).scalars())
