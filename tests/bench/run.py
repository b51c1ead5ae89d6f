"""Figures of the main paths, each beside a bare limit measured in the same run.

    python -m tests.bench.run [--rounds 3] [--seconds 5] [--json]

Needs wrk (Debian package `wrk`) on PATH. Starts instances of its own on fresh folders.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from service.store.engine import Store
from tests.bench import limits
from tests.bench.backlog import write_pending
from tests.support.product import Product, until

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
CLIENTS = 16
WAITING = 10_000
CASES = ("accept", "accept_while_checking", "first_page", "post_to_public", "drain")


@dataclass(frozen=True, slots=True)
class Round:
    """One wrk run. p50, p99 in milliseconds."""

    per_s: float
    errors: int
    p50: float
    p99: float


def wrk(url: str, script: str, *, seconds: int, name: str = "0") -> Round:
    """One closed-loop run with 16 connections on one thread."""
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(HERE / script), url],
        env={**os.environ, "BENCH_RUN": name},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    requests, microseconds, errors, p50, p99 = (float(part) for part in line.split()[1:])
    return Round(requests / (microseconds / 1e6), int(errors), p50 / 1000, p99 / 1000)


def in_turns(rounds: int, ours: Callable[[int], Round], limit: Callable[[], float]) -> dict[str, Any]:
    """Product and limit one after the other, several times; medians and their ratio."""
    measured, bare = [], []
    for number in range(rounds):
        bare.append(limit())
        measured.append(ours(number))
    per_s, limit_per_s = statistics.median(one.per_s for one in measured), statistics.median(bare)
    return {
        "per_s": round(per_s),
        "bare_per_s": round(limit_per_s),
        "ratio": round(per_s / limit_per_s, 2),
        "p50_ms": round(statistics.median(one.p50 for one in measured), 1),
        "p99_ms": round(statistics.median(one.p99 for one in measured), 1),
        "errors": sum(one.errors for one in measured),
    }


def accept(folder: Path, rounds: int, seconds: int) -> dict[str, Any]:
    """POSTs by 16 clients into the API processes: what accepting by itself can do."""
    return _accept(Product(folder / "accept", environ=_quiet(), part="serve"), folder, rounds, seconds)


def accept_while_checking(folder: Path, rounds: int, seconds: int) -> dict[str, Any]:
    """The same into the whole running product: two workers check on the same cores what arrives."""
    return _accept(Product(folder / "checking", environ=_quiet()), folder, rounds, seconds)


def _accept(product: Product, folder: Path, rounds: int, seconds: int) -> dict[str, Any]:
    with product:
        wrk(product.url, "accept.lua", seconds=2, name="warm")
        return in_turns(
            rounds,
            lambda number: wrk(product.url, "accept.lua", seconds=seconds, name=str(number)),
            lambda: limits.sqlite_commits_per_s(folder, seconds=seconds),
        )


def first_page(folder: Path, rounds: int, seconds: int) -> dict[str, Any]:
    """The first page of a thread of 100 comments, against the same bytes from the bare server."""
    with Product(folder / "read", environ=_quiet()) as product:
        _fill_thread(product, "page", 100)
        path = "/v1/articles/page/comments?limit=100"
        body = product.get(path).body
        assert len(json.loads(body)["comments"]) == 100
        processes = len(product.pids("taliq serve")) - 1
        with limits.bare_wsgi_server(body, folder, processes=max(1, processes)) as bare:
            wrk(product.url + path, "read.lua", seconds=2)
            wrk(bare, "read.lua", seconds=2)
            figures = in_turns(
                rounds,
                lambda _: wrk(product.url + path, "read.lua", seconds=seconds),
                lambda: wrk(bare, "read.lua", seconds=seconds).per_s,
            )
    return figures | {"bytes": len(body)}


def post_to_public(folder: Path) -> dict[str, Any]:
    """Milliseconds from the beginning of a POST until the public thread shows it, idle."""
    waits = []
    with Product(folder / "idle", environ=_quiet()) as product:
        for number, body in enumerate(clean_texts(limit=60)):
            article = f"idle-{number}"
            began = time.monotonic()
            made = product.comment(article, body, author_email=f"r{number}@load.example")
            while not _shows(product, article, made["id"]):
                if product.state(made) == "held":
                    break
            else:
                waits.append((time.monotonic() - began) * 1000)
    return {
        "p50_ms": round(statistics.median(waits), 1),
        "worst_ms": round(max(waits), 1),
        "published": len(waits),
    }


def _shows(product: Product, article: str, comment_id: str) -> bool:
    return comment_id in product.get(f"/v1/articles/{article}/comments").body.decode()


def drain(folder: Path) -> dict[str, Any]:
    """How fast two worker processes decide 10,000 comments that wait."""
    data = folder / "drain"
    data.mkdir()
    url = f"sqlite:///{data / 'taliq.db'}"
    write_pending(data, WAITING)
    with Product(data, environ=_quiet() | {"TALIQ_WORKER_PROCESSES": "2"}):
        until(
            lambda: _query(url, "SELECT count(*) FROM comment WHERE state = 'pending'") == 0,
            within_s=300,
            every_s=1,
        )
    first, last = (_query(url, f"SELECT {edge}(state_since) FROM comment") for edge in ("min", "max"))
    early = _query(
        url, "SELECT count(*) FROM comment WHERE state_since = (SELECT min(state_since) FROM comment)"
    )
    seconds = (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()
    return {"comments": WAITING, "seconds": round(seconds, 2), "per_s": round((WAITING - early) / seconds)}


def _query(url: str, statement: str) -> Any:
    store = Store(url)
    with store.read() as db:
        value = db.execute(text(statement)).scalar_one()
    store.close()
    return value


def _quiet() -> dict[str, str]:
    return {"TALIQ_RATE_LIMITS": "off", "TALIQ_LOG_LEVEL": "warning"}


def _fill_thread(product: Product, article: str, size: int) -> None:
    """Post until the thread has `size` public comments; a moderator publishes what was held."""
    headers = {"Authorization": f"Bearer {product.key('moderate')}"}
    bodies = itertools.islice(itertools.cycle(clean_texts()), size)
    made = [
        product.comment(article, f"{body} #{number}", author_email=f"p{number}@load.example")
        for number, body in enumerate(bodies)
    ]
    held = [one["id"] for one in made if product.decided(one) == "held"]
    if held:
        decisions = [{"comment_id": one, "revision": 1, "action": "approve"} for one in held]
        product.post("/v1/moderation/decisions", {"decisions": decisions}, headers=headers)
    page = f"/v1/articles/{article}/comments?limit=100"
    until(lambda: len(product.get(page).json["comments"]) == size, within_s=10)


def clean_texts(*, limit: int | None = None) -> list[str]:
    """Harmless Arabic comments of the sample."""
    rows = map(json.loads, (DATA / "comments.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if row["kind"] == "clean" and row["lang"] == "ar"][:limit]


def main() -> int:
    """Run once; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", choices=CASES)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="taliq-bench-") as name:
        folder = Path(name)
        texts = folder / "texts"
        texts.write_text("\n".join(json.dumps(text, ensure_ascii=False)[1:-1] for text in clean_texts()))
        os.environ["BENCH_TEXTS"] = str(texts)
        cases: dict[str, Callable[[], dict[str, Any]]] = {
            "accept": lambda: accept(folder, chosen.rounds, chosen.seconds),
            "accept_while_checking": lambda: accept_while_checking(folder, chosen.rounds, chosen.seconds),
            "first_page": lambda: first_page(folder, chosen.rounds, chosen.seconds),
            "post_to_public": lambda: post_to_public(folder),
            "drain": lambda: drain(folder),
        }
        figures = {case: measure() for case, measure in cases.items() if chosen.only in {None, case}}
    if chosen.json:
        print(json.dumps(figures))
    else:
        for case, values in figures.items():
            print(f"{case:<22}" + "  ".join(f"{name} {value}" for name, value in values.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
