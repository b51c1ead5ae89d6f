"""Trying list entries on comments that were checked before: one pass for the present and the proposed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from service.checks.lists import NAME, check_lists, compile_lists
from service.checks.offers import tempered
from service.checks.pipeline import Reading
from service.checks.quoting import discounted
from service.checks.replay import Past
from service.domain.comments import ListEntry
from service.domain.verdicts import CheckResult, Policy, Signal, Verdict


@dataclass(frozen=True, slots=True)
class Compared:
    """One comment under the present and the proposed lists. hits: of the added entries.

    before, after: None where the comment was never checked.
    """

    hits: tuple[Signal, ...]
    before: Verdict | None
    after: Verdict | None


class ListBench:
    """The present entries and the added ones, compiled together: each gives its own signals.

    present: entries in force. added: those to be tried, with ids that no present one has.
    without: ids of present entries that the proposed lists leave out. Raises Invalid as
    `compile_lists`.
    """

    def __init__(
        self, present: Sequence[ListEntry], added: Sequence[ListEntry], without: Iterable[str] = ()
    ) -> None:
        self._lists = compile_lists((*present, *added))
        self._added = frozenset(entry.id for entry in added)
        self._without = frozenset(without)

    def compare(self, past: Past, policy: Policy) -> Compared:
        """Match the comment anew and judge it both ways; the other checks' findings are the stored ones."""
        signals = self._signals(past)
        hits = tuple(signal for signal in signals if signal.evidence["entry"] in self._added)
        if past.results is None:
            return Compared(hits, None, None)
        present = tuple(signal for signal in signals if signal.evidence["entry"] not in self._added)
        proposed = tuple(signal for signal in signals if signal.evidence["entry"] not in self._without)
        before = _with_lists(past, present).judged(policy)
        return Compared(
            hits, before, before if proposed == present else _with_lists(past, proposed).judged(policy)
        )

    def _signals(self, past: Past) -> tuple[Signal, ...]:
        """What the entries find, weakened as in `run_checks` where it is quoted or only spoken about."""
        reading = Reading(past.facts)
        signals = check_lists(reading.folded, past.facts, self._lists, links=reading.links)
        if not signals:
            return ()
        result = tempered(CheckResult(NAME, signals), reading.offers[1])
        return discounted(result, reading.quotes[1]).signals


def _with_lists(past: Past, signals: tuple[Signal, ...]) -> Past:
    stored = past.results or ()
    wanted = CheckResult(NAME, signals)
    if wanted in stored:  # nothing found, then and now: most comments
        return past
    others = tuple(result for result in stored if result.check != NAME)
    return replace(past, results=(*others, wanted))
