"""Decisions made with a card's form, by a person or by the page's script, and taking them back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, request, url_for

from config.tasks import FAN_OUT
from service.checks.plurals import COMMENTS
from service.domain.errors import Fault, Invalid, NotFound
from service.domain.states import Action, State
from service.http.access import access
from service.http.console.desk_views import script_reply, viewer
from service.http.console.pages import is_script, new_blueprint, see_other, texts
from service.http.console.words import words
from service.http.context import current_site, now, nudge, store
from service.http.idempotency import form_key
from service.http.sessions import CSRF_FIELD, current_session, form_value
from service.moderation.cards import comment_for_moderator
from service.moderation.decide import MOST_DECISIONS, Decided, Result, Wish, decide
from service.moderation.moves import Actor
from service.moderation.repeats import Reply, idempotent
from service.moderation.undo import undo_batch
from service.store.engine import Db

GRACE = timedelta(seconds=10)
"""How long a decision can be undone before the outside hears of it."""

_OFFERED = {
    "approve": (Action.APPROVE, None),
    "reject": (Action.REJECT, ""),
    "spam": (Action.REJECT, "spam"),
    "remove": (Action.REMOVE, ""),
    "restore": (Action.RESTORE, None),
    "hold": (Action.HOLD, None),
    "escalate": (Action.ESCALATE, None),
    "cover": (Action.APPROVE, None),
}
"""Buttons of a card: the action, and its reason; empty: the one that the form names."""

_PASSAGE = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")

decisions = new_blueprint("console_decisions")


@decisions.post('/console/comments/<id("cmt"):comment_id>/decisions')
@access(session="moderator")
def make_decision(comment_id: str) -> Response:
    """Decide on the text that the card showed, then back to the queue with the outcome."""
    wish = _wish(comment_id, form_value("revision"))
    return _carry_out(_deciding([wish]), about=comment_id)


@decisions.post("/console/decisions")
@access(session="moderator")
def decide_chosen() -> Response:
    """Decide all cards that were picked, as one batch. Items: `cmt_…:revision`."""
    items = [each.partition(":") for each in request.form.getlist("item")]
    if not 0 < len(items) <= MOST_DECISIONS:
        raise Invalid([Fault("item", "field.required")])
    return _carry_out(_deciding([_wish(each, revision) for each, _, revision in items]), about=items[0][0])


@decisions.post('/console/batches/<id("bat"):batch_id>/undo')
@access(session="moderator")
def undo(batch_id: str) -> Response:
    """Take a batch back by new decisions; within ten seconds nobody outside has heard of it."""
    site_id, actor, moment = current_site().id, _actor(), now()
    about = form_value("about")
    return _carry_out(
        lambda db: undo_batch(db, batch_id, site_id=site_id, actor=actor, now=moment),
        about=about,
        is_undo=True,
    )


def _deciding(wishes: list[Wish]) -> Callable[[Db], Decided]:
    site_id, actor, moment = current_site().id, _actor(), now()
    return lambda db: decide(db, wishes, site_id=site_id, actor=actor, now=moment, grace=GRACE)


def _carry_out(work: Callable[[Db], Decided], *, about: str, is_undo: bool = False) -> Response:
    """Run once per Idempotency-Key, so that a script may send again what got no answer."""
    pages: set[tuple[str, str]] = set()

    def run() -> Reply:
        decided = work(db)
        pages.update(decided.pages)
        return Reply(
            200, {"batch_id": decided.batch_id, "results": [_plain(each) for each in decided.results]}
        )

    with store().transaction() as db:
        done = idempotent(db, form_key(current_session().moderator_id, CSRF_FIELD), now=now(), run=run).body
    nudge().announce(article for _, article in pages)
    nudge().ring(FAN_OUT)
    results = done["results"]
    if is_script():
        told = [each | {"sentence": sentence_of(each, is_undo=is_undo)} for each in results]
        return script_reply(
            {
                "batch_id": done["batch_id"],
                "sentence": _summary(told, is_undo=is_undo),
                "results": [each | _present(each) for each in told],
                "undo": url_for("console_decisions.undo", batch_id=done["batch_id"]),
            }
        )
    shown = next((each for each in results if each["comment_id"] == about), results[0])
    return see_other(
        "console_queue.show_queue",
        outcome="undone" if is_undo and shown["status"] == "done" else shown["code"] or shown["status"],
        about=shown["comment_id"],
        batch=None if is_undo or shown["status"] != "done" else done["batch_id"],
    )


def _summary(told: list[dict[str, Any]], *, is_undo: bool) -> str:
    """What became of a batch: of one decision its sentence, of several their number."""
    if len(told) == 1:
        return str(told[0]["sentence"])
    done, lang = sum(1 for each in told if each["status"] == "done"), texts().lang
    name = "campaign_undone" if is_undo else "campaign_done"
    return words(lang)[name].format(count=COMMENTS.counted(done, lang))


def sentence_of(result: dict[str, Any], *, is_undo: bool = False) -> str:
    """What became of one decision, in words. result: as `_plain` makes it."""
    t, state = texts(), result["state"]
    if is_undo and result["status"] == "done":
        return words(t.lang)["undone"].format(state=t.states[state])
    if state is None:
        return t.outcomes["other"].format(state=t.states[State.ERASED])
    kind = result["code"] or result["status"]
    return t.outcomes.get(kind, t.outcomes["other"]).format(state=t.states[state])


def _present(result: dict[str, Any]) -> dict[str, Any]:
    """The present text of what was not decided."""
    if result["status"] != "refused":
        return {}
    try:
        with store().read() as db:
            card, _ = comment_for_moderator(
                db, result["comment_id"], site_id=current_site().id, viewer=viewer(), now=now()
            )
    except NotFound:
        return {}
    return {"body": card["comment"]["body"], "state": card["comment"]["state"]}


def _wish(comment_id: str, revision: str) -> Wish:
    """The form as a wish. Raises Invalid for a form that no card of ours can have sent."""
    offered = _OFFERED.get(form_value("action"))
    if offered is None or not (revision.isascii() and revision.isdecimal() and len(revision) < 10):
        raise Invalid([])
    action, reason = offered
    return Wish(
        comment_id,
        int(revision),
        action,
        reason=form_value("reason") or None if reason == "" else reason,
        mask=_mask() if form_value("action") == "cover" else None,
    )


def _mask() -> tuple[tuple[int, int], ...]:
    """The passages ticked in the form, such as `9-13`. Raises Invalid for none, and for what is no passage."""
    found = [_PASSAGE.fullmatch(value) for value in request.form.getlist("cover")]
    if not found or not all(found):
        raise Invalid([Fault("cover", "field.required")])
    return tuple((int(match[1]), int(match[2])) for match in found if match is not None)


def _plain(result: Result) -> dict[str, Any]:
    return {
        "comment_id": result.comment_id,
        "status": result.status,
        "state": result.state,
        "code": result.problem.code if result.problem is not None else None,
    }


def _actor() -> Actor:
    return Actor("moderator", current_session().moderator_id)
