"""`/console/comments/{id}`: everything about one comment, with notes and sanctions of its author."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Response

from service.domain.errors import Fault, Invalid
from service.http.access import access
from service.http.console.card_parts import day_words
from service.http.console.cards import reasons
from service.http.console.desk_views import may_decide, shown, viewer
from service.http.console.pages import new_blueprint, page, see_other, texts
from service.http.console.words import words
from service.http.context import current_site, now, store
from service.http.sessions import form_value
from service.moderation.care import care_of
from service.moderation.history import comment_history
from service.moderation.notes import LONGEST_NOTE, add_note
from service.moderation.sanctions import KINDS, NewSanction, impose

comment = new_blueprint("console_comment")

_DAYS = (1, 7, 30, 90)
"""Ends of a sanction that are offered."""

_ONE = '/console/comments/<id("cmt"):comment_id>'


@comment.get(_ONE)
@access(session="viewer")
def show_comment(comment_id: str) -> Response:
    """The card, what was decided and by whom, and what can be noted or imposed."""
    with store().read() as db:
        found = comment_history(db, comment_id, site_id=current_site().id, viewer=viewer(), now=now())
        [card], fold = shown(db, [found]), care_of(db, viewer().id).fold
    lang = texts().lang
    return page(
        "comment.html",
        card=card,
        is_alone=True,
        fold=fold,
        reasons=reasons(lang),
        may_decide=may_decide(),
        history=[_decision(made, lang) for made in reversed(found["decisions"])],
        ends=_DAYS,
        today=now().date().isoformat(),
        longest_note=LONGEST_NOTE,
    )


@comment.post(f"{_ONE}/notes")
@access(session="moderator")
def make_note(comment_id: str) -> Response:
    """Leave a note on the comment, its author or its article."""
    kind, text, site_id, by, moment = (
        form_value("kind"),
        form_value("text"),
        current_site().id,
        viewer().id,
        now(),
    )
    store().write(lambda db: add_note(db, comment_id, kind, text, site_id=site_id, by=by, now=moment))
    return see_other("console_comment.show_comment", comment_id=comment_id)


@comment.post(f"{_ONE}/sanctions")
@access(session="moderator")
def make_sanction(comment_id: str) -> Response:
    """Ban the author, or hold all that they write, until a day."""
    kind = form_value("kind")
    if kind not in KINDS:
        raise Invalid([Fault("kind", "field.choice")])
    new = NewSanction(kind, comment_id=comment_id, note=form_value("note").strip() or None, until=_until())
    site_id, by, moment = current_site().id, viewer().id, now()
    store().write(lambda db: impose(db, new, site_id=site_id, by=by, now=moment))
    return see_other("console_comment.show_comment", comment_id=comment_id, sanctioned=kind)


def _until() -> datetime:
    """The end: a number of days from now, or the end of the day named. Raises Invalid for none."""
    days, day = form_value("days"), form_value("until")
    try:
        if day:
            end = datetime.combine(datetime.fromisoformat(day).date(), time.max, tzinfo=UTC)
            return end.replace(microsecond=0)
        return now() + timedelta(days=_DAYS[_DAYS.index(int(days))])
    except ValueError:
        raise Invalid([Fault("until", "time.invalid")]) from None


def _decision(made: dict[str, Any], lang: str) -> dict[str, Any]:
    d, actor = words(lang), made["actor"]
    who = d["you"] if actor["id"] == viewer().id else d.get(f"actor.{actor['kind']}", d["colleague"])
    return {
        "sentence": d[f"did.{made['action']}"],
        "who": who,
        "reason": made["message"],
        "note": made["note"],
        "at": made["created_at"].isoformat(),
        "when": f"{day_words(made['created_at'], lang)} {made['created_at']:%H:%M}",
    }
