from datetime import timedelta

from service.store.tables import heartbeat
from service.store.upsert import insert_missing
from tests.support.rows import NOON


def beats(*names: str) -> list[dict[str, object]]:
    return [{"name": name, "beat_at": NOON + timedelta(seconds=1)} for name in names]


class TestInsertMissing:
    def test_it_says_how_many_rows_were_new(self, store):
        with store.transaction() as db:
            assert insert_missing(db, heartbeat, beats("a")) == 1
            assert insert_missing(db, heartbeat, beats("a")) == 0
            assert insert_missing(db, heartbeat, beats("a", "b", "c")) == 2
            assert insert_missing(db, heartbeat, []) == 0
