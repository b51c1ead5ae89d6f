"""`GET /v1/moderation/figures`: a newsroom's days in numbers."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from service.domain.ids import new_id
from service.store.engine import Db, Store
from service.store.tables import attempt, delivery, endpoint, event
from tests.support.deciding import AMAL, decide_all, decide_one, wish
from tests.support.held import a_held_comment, a_published_comment
from tests.support.moderators import Moderator
from tests.support.rows import NOON, SITE, a_pending_comment, an_article

DAYS = "from=2026-03-01&to=2026-03-02"
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(client: FlaskClient, store: Store) -> Moderator:
    return Moderator(client, store)


def figures(desk: Moderator, query: str = DAYS) -> dict:
    reply = desk.call("GET", f"/figures?{query}")
    assert reply.status_code == 200, reply.get_json()
    return reply.get_json()


class TestVolume:
    def test_every_hour_is_there_with_what_became_of_its_comments(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            a_published_comment(db, at=NOON)
            a_held_comment(db, at=NOON + HOUR)
            a_pending_comment(db, submitted_at=NOON + HOUR)
        found = figures(desk)
        assert (found["step"], len(found["volume"])) == ("hour", 48)
        seen = {each["at"]: each["states"] for each in found["volume"] if each["total"]}
        assert seen == {
            "2026-03-01T12:00:00Z": {"published": 1},
            "2026-03-01T13:00:00Z": {"held": 1, "pending": 1},
        }

    def test_a_day_begins_by_the_newsroom_s_clock(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            a_pending_comment(db, submitted_at=NOON + 10 * HOUR)
        found = figures(desk, "from=2026-03-01&to=2026-03-09&zone=Asia/Riyadh")
        assert (found["step"], len(found["volume"]), found["zone"]) == ("day", 9, "Asia/Riyadh")
        (day,) = (each for each in found["volume"] if each["total"])
        assert day["at"] == "2026-03-02T00:00:00+03:00"

    def test_a_day_of_23_hours_has_23(self, desk: Moderator):
        found = figures(desk, "from=2026-03-29&to=2026-03-29&zone=Europe/Paris")
        assert len(found["volume"]) == 23

    def test_one_article_alone(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            a_held_comment(db, article_id=an_article(db, key="a-1"))
            a_held_comment(db)
        found = figures(desk, f"{DAYS}&article=a-1")
        assert sum(each["total"] for each in found["volume"]) == found["held"] == 1


class TestWaits:
    def test_the_median_and_the_slowest_twentieth(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            for seconds in range(1, 21):
                made = a_held_comment(db)
                decide_all(db, wish(made, "approve"), now=NOON + timedelta(seconds=seconds))
        found = figures(desk)["publishing"]
        assert found["published"] == 20
        assert found["median_s"] == pytest.approx(11, abs=0.01)
        assert found["p95_s"] == pytest.approx(20, abs=0.01)

    def test_nothing_published_has_no_median(self, desk: Moderator):
        assert figures(desk)["publishing"] == {"published": 0, "median_s": None, "p95_s": None}

    def test_the_backlog_is_of_now(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            a_held_comment(db, at=NOON - 400 * HOUR)
            a_pending_comment(db, submitted_at=NOON)
        assert figures(desk, "from=2025-01-01&to=2025-01-02")["backlog"] == {
            "held": 1,
            "oldest_held_at": "2026-02-12T20:00:00Z",
            "pending": 1,
            "oldest_pending_at": "2026-03-01T12:00:00Z",
        }


class TestJudgement:
    def test_what_people_made_of_each_reason(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            right, wrong, _ = (a_held_comment(db, reasons=("abuse.model",)) for _ in range(3))
            decide_one(db, right, "reject", reason="abuse.insult")
            decide_one(db, wrong, "approve")
        found = figures(desk)
        (row,) = found["reasons"]
        assert (row["code"], row["held"], row["upheld"], row["overturned"], row["open"]) == (
            "abuse.model", 3, 1, 1, 1,
        )  # fmt: skip
        assert found["models"]["abuse"] == {"held": 3, "upheld": 1, "overturned": 1, "missed": 0}

    def test_what_a_model_missed(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            decide_one(db, a_published_comment(db), "remove", reason="abuse.insult")
            decide_one(db, a_published_comment(db), "remove", reason="offtopic")
        models = figures(desk)["models"]
        assert (models["abuse"]["missed"], models["spam"]["missed"]) == (1, 0)

    def test_the_load_of_each_person(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            decide_one(db, a_held_comment(db), "approve")
            decide_one(db, a_held_comment(db), "reject", reason="spam")
        (load,) = figures(desk)["moderators"]
        assert load == {"id": AMAL.id, "decisions": 2, "actions": {"approve": 1, "reject": 1}}


class TestWebhooks:
    def test_deliveries_by_endpoint_without_its_address(self, desk: Moderator, store: Store):
        with store.transaction() as db:
            hook = an_endpoint(db)
            for state in ("delivered", "delivered", "failed"):
                a_delivery(db, hook, state)
        (row,) = figures(desk)["webhooks"]
        assert (row["id"], row["description"]) == (hook, "غرفة الأخبار")
        assert row["deliveries"] == {"delivered": 2, "failed": 1}
        assert row["mean_ms"] == 40.0
        assert "s3cret" not in str(row)


def an_endpoint(db: Db) -> str:
    made = new_id("ep")
    db.execute(
        insert(endpoint).values(
            id=made, site_id=SITE, url="https://hooks.example/s3cret", description="غرفة الأخبار",
            enabled=True, consecutive_failures=0, created_at=NOON,
        )
    )  # fmt: skip
    return made


def a_delivery(db: Db, hook: str, state: str) -> None:
    told, made = new_id("evt"), new_id("dlv")
    db.execute(
        insert(event).values(
            id=told, site_id=SITE, type="endpoint.test", sequence=0, payload="{}",
            created_at=NOON, fan_out_after=NOON,
        )
    )  # fmt: skip
    db.execute(
        insert(delivery).values(
            id=made, event_id=told, endpoint_id=hook, state=state, attempts=1, created_at=NOON
        )
    )
    db.execute(insert(attempt).values(delivery_id=made, number=1, started_at=NOON, duration_ms=40.0))


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "field", "code"),
        [
            ("from=2026-03-02&to=2026-03-01", "to", "days.range"),
            ("from=2024-01-01&to=2026-03-01", "to", "days.range"),
            ("from=yesterday", "from", "date.invalid"),
            ("from=0001-01-01&to=0001-01-02&zone=Asia/Riyadh", "from", "date.invalid"),
            ("to=9999-12-31", "from", "date.invalid"),
            ("zone=Mars/Olympus", "zone", "zone.unknown"),
            ("zone=../etc/passwd", "zone", "zone.unknown"),
        ],
    )
    def test_days_and_zones_that_are_none(self, desk: Moderator, query: str, field: str, code: str):
        reply = desk.call("GET", f"/figures?{query}")
        assert reply.status_code == 422
        assert [(each["field"], each["code"]) for each in reply.get_json()["errors"]] == [(field, code)]

    def test_an_article_that_nobody_knows(self, desk: Moderator):
        reply = desk.call("GET", "/figures?article=none")
        assert (reply.status_code, reply.get_json()["code"]) == (404, "article.unknown")
