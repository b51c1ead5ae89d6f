"""From events to deliveries, until no event waits."""

from datetime import datetime

from service.store.engine import Store
from service.store.outbox import fan_out

BATCH = 200


def fan_out_events(store: Store, now: datetime, *, limit: int = BATCH) -> int:
    """Write the deliveries of every event whose time has come; returns how many events.

    One transaction for each `limit` events, so that nobody waits long for the write lock.
    """
    total = 0
    while True:
        with store.transaction(background=True) as db:
            done = fan_out(db, now=now, limit=limit)
        total += done
        if done < limit:
            return total
