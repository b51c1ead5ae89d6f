"""The HTTP status of every refusal: the one table that turns a code into a number.

A code that is missing here gets the status of its class; a test wants all of them listed,
because the documentation is made from this table.
"""

from service.domain.errors import Conflict, Invalid, NotFound, Refused, TaliqError, Unavailable

STATUS_BY_CLASS: dict[type[TaliqError], int] = {
    NotFound: 404,
    Refused: 403,
    Conflict: 409,
    Invalid: 422,
    Unavailable: 503,
    TaliqError: 500,
}

_CODES_BY_STATUS: dict[int, tuple[str, ...]] = {
    400: (
        "request.malformed",
        "request.refused",
        "body.empty",
        "body.not_utf8",
        "body.not_json",
        "body.not_object",
        "body.duplicate_key",
        "body.too_deep",
        "body.number_too_large",
        "idempotency.key_malformed",
    ),
    401: ("auth.required", "auth.invalid", "token.wrong"),
    403: (
        "refused",
        "auth.scope_missing",
        "auth.role_missing",
        "request.cross_site",
        "request.token_wrong",
        "link.not_valid",
        "proof.not_valid",
        "proof.spent",
        "auth.factor_required",
        "auth.not_fresh",
        "article.comments_closed",
    ),
    404: (
        "key.not_found",
        "not_found",
        "route.unknown",
        "site.unknown",
        "article.unknown",
        "comment.not_found",
        "webhook.not_found",
        "delivery.not_found",
        "batch.not_found",
        "campaign.not_found",
        "list.not_found",
        "sanction.not_found",
        "checker.not_found",
        "person.not_found",
        "session.not_found",
        "model.unknown",
        "model.none_on_trial",
    ),
    405: ("method.not_allowed",),
    409: (
        "person.last_admin",
        "person.disabled",
        "conflict",
        "model.live",
        "model.no_previous",
        "comment.moved_meanwhile",
        "comment.not_checked",
        "comment.transition_not_allowed",
        "decision.stale",
        "case.claimed",
        "idempotency.in_progress",
        "webhook.disabled",
        "delivery.in_flight",
        "checker.name_taken",
        "checker.too_many",
    ),
    413: ("body.too_large",),
    415: ("media.unsupported", "media.encoded"),
    422: (
        "body.invalid",
        "idempotency.key_reused",
        "reason.required",
        "reason.unknown",
        "mask.invalid",
        "list.pattern_invalid",
        "list.pattern_backtracks",
        "list.pattern_too_large",
        "list.pattern_too_broad",
        "list.value_invalid",
    ),
    429: ("limit.exceeded", "sign_in.too_many"),
    431: ("request.headers_too_large",),
    500: ("error", "error.internal", "secret.cannot_decrypt", "learning.failed", "model.file_invalid"),
    503: ("store.unavailable", "database.empty", "database.other_version"),
}
STATUS_BY_CODE: dict[str, int] = {
    code: status for status, codes in _CODES_BY_STATUS.items() for code in codes
}


def status_of(error: TaliqError) -> int:
    """The HTTP status of a refusal: by its code, else by its class."""
    if error.code in STATUS_BY_CODE:
        return STATUS_BY_CODE[error.code]
    return next(STATUS_BY_CLASS[kind] for kind in type(error).__mro__ if kind in STATUS_BY_CLASS)
