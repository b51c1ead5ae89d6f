"""Notes that colleagues leave for each other: on a comment, its author, or its article."""

from datetime import datetime

from service.domain.errors import Fault, Invalid
from service.domain.text_rules import clean_body
from service.moderation.cards import Viewer, comment_for_moderator
from service.store import notes as store
from service.store.engine import Db

LONGEST_NOTE = 2000


def add_note(db: Db, comment_id: str, kind: str, text: str, *, site_id: str, by: str, now: datetime) -> str:
    """Write a note; returns its id. kind: comment | author | article.

    Raises NotFound for an unknown comment, Invalid for an unknown kind and a text that is empty or too long.
    """
    cleaned = clean_body(text)
    faults = []
    if kind not in store.KINDS:
        faults.append(Fault("kind", "field.choice"))
    if not cleaned:
        faults.append(Fault("text", "field.required"))
    if len(cleaned) > LONGEST_NOTE:
        faults.append(Fault("text", "field.too_long", {"max": LONGEST_NOTE}))
    if faults:
        raise Invalid(faults)
    comment_for_moderator(db, comment_id, site_id=site_id, viewer=Viewer(by), now=now)
    return store.add_note(db, comment_id, kind, cleaned, by=by, now=now)
