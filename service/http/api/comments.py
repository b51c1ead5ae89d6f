"""Readers' comments: sending one in."""

from typing import Any

import structlog

from config.tasks import EVALUATE_PENDING
from service.domain.states import State
from service.http.access import access
from service.http.context import (
    client_address,
    client_facts,
    current_site,
    keyring,
    network_of,
    now,
    nudge,
    reader_language,
    store,
)
from service.http.i18n.catalogue import notice
from service.http.idempotency import idempotency_key
from service.http.metrics import ACCEPTED
from service.http.openapi import Blueprint
from service.http.rate import use_limits
from service.http.schemas.submission import AcceptedOut, SubmissionIn
from service.limits import SUBMIT_BY_ADDRESS, SUBMIT_BY_AUTHOR, SUBMIT_BY_SITE
from service.moderation.submit import Accepted, Submission, submit_comment
from service.store.engine import Db

log = structlog.get_logger()

comments = Blueprint("comments", __name__, description="Readers' comments.")


@comments.post("/v1/articles/<article:article_id>/comments")
@comments.arguments(SubmissionIn())
@comments.response(202, AcceptedOut, description="Committed; the verdict follows.")
@comments.alt_response(200, schema=AcceptedOut, description="Accepted before.", success=True)
@access("public")
def submit(submission: Submission, article_id: str) -> Any:
    """Accept a comment.

    It is stored when the reply arrives, survives a crash of anything, and is checked next.
    `Idempotency-Key` makes a repeat safe; without one the same text within ten minutes
    gets the first receipt again, as 200.
    """
    site, idempotency, client, moment = current_site(), idempotency_key(), client_facts(), now()
    _use_limits(submission, site.id)

    def work(db: Db) -> Accepted:
        return submit_comment(
            db,
            keyring=keys,
            site=site,
            article_external_id=article_id,
            submission=submission,
            client=client,
            idempotency=idempotency,
            now=moment,
        )

    keys = keyring()
    accepted = store().write(work)
    nudge().ring(EVALUATE_PENDING)
    ACCEPTED.labels("replayed" if accepted.replayed else "new").inc()
    log.info("comment.accepted", comment_id=accepted.comment_id, replayed=accepted.replayed)
    headers = {"Idempotent-Replayed": "true"} if accepted.replayed else {}
    return _receipt(accepted), accepted.status, headers


def _use_limits(submission: Submission, site_id: str) -> None:
    address = client_address()
    by_address = [(SUBMIT_BY_ADDRESS, str(network_of(address, v4=32, v6=64)))] if address else []
    author = keyring().email_index(submission.author_email)
    use_limits([*by_address, (SUBMIT_BY_AUTHOR, author), (SUBMIT_BY_SITE, site_id)])


def _receipt(accepted: Accepted) -> dict[str, str]:
    return {
        "id": accepted.comment_id,
        "state": State.PENDING,
        "token": accepted.token,
        "author_token": accepted.author_token,
        "status_url": f"/v1/comments/{accepted.comment_id}/status",
        "edit_until": accepted.edit_until.isoformat().replace("+00:00", "Z"),
        "message": notice("comment.pending", reader_language()),
    }
