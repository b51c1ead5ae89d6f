from datetime import timedelta

from sqlalchemy import select

from service.store.tables import check_result, heartbeat
from service.store.upsert import insert_missing, insert_or_replace, insert_rows
from tests.support.rows import NOON, PLAIN, a_pending_comment


def beats(*names: str) -> list[dict[str, object]]:
    return [{"name": name, "beat_at": NOON + timedelta(seconds=1)} for name in names]


class TestInsertMissing:
    def test_it_says_how_many_rows_were_new(self, store):
        with store.transaction() as db:
            assert insert_missing(db, heartbeat, beats("a")) == 1
            assert insert_missing(db, heartbeat, beats("a")) == 0
            assert insert_missing(db, heartbeat, beats("a", "b", "c")) == 2
            assert insert_missing(db, heartbeat, []) == 0


class TestManyRows:
    def test_each_column_keeps_its_type(self, store):
        """Times, lists and nothing at all come back as they went in."""
        with store.transaction() as db:
            first, second = (a_pending_comment(db, text) for text in (PLAIN, f"{PLAIN} أيضا"))
            rows = [
                {
                    "comment_id": comment_id,
                    "revision": 1,
                    "check": "lists",
                    "signals": signals,
                    "error": error,
                    "ms": 0.25,
                }
                for comment_id, signals, error in (
                    (first, [{"code": "abuse.word"}], None),
                    (second, [], "unavailable"),
                )
            ]
            insert_rows(db, check_result, rows)
            insert_rows(db, check_result, [])
            found = [dict(row) for row in db.execute(select(check_result)).mappings()]
        assert sorted(found, key=lambda row: row["comment_id"]) == sorted(
            rows, key=lambda row: row["comment_id"]
        )

    def test_a_second_row_of_the_same_key_replaces_the_first(self, store):
        earlier, later = beats("a"), [{"name": "a", "beat_at": NOON + timedelta(hours=1)}]
        with store.transaction() as db:
            insert_or_replace(db, heartbeat, earlier, key=("name",))
            insert_or_replace(db, heartbeat, later, key=("name",))
            assert [dict(row) for row in db.execute(select(heartbeat)).mappings()] == later
