"""Refusals as RFC 9457 problem documents: the one place where an error becomes a status.

Every error leaves in one shape, those of the framework too. `code` is API and is
never renamed; the sentences come from `i18n` in the reader's language. Nothing of
the request is repeated, because a value may be private.
"""

from typing import Any

import structlog
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from service.domain.errors import DecisionStale, Fault, TaliqError
from service.http.context import reader_language, request_id, settings
from service.http.i18n.catalogue import fault_message, has_problem_words, problem_words
from service.http.statuses import status_of

MEDIA_TYPE = "application/problem+json"

# Errors of the framework by their status.
_CODE_BY_STATUS = {
    400: "request.malformed",
    404: "route.unknown",
    405: "method.not_allowed",
    413: "body.too_large",
    415: "media.unsupported",
    429: "limit.exceeded",
    431: "request.headers_too_large",
    500: "error.internal",
    503: "store.unavailable",
}
# Fixed waits; a limit says its own in `retry_after`.
_RETRY_AFTER_S = {"store.unavailable": 2, "idempotency.in_progress": 1}
# Parameters that the caller may see beside the wording: {member: parameter names}.
_PRESENT: dict[type[TaliqError], tuple[str, ...]] = {
    DecisionStale: ("state", "revision", "version", "body"),
}

log = structlog.get_logger()


def problem_document(error: TaliqError, *, status: int | None = None) -> dict[str, Any]:
    """The members of RFC 9457 and ours, in the language of the request.

    A stale decision carries the comment as it is now under `present`.
    """
    language = reader_language()
    code = error.code if has_problem_words(error.code) else "error"
    title, detail = problem_words(code, language, error.params)
    document: dict[str, Any] = {
        "type": f"{settings().public_url}/docs/errors#{code}",
        "title": title,
        "status": status or status_of(error),
        "detail": detail,
        "code": error.code,
        "errors": [_field(fault, language) for fault in getattr(error, "faults", ())],
        "request_id": request_id(),
    }
    if type(error) in _PRESENT:
        document["present"] = {name: error.params.get(name) for name in _PRESENT[type(error)]}
    return document


def problem_reply(error: TaliqError, *, status: int | None = None) -> Response:
    """The reply to a refused request, with the headers that its status asks for."""
    document = problem_document(error, status=status)
    reply = Response(current_app.json.dumps(document), document["status"], mimetype=MEDIA_TYPE)
    wait = error.params.get("retry_after", _RETRY_AFTER_S.get(error.code))
    if wait is not None:
        reply.headers["Retry-After"] = str(wait)
    if document["status"] == 401:
        reply.headers["WWW-Authenticate"] = "Bearer"
    reply.headers["Cache-Control"] = "no-store"
    return reply


def register_problems(app: Flask) -> None:
    """Answer every error of the application as a problem document."""
    app.register_error_handler(TaliqError, _refusal)
    app.register_error_handler(HTTPException, _framework)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: TaliqError) -> Response:
    if status_of(error) >= 500:
        log.warning("request.failed", code=error.code, route=_route())
    return problem_reply(error)


def _framework(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    reply = problem_reply(TaliqError(_CODE_BY_STATUS.get(status, "request.refused")), status=status)
    for name, value in error.get_headers():
        if name == "Allow":
            reply.headers[name] = value
    return reply


def _unexpected(error: Exception) -> Response:
    # The process's edge towards readers: the log gets type and places, never a message or a value.
    log.error("request.crashed", route=_route(), exc_info=error)
    return problem_reply(TaliqError("error.internal"), status=500)


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "unknown"


def _field(fault: Fault, language: str) -> dict[str, str]:
    return {
        "field": fault.field,
        "code": fault.code,
        "message": fault_message(fault.code, language, fault.params),
    }
