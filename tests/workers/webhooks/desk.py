"""One editor's endpoint and the worker that serves it, with the time passed in."""

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from service.moderation.targets import TargetGuard
from service.secrets import Keyring
from service.store.delivery_log import LoggedDelivery, deliveries_of_endpoint
from service.store.endpoints import Endpoint, endpoint_of_site
from service.store.engine import Store
from service.store.tables import event
from tests.support.rows import NOON, SITE
from tests.workers.webhooks.rows import an_endpoint, an_event
from workers.webhooks.deliver import deliver_due
from workers.webhooks.fan_out import fan_out_events
from workers.webhooks.sender import Send, Sender


class Desk:
    """now: the only clock; it stands still until a test moves it."""

    def __init__(self, store: Store, keyring: Keyring, url: str, *, now: datetime = NOON) -> None:
        self.store, self.keyring, self.now = store, keyring, now
        self.send = Sender(TargetGuard(allow_private=True), wall_clock_s=5)
        self.rng = random.Random(7)
        with store.transaction() as db:
            self.endpoint_id, self.secret = an_endpoint(db, keyring, url, now=now)

    def tell(self, count: int = 1) -> list[str]:
        with self.store.transaction() as db:
            ids = [an_event(db, now=self.now) for _ in range(count)]
        fan_out_events(self.store, self.now)
        return ids

    def work(self, *, after: timedelta = timedelta(0), send: Send | None = None) -> int:
        self.now += after
        return deliver_due(self.store, self.keyring, send or self.send, clock=lambda: self.now, rng=self.rng)

    def log(self) -> list[LoggedDelivery]:
        with self.store.read() as db:
            return deliveries_of_endpoint(db, self.endpoint_id, limit=100)

    def endpoint(self) -> Endpoint | None:
        with self.store.read() as db:
            return endpoint_of_site(db, SITE, self.endpoint_id)

    def events(self, type: str) -> int:
        with self.store.read() as db:
            return len(db.execute(select(event.c.id).where(event.c.type == type)).all())
