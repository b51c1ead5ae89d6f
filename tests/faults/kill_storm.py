"""Kill parts of a running instance in the middle of a load; then count what was promised.

    python -m tests.faults.kill_storm [--comments N] [--kills N] [--seed N] [--postgresql]

Starts an instance of its own (on a PostgreSQL of its own where asked), posts comments over
twenty articles and meanwhile ends workers, API processes and Redis with SIGKILL, one at a
time, in an order drawn from the seed. Afterwards every comment that was answered 202 must be
stored exactly once, be decided within 120 s, and none may be public without its evidence.
Exit code 1 otherwise.
"""

import argparse
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from service.store.engine import Store
from tests.bench.demo_load import DATA, DECIDED_WITHIN_S, Client, Posted, load, texts, wait_for_decisions
from tests.support.databases import PostgresDatabases
from tests.support.product import Product

ROLES = ("taliq worker", "taliq serve", "redis-server", "taliq beat")
BETWEEN_KILLS_S = (0.4, 1.6)

_EVIDENCE = """
SELECT count(*) FROM comment c
LEFT JOIN clearance k ON k.comment_id = c.id AND k.revision = c.public_rev
LEFT JOIN verdict v ON v.comment_id = c.id AND v.revision = c.public_rev
WHERE c.state = 'published' AND (k.comment_id IS NULL OR v.comment_id IS NULL)
"""
_DOUBLE = (
    "SELECT count(*) FROM (SELECT comment_id FROM event WHERE type = 'comment.published'"
    " GROUP BY comment_id HAVING count(*) > 1) AS twice"
)


class Nemesis(threading.Thread):
    """Ends one random process after the other until told to stop."""

    def __init__(self, product: Product, *, seed: int, kills: int) -> None:
        super().__init__(daemon=True)
        self.killed: Counter[str] = Counter()
        self._product = product
        self._random = random.Random(seed)
        self._kills = kills
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(self._random.uniform(*BETWEEN_KILLS_S)):
            if sum(self.killed.values()) >= self._kills:
                return
            role = self._random.choice(ROLES)
            pids = self._product.pids(role)
            if not pids:
                continue
            try:
                os.kill(self._random.choice(pids), signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.killed[role] += 1


def run(*, comments: int, kills: int, seed: int, database_url: str | None, folder: Path) -> dict[str, Any]:
    """One storm; returns its figures, `broken` lists every promise that was not kept."""
    environ = {"TALIQ_RATE_LIMITS": "off"} | ({"TALIQ_DATABASE_URL": database_url} if database_url else {})
    with Product(folder, environ=environ) as product:
        client = Client(product.url)
        nemesis = Nemesis(product, seed=seed, kills=kills)
        nemesis.start()
        posted, refused, rounds = _post_during(nemesis, client, comments=comments, seed=seed)
        nemesis.over.set()
        nemesis.join()
        calm = time.monotonic()
        wait_for_decisions(client, posted, within_s=DECIDED_WITHIN_S)
        decided_after_s = time.monotonic() - calm
    url = database_url or f"sqlite:///{folder / 'taliq.db'}"
    return {
        "killed": dict(nemesis.killed),
        "rounds": rounds,
        "accepted": len(posted),
        "refused": dict(refused),
        "states": dict(Counter(one.state for one in posted)),
        "all_decided_after_the_last_kill_s": round(decided_after_s, 1),
        "broken": _broken_promises(url, posted),
    }


def _post_during(
    nemesis: Nemesis, client: Client, *, comments: int, seed: int
) -> tuple[list[Posted], Counter[str], int]:
    """Post at least `comments` texts, and on until the storm is over; each text says its number."""
    sample = list(texts(DATA / "comments.jsonl", lang=None, limit=None))
    posted, refused, rounds = [], Counter[str](), 0
    numbers = itertools.count()
    while len(posted) + sum(refused.values()) < comments or nemesis.is_alive():
        bodies = [f"{body} #{next(numbers)}" for body in sample]
        accepted, turned_down = load(client, bodies, seed=seed, first_number=rounds * len(sample))
        posted += accepted
        refused += turned_down
        rounds += 1
    return posted, refused, rounds


def _broken_promises(url: str, posted: list[Posted]) -> list[str]:
    store = Store(url)
    with store.read() as db:
        stored = set(db.execute(text("SELECT id FROM comment")).scalars())
        unchecked = db.execute(text(_EVIDENCE)).scalar_one()
        doubled = db.execute(text(_DOUBLE)).scalar_one()
    store.close()
    ids = [one.id for one in posted]
    broken = []
    if lost := set(ids) - stored:
        broken.append(f"{len(lost)} accepted comments are not stored: {sorted(lost)[:3]}")
    if len(set(ids)) != len(ids):
        broken.append(f"{len(ids) - len(set(ids))} comments were accepted twice under one id")
    if extra := stored - set(ids):
        broken.append(f"{len(extra)} comments are stored that nobody was told of: {sorted(extra)[:3]}")
    if pending := [one.id for one in posted if one.state == "pending"]:
        broken.append(f"{len(pending)} comments are still pending: {pending[:3]}")
    if unchecked:
        broken.append(f"{unchecked} comments are public without evidence")
    if doubled:
        broken.append(f"{doubled} comments were published twice")
    return broken


@contextmanager
def _database(postgresql: bool) -> Iterator[str | None]:
    """The URL of an empty database on a server of its own; None for the file in the data folder."""
    if not postgresql:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="taliq-postgres-", ignore_cleanup_errors=True) as folder:
        databases = PostgresDatabases(Path(folder))
        with databases.fresh_url() as url:
            yield url
        databases.close()


def main() -> int:
    """Run once; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--comments", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server from its wheel")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="taliq-storm-") as folder, _database(chosen.postgresql) as url:
        figures = run(
            comments=chosen.comments,
            kills=chosen.kills,
            seed=chosen.seed,
            database_url=url,
            folder=Path(folder),
        )
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 1 if figures["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
