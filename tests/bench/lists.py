"""What a long list costs a comment, beside a bare scan of the same words by the same automaton.

    python -m tests.bench.lists [--entries 5000] [--rounds 9] [--json]

Every comment of tests/data is checked in turns by the starter lists, by the long list, and by a
scan that only finds; each comment's figure is its median over the rounds. Folding is not in it:
other checks need the folded text too. What an Arabizi word can stand for is remembered from the first
round on, as it is in a worker.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ahocorasick

from service.checks.links import find_links
from service.checks.lists import CompiledLists, check_lists, compile_lists
from service.checks.starter import load_starter_lists
from service.checks.text import FoldedText
from service.domain.comments import CommentFacts, ListEntry
from tests.checks.comments import comment

TEXTS = Path(__file__).parents[1] / "data" / "comments.jsonl"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
SEED = 5


def long_list(size: int) -> list[ListEntry]:
    """The starter lists filled up to `size`: nine words in ten, then phrases, domains and 50 patterns."""
    chance = random.Random(SEED)

    def word() -> str:
        return "".join(chance.sample(LETTERS, chance.randint(4, 8)))

    entries = list(load_starter_lists())
    for number in range(size - len(entries)):
        kind, value = "word", word()
        if number < 50:
            kind, value = "pattern", rf"{value} \d+ {word()}"
        elif number % 20 == 0:
            kind, value = "domain", f"site-{number}.com"
        elif number % 20 == 1:
            kind, value = "phrase", f"{value} {word()}"
        entries.append(ListEntry(id=f"lst_{number}", kind=kind, value=value))
    return entries


def measure(texts: Sequence[str], size: int, rounds: int) -> dict[str, Any]:
    """Microseconds per comment: the median comment, the mean, and the dearest of a hundred."""
    entries = long_list(size)
    started = time.perf_counter()
    long = compile_lists(entries)
    compiled_s = time.perf_counter() - started
    starter, words = compile_lists(load_starter_lists()), bare_automaton(entries)
    facts = [(comment(text), find_links(text)) for text in texts]
    spent: dict[str, list[list[float]]] = {"starter": [], "long": [], "bare": []}
    for _ in range(rounds):
        spent["bare"].append([_timed(lambda f: sum(1 for _ in words.iter(f.folded)), t) for t in texts])
        for name, lists in (("starter", starter), ("long", long)):
            spent[name].append(
                [_timed(_check(lists, *each), text) for each, text in zip(facts, texts, strict=True)]
            )
    figures = {name: _summary([statistics.median(each) for each in zip(*found, strict=True)])
               for name, found in spent.items()}  # fmt: skip
    return {"entries": len(entries), "comments": len(texts), "compile_s": round(compiled_s, 2), **figures}


def bare_automaton(entries: Sequence[ListEntry]) -> ahocorasick.Automaton:
    """The words alone: no particles, no readings, no places."""
    automaton = ahocorasick.Automaton()
    for entry in entries:
        if entry.kind in {"word", "phrase"}:
            automaton.add_word(FoldedText(entry.value).folded, entry.id)
    automaton.make_automaton()
    return automaton


def _check(lists: CompiledLists, facts: CommentFacts, links: Any) -> Callable[[FoldedText], Any]:
    return lambda folded: check_lists(folded, facts, lists, links=links)


def _timed(work: Callable[[FoldedText], Any], text: str) -> float:
    """Microseconds on a text that was folded before, whose places nobody has asked for yet."""
    folded = FoldedText(text)
    started = time.perf_counter()
    work(folded)
    return (time.perf_counter() - started) * 1e6


def _summary(per_comment: list[float]) -> dict[str, float]:
    ordered = sorted(per_comment)
    return {
        "median_us": round(statistics.median(ordered), 1),
        "mean_us": round(statistics.mean(ordered), 1),
        "p99_us": round(ordered[int(len(ordered) * 0.99)], 1),
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--entries", type=int, default=5_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--json", action="store_true")
    wanted = options.parse_args()
    texts = [json.loads(line)["text"] for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    found = measure(texts, wanted.entries, wanted.rounds)
    if wanted.json:
        print(json.dumps(found))
        return
    print(f"{found['entries']} entries compiled in {found['compile_s']} s, {found['comments']} comments")
    for name in ("bare", "starter", "long"):
        one = found[name]
        print(f"{name:>8}: median {one['median_us']} us, mean {one['mean_us']} us, p99 {one['p99_us']} us")


if __name__ == "__main__":
    main()
