"""A campaign from sending to grouped, and what grouping costs every comment: `python -m tests.bench.campaign`."""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from service.moderation.evaluate import BATCH, LEASE, evaluate_pending
from service.moderation.evaluate_campaigns import group_batch
from service.moderation.evaluate_facts import prepare
from service.moderation.evaluate_rules import Rules, default_models
from service.moderation.submit import ClientFacts, Submission, submit_comment
from service.secrets import Keyring, Secret
from service.store.cases import stop_checking
from service.store.engine import Store
from service.store.evaluation import claim_unchecked
from service.store.migrate import upgrade
from service.store.sites import all_sites
from service.store.tables import campaign_member
from tests.support.variants import variants

_WORDS = Path(__file__).parent.parent / "data" / "comments.jsonl"
_KEYRING = Keyring.derive("a secret of the benchmark, long enough to be one", [b"k" * 32])
_PEOPLE = count()


def main() -> None:
    """Print the figures of both parts. --database: a URL instead of a SQLite file of its own."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--database", help="URL of an empty database")
    arguments.add_argument("--variants", type=int, default=500)
    arguments.add_argument("--others", type=int, default=6_400)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(given.database or f"sqlite:///{folder}/bench.db")
        upgrade(store)
        _time_variants(store, variants(given.variants))
        _time_others(store, given.others)
        store.close()


def _time_variants(store: Store, texts: Sequence[str]) -> None:
    began = time.perf_counter()
    _send(store, texts)
    sent = time.perf_counter()
    rules = Rules(default_models(), rate_limits=False)
    while evaluate_pending(store, rules, now=datetime.now(UTC)).claimed:
        pass
    done = time.perf_counter()
    with store.read() as db:
        groups = Counter(db.execute(select(campaign_member.c.campaign_id)).scalars())
    print(f"{len(texts)} variants: {len(groups)} group(s) of {sorted(groups.values(), reverse=True)}")
    print(
        f"  {done - began:.1f} s from the first sent ({sent - began:.1f} s to send, {done - sent:.1f} s to check)"
    )


def _time_others(store: Store, number: int) -> None:
    """Texts of random words: each is remembered, and hardly any is like another."""
    chance = random.Random(1)
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines for word in json.loads(line)["text"].split()]
    texts = [" ".join(chance.choices(words, k=20)) for _ in range(number)]
    _send(store, texts)
    spent: list[float] = []
    while group := _group_next(store):
        spent.append(group)
    tenth = max(1, len(spent) // 10)
    for name, some in (("first", spent[:tenth]), ("last", spent[-tenth:])):
        cost = sum(some) / len(some) / BATCH * 1e6
        print(f"{number} other texts, {name} tenth: {cost:.0f} µs of CPU each for grouping")


def _group_next(store: Store) -> float:
    """CPU seconds for grouping the next batch, the rest of its evaluation left out; 0 when nothing waits."""
    now = datetime.now(UTC)
    with store.transaction() as db:
        claims = claim_unchecked(db, now=now, lease=LEASE, limit=BATCH)
    with store.read() as db:
        prepared = prepare(db, claims, now=now)
    with store.transaction() as db:
        began = time.process_time()
        group_batch(db, prepared)
        spent = time.process_time() - began
        stop_checking(db, [claim.comment_id for claim in claims])
    return spent if claims else 0.0


def _send(store: Store, texts: Sequence[str]) -> None:
    with store.read() as db:
        [site] = all_sites(db)
    now = datetime.now(UTC)
    with store.transaction() as db:
        for number, text in enumerate(texts):
            submit_comment(
                db,
                keyring=_KEYRING,
                site=site,
                article_external_id=f"bench-{number % 20}",
                submission=Submission(
                    author_name="سلمى",
                    author_email=Secret(f"reader{next(_PEOPLE)}@load.example"),
                    author_url=None,
                    body=text,
                    raw_body=text,
                ),
                client=ClientFacts(ip_key=None, ip_prefix=None),
                idempotency=None,
                now=now + timedelta(milliseconds=number),
            )


if __name__ == "__main__":
    main()
