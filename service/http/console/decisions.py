"""Decisions made with a card's form."""

from flask import Response

from config.tasks import FAN_OUT
from service.domain.errors import Invalid
from service.domain.states import Action
from service.http.access import access
from service.http.console.pages import new_blueprint, see_other
from service.http.context import current_site, now, nudge, store
from service.http.sessions import current_session, form_value
from service.moderation.decide import Result, Wish, decide
from service.moderation.moves import Actor

_OFFERED = {"approve": Action.APPROVE, "reject": Action.REJECT}

decisions = new_blueprint("console_decisions")


@decisions.post('/console/comments/<id("cmt"):comment_id>/decisions')
@access(session="moderator")
def make_decision(comment_id: str) -> Response:
    """Approve or reject the text that the card showed, then back to the queue with the outcome."""
    wish, moment, site_id = _wish(comment_id), now(), current_site().id
    actor = Actor("moderator", current_session().moderator_id)
    decided = store().write(lambda db: decide(db, [wish], site_id=site_id, actor=actor, now=moment))
    nudge().announce(article for _, article in decided.pages)
    nudge().ring(FAN_OUT)
    return see_other("console_queue.show_queue", outcome=_outcome(decided.results[0]), about=comment_id)


def _wish(comment_id: str) -> Wish:
    """The form as a wish. Raises Invalid for a form that no card of ours can have sent."""
    action, revision = _OFFERED.get(form_value("action")), form_value("revision")
    if action is None or not (revision.isascii() and revision.isdecimal() and len(revision) < 10):
        raise Invalid([])
    reason = form_value("reason") or None if action is Action.REJECT else None
    return Wish(comment_id, int(revision), action, reason=reason)


def _outcome(result: Result) -> str:
    return result.status if result.problem is None else result.problem.code
