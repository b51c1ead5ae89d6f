"""Signals, policies and verdicts: how findings become an outcome.

Defined in the order data flows: a check returns `Signal`s, the pipeline keeps
one `CheckResult` per check that ran, a `Policy` says what scores mean, and
`judge` (service.checks.policy) turns them into one explained `Verdict`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]
"""Half-open (start, end) code-point offsets into the body as it was sent."""


class Outcome(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


class Effect(StrEnum):
    """What a signal asks for by itself; without one the policy's thresholds speak."""

    NOTE = "note"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Signal:
    """One scored, coded finding of one check.

    check: name of the check, as in `service.checks.pipeline.CHECKS`.
    code: stable reason code such as `abuse.insult` or `spam.links`.
    score: confidence in [0, 1].
    spans: where in the body as sent; empty when it is about the whole.
    evidence: plain values that the sentence names (an entry, a count); never an e-mail or IP address.
    effect: set by list entries and sanctions, which say what they want; None: thresholds decide.
    """

    check: str
    code: str
    score: float
    spans: tuple[Span, ...] = ()
    evidence: Mapping[str, str | int | float] = field(default_factory=dict)
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found on one revision.

    error: None when it ran; else why it could not (a short code, never a text of the comment).
    ms: wall time this check took for this comment, in milliseconds.
    """

    check: str
    signals: tuple[Signal, ...] = ()
    ms: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A site's thresholds, versioned: what scores mean.

    hold_at / reject_at: score from which a check's signals hold or reject; keys are
    check names ("abuse", "spam", "links", ...). A check without a key never does.
    A model's score alone holds; it rejects only where `reject_at` says so.
    required: checks whose failure holds the comment (`check.unavailable`).
    new_author_holds: hold an author's first comments until this many were approved (0: off).
    trust_shift: how far full trust raises, and full distrust lowers, the scores of `hold_at` (0: off).
    """

    version: str
    hold_at: Mapping[str, float]
    reject_at: Mapping[str, float] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    links_allowed: int = 2
    min_form_seconds: float = 3.0
    max_form_seconds: float = 12 * 3600.0
    velocity_per_10_minutes: int = 8
    new_author_holds: int = 0
    trust_shift: float = 0.1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the verdict is not `publish`: a code, the worst score behind it, and its check."""

    code: str
    score: float
    check: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The explained outcome of all checks on one revision.

    reasons: worst first; empty for `publish`.
    priority: 0..100, how urgent a person's look is; `priority_parts` sum to it and are shown.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    results: tuple[CheckResult, ...]
    policy_version: str
    priority: float = 0.0
    priority_parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Every signal of every check, in the order the checks are listed."""
        return tuple(signal for result in self.results for signal in result.signals)


_CHECKER = "checker:"


def checker_check(name: str) -> str:
    """The check under which the answers of a newsroom's own checker are kept."""
    return _CHECKER + name


def checker_name(check: str) -> str | None:
    """The checker behind a check; None for a check of the product itself."""
    return check.removeprefix(_CHECKER) if check.startswith(_CHECKER) else None
