"""How long both previews take on a month of decided comments.

    python -m tests.bench.preview [--comments 100000] [--rounds 3] [--json]

Writes the comments, texts of tests/data, into a SQLite file of its own, then runs
`taliq policy preview` on a changed policy and on list entries, as an operator would, and
prints the seconds of each run, those of the processor, the peak memory, and what it found. Exit code 1 where one fails.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.past import write_past

_TALIQ = Path(sys.executable).parent / "taliq"
_POLICY = {"hold_at": {"lists": 0.5, "links": 0.5, "abuse": 0.75, "spam": 0.45}, "links_allowed": 1}
_ENTRIES = [
    {"kind": "word", "value": "كلام", "action": "hold"},
    {"kind": "word", "value": "حمار", "action": "reject", "reason": "abuse.insult"},
    {"kind": "phrase", "value": "اربح من بيتك", "reason": "spam.phrase"},
    {"kind": "pattern", "value": r"\d{9,}"},
    {"kind": "domain", "value": "t.me"},
]


def run(command: list[str], data_dir: Path) -> dict[str, Any]:
    """One run of a command: {seconds, peak_mib, answer}. Raises CalledProcessError where it fails."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TALIQ_")}
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environ | {"TALIQ_DATA_DIR": str(data_dir)}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {
        "seconds": round(time.monotonic() - began, 1),
        "cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "peak_mib": round(used.ru_maxrss / 1024),
        "answer": json.loads(printed),
    }


def measure(data_dir: Path, rounds: int) -> dict[str, Any]:
    """Figures of both previews."""
    figures: dict[str, Any] = {}
    for name, wanted in (("policy", _POLICY), ("lists", _ENTRIES)):
        file = data_dir / f"{name}.json"
        file.write_text(json.dumps(wanted))
        runs = [run([str(_TALIQ), "policy", "preview", str(file), "--json"], data_dir) for _ in range(rounds)]
        answer = runs[0]["answer"]
        figures[name] = {
            "seconds": [each["seconds"] for each in runs],
            "cpu_s": [each["cpu_s"] for each in runs],
            "median_s": statistics.median(each["seconds"] for each in runs),
            "peak_mib": max(each["peak_mib"] for each in runs),
            "comments": answer["comments"],
            "newly_held": answer["newly_held"]["comments"],
            "newly_published": answer["newly_published"]["comments"],
        }
    return figures


def main() -> int:
    """Run once; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="taliq-preview-") as folder:
        began = time.monotonic()
        write_past(Path(folder), chosen.comments)
        print(f"written in {time.monotonic() - began:.0f} s", file=sys.stderr)
        try:
            figures = measure(Path(folder), chosen.rounds)
        except subprocess.CalledProcessError as failed:
            print(failed, file=sys.stderr)
            return 1
    if chosen.json:
        print(json.dumps(figures))
    for name, each in {} if chosen.json else figures.items():
        print(f"{name}: {each}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
