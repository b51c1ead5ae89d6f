"""Notes of moderators on comments, authors and articles."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import comment, note

KINDS = ("comment", "author", "article")
_SUBJECTS = {"comment": comment.c.id, "author": comment.c.commenter_id, "article": comment.c.article_id}


def add_note(db: Db, comment_id: str, kind: str, text: str, *, by: str, now: datetime) -> str:
    """Write a note on a comment, its author or its article; returns its id."""
    made = new_id("nte")
    about = select(comment.c.site_id, _SUBJECTS[kind].label("subject")).where(comment.c.id == comment_id)
    row = db.execute(about).one()
    db.execute(
        insert(note).values(
            id=made,
            site_id=row.site_id,
            kind=kind,
            subject=row.subject,
            text=text,
            created_by=by,
            created_at=now,
        )
    )
    return made


def notes_about(db: Db, comment_ids: Sequence[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Notes on each comment, its author and its article: {id, kind, text, created_by, created_at}, oldest first."""
    names = ("id", "kind", "text", "created_by", "created_at")
    query = (
        select(comment.c.id.label("about"), *(note.c[name] for name in names))
        .join(note, note.c.subject.in_([comment.c.id, comment.c.commenter_id, comment.c.article_id]))
        .where(comment.c.id.in_(comment_ids))
        .order_by(note.c.id)
    )
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in db.execute(query).mappings():
        found[row["about"]].append(dict(row))
    return dict(found)
