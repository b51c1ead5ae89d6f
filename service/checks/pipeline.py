"""All checks on all comments of a batch: the list, in order, and the one place that survives a fault."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.checks.abuse import abuse_signals
from service.checks.form import check_form
from service.checks.identity import renamed, without_names
from service.checks.links import Link, check_links, find_links
from service.checks.lists import CompiledLists, check_lists
from service.checks.models import NOTE_FROM, Models, Opinion
from service.checks.names import check_names
from service.checks.offers import Appeal, check_offers, tempered
from service.checks.privacy import check_privacy
from service.checks.quoting import Quotes, check_quoting, discounted
from service.checks.repetition import check_repetition
from service.checks.sanctions import check_sanctions
from service.checks.spam import spam_signals
from service.checks.text import FoldedText, fold
from service.checks.trust import check_trust
from service.checks.velocity import check_velocity
from service.domain.comments import CommentFacts
from service.domain.verdicts import CheckResult, Policy, Signal

CHECKS = (
    "sanctions",  # what moderators decided about this author before
    "lists",  # words, phrases, patterns, domains and e-mail domains of the newsroom
    "links",  # too many, disguised, shortened
    "names",  # borrowed, turned around, advertising
    "form",  # the hidden field, the time it took
    "repetition",  # the same text again, from one or from many
    "velocity",  # more than a person writes
    "offers",  # a call to act, a way out and something on offer, together; chain letters
    "privacy",  # phone numbers, accounts, addresses
    "quoting",  # the article's and the parent's words weigh less in lists and abuse
    "spam",  # trained model
    "abuse",  # trained model
    "trust",  # what people decided about this author before; moves thresholds, skips nothing
)
"""Every check, in the order in which a moderator sees the results. All run on every comment:
a moderator needs all the reasons, not the first."""

_UNAVAILABLE = "unavailable"

Signals = tuple[Signal, ...]


class Reading:
    """One comment with what several checks need of it, worked out once and only when asked for."""

    def __init__(self, facts: CommentFacts) -> None:
        self.facts = facts

    @cached_property
    def folded(self) -> FoldedText:
        return fold(self.facts.body)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return find_links(self.facts.body)

    @cached_property
    def offers(self) -> tuple[Signals, Appeal]:
        return check_offers(self.folded, self.links)

    @cached_property
    def quotes(self) -> tuple[Signals, Quotes]:
        return check_quoting(self.facts, self.folded)


@dataclass(frozen=True, slots=True)
class _Scored:
    """What the models say of one comment; None where they gave no score.

    ms: this comment's share of the scoring, half for each model, since both read the same features.
    """

    spam: Opinion | None
    abuse: Opinion | None
    ms: float


def run_checks(
    batch: Sequence[CommentFacts], *, lists: CompiledLists, policy: Policy, models: Models | None
) -> list[tuple[CheckResult, ...]]:
    """The results of every check for every comment, in the order of `batch` and of `CHECKS`.

    A check that raises gives `error="crashed:<class>"` for that comment only; models that are
    absent, raise or give no number in [0, 1] give `error="unavailable"` for spam and abuse.
    A result with an error has no signals and is never taken for clean.
    """
    readings = [Reading(facts) for facts in batch]
    scores = _scores(readings, models)
    return [
        _results(reading, scored, lists, policy, models)
        for reading, scored in zip(readings, scores, strict=True)
    ]


def _results(
    reading: Reading, scored: _Scored, lists: CompiledLists, policy: Policy, models: Models | None
) -> tuple[CheckResult, ...]:
    facts = reading.facts
    run: dict[str, Callable[[], Signals]] = {
        "sanctions": lambda: check_sanctions(facts),
        "lists": lambda: check_lists(reading.folded, facts, lists, links=reading.links),
        "links": lambda: check_links(facts, policy, reading.links),
        "names": lambda: check_names(facts),
        "form": lambda: check_form(facts, policy),
        "repetition": lambda: check_repetition(facts, reading.folded),
        "velocity": lambda: check_velocity(facts, policy),
        "offers": lambda: reading.offers[0],
        "privacy": lambda: check_privacy(reading.folded, reading.links),
        "quoting": lambda: reading.quotes[0],
        "trust": lambda: check_trust(facts),
    }
    results = {name: _timed(name, check) for name, check in run.items()}
    results["spam"] = _model_result("spam", reading, scored.spam, scored.ms, models, spam_signals)
    results["abuse"] = _model_result("abuse", reading, scored.abuse, scored.ms, models, abuse_signals)
    return _in_context(results, reading, scored, models)


def _in_context(
    results: dict[str, CheckResult], reading: Reading, scored: _Scored, models: Models | None
) -> tuple[CheckResult, ...]:
    """The results in the order of `CHECKS`, weighed by what the comment asks for, quotes and names."""
    if results["offers"].error is None:
        appeal = reading.offers[1]
        results = {name: tempered(result, appeal) for name, result in results.items()}
    quotes = reading.quotes[1] if results["quoting"].error is None else None
    doubted = models is not None and scored.abuse is not None and scored.abuse.score >= NOTE_FROM
    if quotes is not None and quotes.spans:
        own = _scored_alone(quotes.rest, models) if doubted else None
        results = {name: discounted(result, quotes, own) for name, result in results.items()}
    elif doubted:
        nameless = without_names(reading.folded.folded)
        own = _scored_alone(nameless, models) if nameless else None
        results["abuse"] = renamed(results["abuse"], own)
    return tuple(results[name] for name in CHECKS)


def _scored_alone(text: str, models: Models | None) -> float | None:
    """The abuse model's score of a part of a comment, 0 for no text; None where it has none."""
    if models is None or not text:
        return None if models is None else 0.0
    try:
        score = float(models.score([text])["abuse"][0])
        return score if _is_probability(score) else None
    except Exception:  # the same edge as in `_timed`: without a score the model's first word stands
        return None


def _timed(name: str, check: Callable[[], Signals]) -> CheckResult:
    started = time.perf_counter()
    try:
        signals = check()
    except Exception as fault:
        # The edge of every check: a fault of ours in one comment must neither stop the other
        # comments of the batch nor let this one pass. The class name says what to look for; the
        # message could hold a piece of the comment.
        return CheckResult(name, (), _milliseconds_since(started), f"crashed:{type(fault).__name__}")
    return CheckResult(name, signals, _milliseconds_since(started))


def _model_result(
    name: str,
    reading: Reading,
    opinion: Opinion | None,
    ms: float,
    models: Models | None,
    signals: Callable[[FoldedText, Opinion, str], Signals],
) -> CheckResult:
    if opinion is None or models is None:
        return CheckResult(name, (), ms, _UNAVAILABLE)
    result = _timed(name, lambda: signals(reading.folded, opinion, models.version))
    return CheckResult(name, result.signals, ms + result.ms, result.error)


def _scores(readings: Sequence[Reading], models: Models | None) -> list[_Scored]:
    """Scores of all comments together; where that raises, of each alone, so that one cannot spoil all."""
    if models is None or not readings:
        return [_Scored(None, None, 0.0)] * len(readings)
    started = time.perf_counter()
    try:
        opinions = models.opinions([reading.folded.folded for reading in readings])
        found = zip(readings, opinions["spam"], opinions["abuse"], strict=True)
        pairs = [(spam, abuse) for _, spam, abuse in found]
    except Exception:  # the same edge as in `_timed`
        if len(readings) == 1:
            return [_Scored(None, None, _milliseconds_since(started))]
        return [_scores([reading], models)[0] for reading in readings]
    ms = _milliseconds_since(started) / len(readings) / 2
    return [_Scored(_with_score(spam), _with_score(abuse), ms) for spam, abuse in pairs]


def _with_score(opinion: Opinion) -> Opinion | None:
    return opinion if _is_probability(opinion.score) else None


def _is_probability(score: float) -> bool:
    """Whether it is a number in [0, 1]: a NaN would pass every threshold unseen."""
    return 0.0 <= score <= 1.0


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1_000
