"""Deciding in bulk, and taking a batch back."""

from collections.abc import Callable
from typing import Any

from flask import Response

from config.tasks import FAN_OUT
from service.domain.states import Action
from service.http.access import access, current_caller
from service.http.context import current_site, now, nudge, store
from service.http.idempotency import idempotency_key
from service.http.openapi import Blueprint
from service.http.parsing import BATCH_BODY_BYTES, body_limit
from service.http.problems import problem_document
from service.http.replies import plain, repeated_reply
from service.http.schemas.decisions import DecisionsIn, DecisionsOut
from service.moderation.decide import Decided, Result, Wish, decide
from service.moderation.moves import Actor
from service.moderation.repeats import Reply, idempotent
from service.moderation.undo import undo_batch
from service.store.engine import Db

decisions = Blueprint("decisions", __name__, description="Decisions of moderators.")


@decisions.post("/v1/moderation/decisions")
@decisions.arguments(DecisionsIn)
@decisions.response(200, DecisionsOut)
@body_limit(BATCH_BODY_BYTES)
@access(scope="moderate")
def make_decisions(wanted: dict[str, Any]) -> Response:
    """Decide up to 500 comments.

    Each result stands for itself: done, unchanged where it was so already, or refused with a
    problem. A comment that has changed since it was read is refused as `decision.stale`, with
    its present text.
    """
    wishes = [_wish(each) for each in wanted["decisions"]]
    site_id, actor, moment = current_site().id, present_actor(), now()
    return carry_out(lambda db: decide(db, wishes, site_id=site_id, actor=actor, now=moment))


@decisions.post('/v1/moderation/batches/<id("bat"):batch_id>/undo')
@decisions.response(200, DecisionsOut)
@access(scope="moderate")
def undo(batch_id: str) -> Response:
    """Take a batch back by new decisions, which are a batch of their own.

    What somebody has decided on since is refused (`decision.stale`); a second time changes nothing.
    """
    site_id, actor, moment = current_site().id, present_actor(), now()
    return carry_out(lambda db: undo_batch(db, batch_id, site_id=site_id, actor=actor, now=moment))


def carry_out(work: Callable[[Db], Decided], more: Callable[[Db], dict[str, Any]] | None = None) -> Response:
    """Run once per Idempotency-Key; afterwards say which pages are new and that there are events.

    more: what the reply says beside the results, asked for when they are written.
    """
    key = idempotency_key(current_caller().id)
    pages: set[tuple[str, str]] = set()

    def run() -> Reply:
        decided = work(db)
        pages.update(decided.pages)
        results = [_result(result) for result in decided.results]
        told = more(db) if more is not None else {}
        return Reply(200, plain({"batch_id": decided.batch_id, "results": results} | told))

    # On this thread, not in the shared commit: the problems are worded in the language of the request.
    with store().transaction() as db:
        reply = idempotent(db, key, now=now(), run=run)
    nudge().announce(article for _, article in pages)
    nudge().ring(FAN_OUT)
    return repeated_reply(reply)


def present_actor() -> Actor:
    """Who decides in this request."""
    return Actor("moderator", current_caller().id)


def _wish(item: dict[str, Any]) -> Wish:
    mask = item["mask"]
    return Wish(
        comment_id=item["comment_id"],
        revision=item["revision"],
        action=Action(item["action"]),
        reason=item["reason"],
        note=item["note"],
        mask=tuple((start, end) for start, end in mask) if mask is not None else None,
        version=item["version"],
    )


def _result(result: Result) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "comment_id": result.comment_id,
        "status": result.status,
        "state": result.state,
    }
    if result.problem is not None:
        problem = problem_document(result.problem)
        problem.pop("present", None)
        if result.current is not None:
            problem["current"] = {
                "state": result.current.state,
                "revision": result.current.head_rev,
                "version": result.current.version,
                "body": result.current.body,
            }
        shown["problem"] = problem
    return shown
