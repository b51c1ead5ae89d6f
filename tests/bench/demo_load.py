"""A day's comments through the front door of a running instance, and what became of each.

    python -m tests.bench.demo_load [--file FILE] [--lang ar] [--limit N] [--url URL] [--json]

Posts every row of FILE (JSON lines with `text`, plain or .gz; default: the sample of
tests/data) over twenty articles with several clients, waits until each is decided, and
prints how many were published, held and rejected, by which signals, and the time from
POST to decision. Exit code 1 when one is lost or left pending.
"""

import argparse
import gzip
import itertools
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import urllib3

DATA = Path(__file__).parent.parent / "data"
NAMES = ("سلمى", "خالد", "ياسمين", "مروان", "نور الهدى", "أبو فهد", "سعاد", "إلياس", "ريم", "Karim", "هدى")
CLIENTS = 8
DECIDED_WITHIN_S = 120.0


@dataclass(slots=True)
class Posted:
    """One accepted comment. posted_at: UNIX time just before the request."""

    id: str
    token: str
    posted_at: float
    state: str = "pending"
    decided_after_s: float | None = None


def texts(path: Path, *, lang: str | None, limit: int | None) -> Iterator[str]:
    """The texts of a JSON-lines file, of one language where asked."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = map(json.loads, content.decode().splitlines())
    wanted = (row["text"] for row in rows if lang is None or row.get("lang") == lang)
    return itertools.islice(wanted, limit)


class Client:
    """The few calls that a site's front end and a moderator's tool make."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._pool = urllib3.PoolManager(maxsize=CLIENTS * 2, timeout=30.0, retries=False)

    def post(self, article: dict[str, str], text: str, number: int) -> Posted | str:
        """The accepted comment, or the code of its refusal; waits out 429, 503 and cut connections."""
        body = {
            "author_name": NAMES[number % len(NAMES)],
            "author_email": f"reader{number}@load.example",
            "body": text,
            "article": {"title": article["title"], "url": article["url"]},
        }
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"demo-load-{id(self):x}-{number:08d}",
        }
        payload = json.dumps(body).encode()
        began = time.time()
        while True:
            try:
                reply = self._pool.request(
                    "POST", f"{self.url}/v1/articles/{article['id']}/comments", body=payload, headers=headers
                )
            except urllib3.exceptions.HTTPError:
                if time.time() - began > DECIDED_WITHIN_S:
                    raise
                pause(0.1)
                continue
            if reply.status in {429, 503, 409}:
                pause(min(2.0, float(reply.headers.get("Retry-After", "1"))))
                continue
            answer = json.loads(reply.data)
            if reply.status not in {200, 202}:
                return str(answer["errors"][0]["code"] if answer.get("errors") else answer["code"])
            return Posted(answer["id"], answer["token"], began)

    def look(self, posted: Posted) -> None:
        """Fill in the state and, once decided, the time that it took."""
        status = self.get(f"/v1/comments/{posted.id}/status", posted.token)
        if status is not None:
            posted.state = status["state"]
            if posted.state != "pending":
                since = datetime.fromisoformat(status["since"]).timestamp()
                posted.decided_after_s = max(0.0, since - posted.posted_at)

    def get(self, path: str, bearer: str) -> Any:
        """A reply's JSON, None while the service cannot answer."""
        try:
            reply = self._pool.request("GET", self.url + path, headers={"Authorization": f"Bearer {bearer}"})
        except urllib3.exceptions.HTTPError:
            return None
        return json.loads(reply.data) if reply.status == 200 else None


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)


def load(
    client: Client, bodies: Sequence[str], *, seed: int, first_number: int = 0
) -> tuple[list[Posted], Counter[str]]:
    """Post every text; returns the accepted ones and how many were refused by code.

    first_number: of the first text's author; a number never comes twice in one run.
    """
    articles = [
        json.loads(line) for line in (DATA / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    chosen = random.Random(seed).choices(articles, k=len(bodies))
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(client.post, chosen, bodies, itertools.count(first_number)))
    return [made for made in answers if isinstance(made, Posted)], Counter(
        code for code in answers if isinstance(code, str)
    )


def wait_for_decisions(client: Client, posted: Sequence[Posted], *, within_s: float) -> None:
    """Look at each until it is decided or the time is over."""
    deadline = time.monotonic() + within_s
    with ThreadPoolExecutor(CLIENTS) as pool:
        while (waiting := [one for one in posted if one.state == "pending"]) and time.monotonic() < deadline:
            list(pool.map(client.look, waiting))
            pause(0.1)


def signals(client: Client, posted: Sequence[Posted], key: str) -> Counter[str]:
    """How often each signal code was found, as a moderator sees it."""
    found: Counter[str] = Counter()

    def codes(one: Posted) -> set[str]:
        card = client.get(f"/v1/moderation/comments/{one.id}", key) or {}
        return {f"{signal['check']} · {signal['code']}" for signal in card.get("signals", [])}

    with ThreadPoolExecutor(CLIENTS) as pool:
        for several in pool.map(codes, posted):
            found.update(several)
    return found


def moderator_key() -> str:
    """A key made by the command line on the same data folder; ends with a sentence where there is none."""
    taliq = Path(sys.executable).parent / "taliq"
    made = subprocess.run(
        [str(taliq), "key", "create", "demo-load", "--scope", "moderate", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        sys.exit(
            f"{made.stderr.strip()}\nThe signals could not be asked for: set TALIQ_DATA_DIR "
            "(or TALIQ_DATABASE_URL) as for the running `make up`, and run this again."
        )
    return str(json.loads(made.stdout)["key"])


def report(
    posted: Sequence[Posted], refused: Counter[str], found: Counter[str], seconds: float
) -> dict[str, Any]:
    """The figures of one run; times in milliseconds from POST to decision."""
    times = sorted(one.decided_after_s * 1000 for one in posted if one.decided_after_s is not None)
    return {
        "accepted": len(posted),
        "posted_per_s": round(len(posted) / seconds, 1),
        "refused": dict(refused),
        "states": dict(Counter(one.state for one in posted)),
        "signals": dict(found.most_common()),
        "decided_ms": {
            "p50": round(statistics.median(times), 1) if times else None,
            "p99": round(times[min(len(times) - 1, int(len(times) * 0.99))], 1) if times else None,
        },
        "left_pending": sum(one.state == "pending" for one in posted),
    }


def show(figures: dict[str, Any]) -> None:
    """Print the figures for people."""
    print(
        f"accepted {figures['accepted']} ({figures['posted_per_s']} per second), refused {figures['refused'] or 0}"
    )
    for state, count in sorted(figures["states"].items()):
        print(f"  {state:<10} {count:>6}  {count / max(1, figures['accepted']):6.1%}")
    print("signals:")
    for code, count in figures["signals"].items():
        print(f"  {code:<40} {count:>6}")
    times = figures["decided_ms"]
    print(f"POST to decision: median {times['p50']} ms, p99 {times['p99']} ms")
    print(f"left pending: {figures['left_pending']}")


def main() -> int:
    """Run once; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", type=Path, default=DATA / "comments.jsonl")
    parser.add_argument("--lang")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    bodies = list(texts(chosen.file, lang=chosen.lang, limit=chosen.limit))
    client = Client(chosen.url)
    began = time.monotonic()
    posted, refused = load(client, bodies, seed=chosen.seed)
    seconds = time.monotonic() - began
    wait_for_decisions(client, posted, within_s=DECIDED_WITHIN_S)
    figures = report(posted, refused, signals(client, posted, moderator_key()), seconds)
    print(json.dumps(figures, ensure_ascii=False)) if chosen.json else show(figures)
    lost = len(bodies) - len(posted) - sum(refused.values())
    return 1 if lost or figures["left_pending"] else 0


if __name__ == "__main__":
    sys.exit(main())
