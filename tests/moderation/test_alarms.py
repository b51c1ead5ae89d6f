"""Editors are told when too much waits and when an article draws a crowd, once when it begins and once after."""

import json
import threading
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from service.moderation.alarms import AlarmLimits, watch_desk
from service.store.engine import Store
from service.store.tables import event
from tests.support.deciding import decide_one
from tests.support.held import a_held_comment
from tests.support.rows import NOON, a_pending_comment, an_article

MINUTE = timedelta(minutes=1)
LIMITS = AlarmLimits(held=5, overdue=2, surge=4)


def look(store: Store, at: Any = NOON, limits: AlarmLimits = LIMITS) -> list[dict[str, Any]]:
    """What is told at that time."""
    with store.transaction() as db:
        known = set(db.execute(select(event.c.id)).scalars())
        watch_desk(db, limits, now=at)
        rows = db.execute(select(event.c.id, event.c.type, event.c.payload).order_by(event.c.id))
        return [{"type": row.type, **json.loads(row.payload)["data"]} for row in rows if row.id not in known]


class TestBacklog:
    def test_is_told_once_and_once_when_it_is_over(self, store: Store):
        with store.transaction() as db:
            held = [a_held_comment(db) for _ in range(5)]
        (told,) = look(store)
        assert told == {
            "type": "queue.backlog",
            "site": "default",
            "state": "begun",
            "held": 5,
            "overdue": 0,
            "oldest_at": NOON.isoformat(),
            "limits": {"held": 5, "overdue": 2},
        }
        assert look(store, NOON + MINUTE) == []
        with store.transaction() as db:
            decide_one(db, held[0], "approve")
        assert look(store, NOON + 2 * MINUTE) == []  # four of five: it may be five again at once
        with store.transaction() as db:
            decide_one(db, held[1], "approve")
        assert [(each["state"], each["held"]) for each in look(store, NOON + 3 * MINUTE)] == [("over", 3)]
        assert look(store, NOON + 4 * MINUTE) == []

    def test_a_few_that_are_overdue_are_enough(self, store: Store):
        with store.transaction() as db:
            for _ in range(2):
                a_held_comment(db)
        assert look(store, NOON + 59 * MINUTE) == []
        (told,) = look(store, NOON + 61 * MINUTE)
        assert (told["state"], told["held"], told["overdue"]) == ("begun", 2, 2)

    def test_two_workers_at_once_tell_it_once(self, store: Store):
        with store.transaction() as db:
            for _ in range(5):
                a_held_comment(db)
        together = threading.Barrier(4)

        def worker() -> None:
            together.wait()
            with store.transaction() as db:
                watch_desk(db, LIMITS, now=NOON)

        workers = [threading.Thread(target=worker) for _ in range(4)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
        with store.read() as db:
            told = db.execute(select(event.c.id).where(event.c.type == "queue.backlog")).all()
        assert len(told) == 1


class TestSurge:
    def test_is_told_for_the_article_and_when_it_is_over(self, store: Store):
        with store.transaction() as db:
            busy, calm = an_article(db, key="port-tram", title="الترام"), an_article(db)
            for _ in range(4):
                a_pending_comment(db, article_id=busy)
            for _ in range(3):
                a_pending_comment(db, article_id=calm)
        (told,) = look(store, NOON + MINUTE)
        assert told == {
            "type": "article.surge",
            "site": "default",
            "state": "begun",
            "article_id": "port-tram",
            "title": "الترام",
            "comments": 4,
            "minutes": 15,
            "limits": {"surge": 4},
        }
        assert look(store, NOON + 2 * MINUTE) == []
        (told,) = look(store, NOON + 16 * MINUTE)
        assert (told["state"], told["comments"]) == ("over", 0)


class TestOff:
    def test_no_limit_tells_nothing(self, store: Store):
        with store.transaction() as db:
            article = an_article(db)
            for _ in range(9):
                a_held_comment(db, article_id=article)
        assert look(store, NOON + 90 * MINUTE, AlarmLimits(0, 0, 0)) == []

    def test_what_is_on_ends_with_the_limit(self, store: Store):
        with store.transaction() as db:
            for _ in range(5):
                a_held_comment(db)
        look(store)
        assert [each["state"] for each in look(store, NOON, AlarmLimits(0, 0, 0))] == ["over"]
