"""Every refusal of the product, drawn in one place.

TaliqError
├── NotFound            article.unknown, comment.not_found, ...
├── Refused             article.comments_closed, auth.scope_missing, ...
├── Conflict            decision.stale, case.claimed, idempotency.in_progress, ...
├── Invalid             body.invalid with one fault per field
└── Unavailable         store.unavailable

A class knows no HTTP: `service.http.problems` maps it to a status, and the
wording is looked up there by `code` and language. Codes are API: they are
never renamed.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any


class TaliqError(Exception):
    """A refusal with a stable dotted `code` and the values its sentence needs."""

    code = "error"

    def __init__(self, code: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.params = params
        super().__init__(self.code)


class NotFound(TaliqError):
    """The thing is absent, or this caller may not know of it: both look the same."""

    code = "not_found"


class Refused(TaliqError):
    """Understood, and not allowed."""

    code = "refused"


class Conflict(TaliqError):
    """The present state does not allow it; the caller may look again."""

    code = "conflict"


class Unavailable(TaliqError):
    """A part that is needed cannot be reached; nothing was stored."""

    code = "store.unavailable"


class TransitionNotAllowed(Conflict):
    """params: state, action."""

    code = "comment.transition_not_allowed"


class DecisionStale(Conflict):
    """params: state, revision, version, body of the comment as it is now."""

    code = "decision.stale"


class CaseClaimed(Conflict):
    """params: until."""

    code = "case.claimed"


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one field. field: JSON path with dots; params: what the sentence names."""

    field: str
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


class Invalid(TaliqError):
    """All faults of one body, together."""

    code = "body.invalid"

    def __init__(self, faults: Sequence[Fault], code: str | None = None) -> None:
        super().__init__(code)
        self.faults = tuple(faults)
