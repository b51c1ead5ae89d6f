"""What hostile texts cost the whole pipeline, with explanations: `python -m tests.bench.quality --times`.

Processor time of one comment from its typed text to its verdict: folding, fingerprints, all checks with
the shipped lists and models, and every sentence in both languages. Nothing is remembered from before.
"""

import time

from service.checks import repetition, text
from service.checks.campaign import sketch
from service.checks.explain import explain
from service.checks.language import guess_language
from service.checks.text import fold
from tests.checks.comments import comment
from tests.support.hostile import UNITS, hostile
from tests.support.texts import verdicts

CHARACTERS = 5_000
_REPEATS = 5


def print_times() -> None:
    """Milliseconds at n and 2n characters by kind of text, the dearest first: a ratio of 2 is linear."""
    _milliseconds("https://example.com")
    rows = []
    for kind in UNITS:
        short, long = (
            min(_milliseconds(hostile(kind, size)) for _ in range(_REPEATS))
            for size in (CHARACTERS, 2 * CHARACTERS)
        )
        rows.append((long, short, kind))
    print(f"{'':<34}{'n':>8}{'2n':>8}{'ratio':>7}   n = {CHARACTERS} characters, ms, best of {_REPEATS}")
    for long, short, kind in sorted(rows, reverse=True):
        print(f"{kind:<34}{short:>8.1f}{long:>8.1f}{long / short:>7.2f}")


def _milliseconds(typed: str) -> float:
    fold.cache_clear()
    text._TABLE.clear()
    repetition._fingerprint.cache_clear()
    started = time.process_time()
    folded = fold(typed)
    repetition.fingerprint(folded)
    sketch(folded)
    guess_language(folded.folded)
    (verdict,) = verdicts([comment(typed)])
    for result in verdict.results:
        for signal in result.signals:
            explain(signal, "ar")
            explain(signal, "en")
    return 1e3 * (time.process_time() - started)
