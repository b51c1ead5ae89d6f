"""What is kept of a verdict: rows with every signal and its sentences, made before the write lock is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.checks.explain import explain
from service.domain.verdicts import CheckResult, Reason, Signal, Verdict
from service.store.facts import WaitingComment

LANGUAGES = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is kept of one verdict. verdict: a row of `verdict` without its time; results: rows of `check_result`."""

    verdict: Mapping[str, Any]
    results: tuple[Mapping[str, Any], ...]


def evidence_of(row: WaitingComment, verdict: Verdict, model_version: str | None) -> Evidence:
    """The evidence for one revision: a row for each check that found something or could not run."""
    return Evidence(_verdict_row(row, verdict, model_version), tuple(_result_rows(row, verdict)))


def _verdict_row(row: WaitingComment, verdict: Verdict, model_version: str | None) -> dict[str, Any]:
    return {
        "comment_id": row.id,
        "revision": row.revision,
        "outcome": verdict.outcome,
        "reasons": [_reason(each) for each in verdict.reasons],
        "checks": [_ran(each) for each in verdict.results],
        "policy_version": verdict.policy_version,
        "model_version": model_version,
    }


def _result_rows(row: WaitingComment, verdict: Verdict) -> Iterator[dict[str, Any]]:
    for result in verdict.results:
        if result.signals or result.error is not None:
            yield {
                "comment_id": row.id,
                "revision": row.revision,
                "check": result.check,
                "signals": [_signal(each) for each in result.signals],
                "error": result.error,
                "ms": _short(result.ms),
            }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "code": signal.code,
        "score": signal.score,
        "spans": [list(span) for span in signal.spans],
        "evidence": dict(signal.evidence),
        "effect": signal.effect,
        "message": {language: explain(signal, language) for language in LANGUAGES},
    }


def _reason(reason: Reason) -> Mapping[str, Any]:
    return {"code": reason.code, "score": reason.score, "check": reason.check}


def _ran(result: CheckResult) -> Mapping[str, Any]:
    """One check that ran: its name and time in ms, and why where it could not."""
    ran = {"check": result.check, "ms": _short(result.ms)}
    return ran if result.error is None else ran | {"error": result.error}


def _short(ms: float) -> float:
    """To a thousandth; `round` takes fifteen times as long, and there are many."""
    return int(ms * 1_000 + 0.5) / 1_000
