"""How the whole pipeline does on our own texts: `python -m tests.bench.quality [--failures] [--times]`.

Prints the share of right answers by class and half with the shipped lists, models and default
policy: spam of our days, quotations, disguises. `--failures` adds the wrong ones of the open half,
`--times` the time of hostile texts of n and 2n characters instead: 2 is linear.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from service.checks.lists import check_lists
from service.checks.offers import check_offers
from service.checks.text import FoldedText
from service.domain.verdicts import Verdict
from tests.bench.hostile import print_times
from tests.checks.comments import comment
from tests.checks.test_disguises import DISGUISES, LISTS
from tests.support.texts import Row, facts_of, half, is_held, is_taken_for_spam, read, verdicts

_REPEATS = 5


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.quality", description=__doc__)
    parser.add_argument("--failures", action="store_true", help="show what went wrong in the open half")
    parser.add_argument("--times", action="store_true", help="times of hostile texts instead of figures")
    options = parser.parse_args(argv)
    if options.times:
        print_times()
        print_offer_cost()
        return
    print_right("spam_today.jsonl", "spam", "kind", is_taken_for_spam, options.failures)
    print_right("quoting.jsonl", "abuse", "class", is_held, options.failures)
    print_later()
    print_dialects()
    print_disguises()


def print_dialects() -> None:
    """Our own comments by dialect: insults and spam that are held, clean and heated ones that are published."""
    print("\ncomments.jsonl by dialect: insults held, spam held, clean and heated published")
    rows = read("comments.jsonl")
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row, verdict in zip(rows, verdicts([facts_of(row) for row in rows]), strict=True):
        right[row["dialect"], row["kind"]].append(is_held(verdict) == (row["kind"] in {"insult", "spam"}))
    for dialect in dict.fromkeys(row["dialect"] for row in rows):
        cells = (_cell(right[dialect, kind]) for kind in ("insult", "spam", "clean", "heated"))
        print(f"  {dialect:<12}" + "".join(f"{cell:>10}" for cell in cells))


def print_later() -> None:
    """Advertisements that were written after the rules: those that rules were then added by, and the unseen."""
    print("\nspam_later.jsonl: right of all")
    for name, label, seen in (("seen", 1, True), ("unseen", 1, False), ("look-alike", 0, True)):
        rows = [row for row in read("spam_later.jsonl") if (row["spam"], row["seen"]) == (label, seen)]
        taken = [is_taken_for_spam(each) for each in verdicts([facts_of(row) for row in rows])]
        print(f"  {name:<12}{_cell([each == bool(label) for each in taken]):>10}")


def print_right(
    name: str, label: str, group: str, is_positive: Callable[[Verdict], bool], failures: bool
) -> None:
    """A table of one file: positives caught and innocents left alone, by group and half."""
    rows = read(name)
    found = verdicts([facts_of(row) for row in rows])
    right: dict[tuple[str, str, int], list[bool]] = defaultdict(list)
    wrong: list[tuple[Row, Verdict]] = []
    for row, verdict in zip(rows, found, strict=True):
        part, answer = half(row["text"]), is_positive(verdict) == bool(row[label])
        for key in (row[group], "all"):
            right[key, part, row[label]].append(answer)
        if not answer and part == "open":
            wrong.append((row, verdict))
    print(f"\n{name}: right of all, {label} 1 and 0, open and hidden half")
    for key in [*dict.fromkeys(row[group] for row in rows), "all"]:
        cells = (_cell(right[key, part, value]) for value in (1, 0) for part in ("open", "hidden"))
        print(f"  {key:<12}" + "".join(f"{cell:>10}" for cell in cells))
    for row, verdict in wrong if failures else ():
        print(f"  {label} {row[label]}  {[reason.code for reason in verdict.reasons]}  {row['text']}")


def print_disguises() -> None:
    """How many disguised writings of each entry are known."""
    print("\ndisguises: known of all")
    for value, typed in DISGUISES.items():
        texts = [f"انت {each} جدا" for each in typed]
        known = [
            any(
                signal.evidence["value"] == value
                for signal in check_lists(FoldedText(text), comment(text), LISTS)
            )
            for text in texts
        ]
        print(f"  {_cell(known):<8}{value}")


def print_offer_cost() -> None:
    """Microseconds of the rules on offers for a comment of ours."""
    folded = [FoldedText(row["text"]) for row in read("comments.jsonl")]
    spent = min(_timed(lambda: [check_offers(each, ()) for each in folded]) for _ in range(_REPEATS))
    print(f"offers: {spent / len(folded) * 1e6:.0f} µs a comment of comments.jsonl")


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _cell(right: Sequence[bool]) -> str:
    return f"{sum(right)}/{len(right)}" if right else "–"


if __name__ == "__main__":
    main()
