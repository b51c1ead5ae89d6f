"""One newsroom with checkers of its own, and the worker that asks them, with the time passed in."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson

from service.moderation.checkers import NewChecker, change_checker, create_checker, delete_checker
from service.moderation.evaluate import Evaluated, evaluate_pending
from service.moderation.targets import Target, TargetGuard
from service.secrets import Keyring, Secret
from service.store.engine import Store
from service.store.evaluation import backlog
from tests.support.evaluation import rules
from tests.support.rows import NOON, PLAIN, SITE, a_pending_comment
from tests.workers.webhooks.receiver import Behaviour, answering
from workers.checkers.ask import HttpCheckers
from workers.checkers.recheck import recheck_held

TIMEOUT_S = 0.4


def saying(*signals: dict[str, Any]) -> Behaviour:
    """A checker that answers every question with these signals."""
    return answering(200, orjson.dumps({"signals": list(signals)}))


class Clock:
    """Seconds of a monotonic clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Desk:
    """now: the only clock of the rows; breaker_clock: that of the breakers."""

    def __init__(self, store: Store, keyring: Keyring, **options: Any) -> None:
        self.store, self.keyring, self.now = store, keyring, NOON
        self.breaker_clock = Clock()
        guard = options.pop("guard", TargetGuard(allow_private=True))
        self.ask = HttpCheckers(keyring, guard, monotonic=self.breaker_clock, **options)

    def add(self, url: str, name: str = "tone", **given: Any) -> tuple[str, Secret]:
        """(id, secret) of a checker; advisory and live unless told."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        target = Target(parts.scheme, parts.hostname or "", port, path)
        wanted = {"timeout_s": TIMEOUT_S, "required": False, "mode": "live", "hold_at": 0.6} | given
        new = NewChecker(name=name, target=target, **wanted)
        with self.store.transaction() as db:
            made, secret = create_checker(
                db, self.keyring, site_id=SITE, new=new, created_by=None, now=self.now
            )
        return made.id, secret

    def change(self, checker_id: str, **changes: Any) -> None:
        with self.store.transaction() as db:
            change_checker(db, site_id=SITE, checker_id=checker_id, changes=changes, now=self.now)

    def delete(self, checker_id: str) -> None:
        with self.store.transaction() as db:
            delete_checker(db, site_id=SITE, checker_id=checker_id)

    def comment(self, body: str = PLAIN, **columns: Any) -> str:
        with self.store.transaction() as db:
            return a_pending_comment(db, body, **columns)

    def evaluate(self) -> Evaluated:
        return evaluate_pending(self.store, rules(), now=self.now, ask=self.ask)

    def checked(self, body: str = PLAIN, **columns: Any) -> str:
        """A comment that has been through its checks."""
        made = self.comment(body, **columns)
        self.evaluate()
        return made

    def sweep(self, *, after: timedelta = timedelta(0)) -> int:
        self.now += after
        self.breaker_clock.seconds += after.total_seconds()
        return recheck_held(self.store, self.ask, now=self.now)

    def oldest_unchecked(self) -> datetime | None:
        with self.store.read() as db:
            return backlog(db).oldest
