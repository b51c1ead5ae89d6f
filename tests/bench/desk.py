"""How long the queue's page and a claim take, and whether that grows with what is stored.

    python -m tests.bench.desk [--sizes 1000 100000 1000000] [--rounds 60] [--postgresql]

Writes comments straight into a database of its own, 100,000 of them held at the most, and asks the
application in this process as a moderator's browser and program would. Prints the median and the 95th
percentile of server time in milliseconds.
"""

import argparse
import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, text, update

from service.domain.ids import new_id
from service.http.app import create_app
from service.secrets import Keyring
from service.store.engine import Db, Store
from service.store.tables import case, case_reason, clearance, comment, revision, verdict
from service.store.upsert import insert_rows
from tests.bench.backlog import sample_texts
from tests.console.desk import Desk
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tests.support.moderators import Moderator
from tests.support.rows import SITE, a_commenter, an_article
from tests.support.settings import settings_for_tests

SIZES = (1_000, 100_000, 1_000_000)
MOST_HELD = 100_000
_PER_COMMIT = 10_000
_ARTICLES, _AUTHORS = 200, 1_000
_APART = timedelta(seconds=2)
_REASONS = ("abuse.insult", "spam.offer", "abuse.model", "privacy.phone")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every size and print a line for each question."""
    parser = argparse.ArgumentParser(prog="tests.bench.desk", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args(argv)
    print(f"{'stored':>10} {'held':>8}  {'question':<14}{'p50 ms':>9}{'p95 ms':>9}")
    with tempfile.TemporaryDirectory(prefix="taliq-desk-") as folder:
        for size in options.sizes:
            with _database(Path(folder), postgresql=options.postgresql) as url:
                store = Store(url)
                held = fill(store, size)
                for name, ms in measure(store, Path(folder), options.rounds).items():
                    p50, p95 = statistics.median(ms), statistics.quantiles(ms, n=20)[-1]
                    print(f"{size:>10} {held:>8}  {name:<14}{p50:>9.1f}{p95:>9.1f}", flush=True)
                store.close()


def measure(store: Store, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each answer, by what was asked; the first answer, which loads things, is left out."""
    settings = settings_for_tests(folder)
    app = create_app(settings, store=store)
    keyring = Keyring.derive(settings.secret_key, settings.email_keys)
    browser = Desk(app.test_client(), store, keyring).come_in()
    program = Moderator(app.test_client(), store)

    def claim() -> None:
        assert program.call("POST", "/claims", {"limit": 1}).status_code == 200

    questions: dict[str, Callable[[], object]] = {
        "page": browser.queue,
        "cards as JSON": lambda: program.get("/queue?limit=20").get_json()["items"][0],
        "oldest first": lambda: program.get("/queue?limit=20&order=oldest").get_json()["items"][0],
        "one reason": lambda: program.get("/queue?limit=20&reason=spam.offer").get_json()["items"][0],
        "claim": claim,
    }
    return {name: [_ms(ask) for _ in range(rounds + 1)][1:] for name, ask in questions.items()}


def fill(store: Store, size: int) -> int:
    """Write `size` comments; returns how many of them are held."""
    held = min(size, MOST_HELD)
    every = size // held
    bodies = sample_texts()
    with store.transaction() as db:
        articles = [an_article(db) for _ in range(_ARTICLES)]
        authors = [a_commenter(db) for _ in range(_AUTHORS)]
    start = datetime.now(UTC) - size * _APART
    for first in range(0, size, _PER_COMMIT):
        made = [
            _comment(
                number,
                bodies[number % len(bodies)],
                articles[number % _ARTICLES],
                authors[number * 7 % _AUTHORS],
                start + number * _APART,
            )
            for number in range(first, min(size, first + _PER_COMMIT))
        ]
        with store.transaction() as db:
            _write(db, made, held=[number % every == 0 for number in range(first, first + len(made))])
    with store.transaction() as db:
        db.execute(text("ANALYZE"))
    return held


def _comment(number: int, body: str, article_id: str, commenter_id: str, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id("cmt", milliseconds=int(at.timestamp() * 1000)),
        "site_id": SITE, "article_id": article_id, "commenter_id": commenter_id, "depth": 0,
        "author_name": "سلمى", "state": "pending", "state_since": at, "version": 1, "sequence": 1,
        "head_rev": 1, "unchecked_rev": None, "attempts": 1, "token_hash": b"t" * 32,
        "body_key": hashlib.sha256(f"{number}".encode()).digest(), "honeypot_filled": False,
        "submitted_at": at, "edit_until": at + timedelta(minutes=5), "body": f"{body} {number}",
    }  # fmt: skip


def _write(db: Db, made: Sequence[dict[str, Any]], *, held: Sequence[bool]) -> None:
    insert_rows(db, comment, [{key: row[key] for key in row if key != "body"} for row in made])
    insert_rows(db, revision, [_revision(row) for row in made])
    insert_rows(db, verdict, [_verdict(row, held=is_held) for row, is_held in zip(made, held, strict=True)])
    public = [row for row, is_held in zip(made, held, strict=True) if not is_held]
    waiting = [row for row, is_held in zip(made, held, strict=True) if is_held]
    if public:
        insert_rows(db, clearance, [_clearance(row) for row in public])
        published = {"state": "published", "public_rev": 1, "checked_rev": 1}
        moved = update(comment).where(comment.c.id == bindparam("of")).values(published)
        db.execute(moved, [{"of": row["id"]} for row in public])
    moved = update(comment).where(comment.c.id == bindparam("of")).values(state="held")
    db.execute(moved, [{"of": row["id"]} for row in waiting])
    cases = [_case(place, row) for place, row in enumerate(waiting)]
    insert_rows(db, case, cases)
    insert_rows(db, case_reason, [{"case_id": each["id"], "code": each["reasons"][0]} for each in cases])


def _revision(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "comment_id": row["id"], "number": 1, "body": row["body"], "folded": row["body"], "language": "ar",
        "raw_hash": row["body_key"], "created_at": row["submitted_at"],
    }  # fmt: skip


def _verdict(row: dict[str, Any], *, held: bool) -> dict[str, Any]:
    return {
        "comment_id": row["id"], "revision": 1, "outcome": "hold" if held else "publish", "reasons": [],
        "checks": [], "policy_version": "2026.1", "created_at": row["submitted_at"],
    }  # fmt: skip


def _clearance(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "comment_id": row["id"], "revision": 1, "source": "policy", "outcome": "publish",
        "decision_id": None, "created_at": row["submitted_at"],
    }  # fmt: skip


def _case(place: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id("cas"), "site_id": SITE, "article_id": row["article_id"], "comment_id": row["id"],
        "revision": 1, "kind": "new", "language": "ar", "reasons": [_REASONS[place % len(_REASONS)]],
        "rank": -float(place * 37 % 101), "priority_parts": {"harm": 1.0}, "opened_at": row["submitted_at"],
        "due_at": row["submitted_at"] + timedelta(hours=1), "version": 1,
    }  # fmt: skip


@contextmanager
def _database(folder: Path, *, postgresql: bool) -> Iterator[str]:
    if not postgresql:
        with SqliteDatabases(Path(tempfile.mkdtemp(dir=folder))).fresh_url() as url:
            yield url
        return
    server = PostgresDatabases(Path(tempfile.mkdtemp(dir=folder)))
    try:
        with server.fresh_url() as url:
            yield url
    finally:
        server.close()


def _ms(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1_000


if __name__ == "__main__":
    main()
