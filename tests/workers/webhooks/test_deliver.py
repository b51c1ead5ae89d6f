"""Deliveries from event to end, to a real receiver, with the time passed in."""

from datetime import datetime, timedelta

from sqlalchemy import select
from standardwebhooks import Webhook

from service.domain.events import EventType
from service.moderation.endpoints import rotate_secret
from service.store.tables import event
from tests.support.rows import NOON, SITE
from tests.workers.webhooks.receiver import answering
from tests.workers.webhooks.rows import an_endpoint
from workers.webhooks.fan_out import fan_out_events

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
SCHEDULE = [
    5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR,
]  # fmt: skip


class TestSuccess:
    def test_an_event_reaches_its_receiver_signed(self, desk, receiver):
        desk.now = datetime.now(NOON.tzinfo)
        (event_id,) = desk.tell()
        assert desk.work() == 1
        (received,) = receiver.received
        assert received.event_id == event_id
        Webhook(desk.secret.reveal()).verify(received.body, received.headers)
        with desk.store.read() as db:
            assert received.body.decode() == db.execute(select(event.c.payload)).scalar()

    def test_the_log_says_what_happened(self, desk):
        desk.tell()
        desk.work()
        (logged,) = desk.log()
        (attempt,) = logged.attempts
        assert (logged.state, logged.type, logged.ended_at) == ("delivered", "comment.held", NOON)
        assert (attempt.number, attempt.status, attempt.error, attempt.started_at) == (1, 204, None, NOON)

    def test_nothing_is_sent_twice(self, desk, receiver):
        desk.tell()
        assert (desk.work(), desk.work(after=DAY)) == (1, 0)
        assert len(receiver.received) == 1


class TestSchedule:
    def test_ten_attempts_with_the_same_bytes_and_id_and_then_exhausted(self, desk, receiver):
        receiver.behaviour = answering(500, b"later")
        (event_id,) = desk.tell()
        assert desk.work() == 1
        for wait in SCHEDULE:
            (logged,) = desk.log()
            actual = logged.next_attempt_at - desk.now
            assert 0.8 * wait <= actual <= 1.2 * wait
            assert desk.work(after=actual - timedelta(microseconds=1)) == 0
            assert desk.work(after=timedelta(microseconds=1)) == 1
        (logged,) = desk.log()
        assert (logged.state, logged.next_attempt_at, len(logged.attempts)) == ("exhausted", None, 10)
        assert desk.work(after=30 * DAY) == 0
        assert {received.event_id for received in receiver.received} == {event_id}
        assert len({received.body for received in receiver.received}) == 1
        assert [attempt.number for attempt in logged.attempts] == list(range(1, 11))
        assert {attempt.response for attempt in logged.attempts} == {"later"}
        stamps = [int(received.headers["webhook-timestamp"]) for received in receiver.received]
        assert stamps == sorted(set(stamps))

    def test_a_receiver_that_comes_back_gets_it(self, desk, receiver):
        receiver.behaviour = answering(500)
        desk.tell()
        desk.work()
        assert desk.endpoint().failing_since == NOON
        receiver.behaviour = answering(200)
        assert desk.work(after=6 * SECOND) == 1
        (logged,) = desk.log()
        assert [attempt.status for attempt in logged.attempts] == [500, 200]
        assert logged.state == "delivered"
        assert (desk.endpoint().consecutive_failures, desk.endpoint().failing_since) == (0, None)
        assert desk.endpoint().last_success_at == NOON + 6 * SECOND

    def test_a_secret_rotated_between_attempts_signs_with_both(self, desk, receiver):
        receiver.behaviour = answering(500)
        desk.now = datetime.now(NOON.tzinfo)
        desk.tell()
        desk.work()
        with desk.store.transaction() as db:
            _, new = rotate_secret(db, desk.keyring, site_id=SITE, endpoint_id=desk.endpoint_id, now=desk.now)
        desk.work(after=6 * SECOND)
        _, second = receiver.received
        for secret in (desk.secret, new):
            Webhook(secret.reveal()).verify(second.body, second.headers)

    def test_the_old_secret_ends_after_a_day(self, desk, receiver):
        with desk.store.transaction() as db:
            rotate_secret(db, desk.keyring, site_id=SITE, endpoint_id=desk.endpoint_id, now=NOON)
        for after, signatures in ((DAY - SECOND, 2), (SECOND, 1)):
            desk.now += after
            desk.tell()
            desk.work()
            assert len(receiver.received[-1].headers["webhook-signature"].split()) == signatures


class TestBusyReceiver:
    def test_its_pause_holds_for_all_its_deliveries(self, desk, receiver):
        receiver.behaviour = answering(429, retry_after="3600")
        desk.tell()
        desk.work()
        receiver.behaviour = answering(204)
        desk.tell()
        assert desk.work(after=HOUR - SECOND) == 0
        assert desk.work(after=SECOND) == 2
        assert {logged.state for logged in desk.log()} == {"delivered"}

    def test_a_pause_is_never_longer_than_a_day(self, desk, receiver):
        receiver.behaviour = answering(429, retry_after="1000000000")
        desk.tell()
        desk.work()
        assert desk.endpoint().blocked_until == NOON + DAY


class TestGivingUp:
    def test_410_switches_the_endpoint_off_at_once_and_tells_the_others(self, desk, receiver, receive):
        other = receive()
        with desk.store.transaction() as db:
            an_endpoint(db, desk.keyring, other.url, types=(EventType.ENDPOINT_DISABLED,))
        receiver.behaviour = answering(410)
        desk.tell(6)
        desk.work()
        assert not desk.endpoint().enabled
        assert desk.endpoint().disabled_reason == "endpoint.gone"
        assert {logged.state for logged in desk.log()} == {"disabled"}
        assert desk.events(EventType.ENDPOINT_DISABLED) == 1
        fan_out_events(desk.store, desk.now)
        desk.work()
        (told,) = other.received
        assert b'"reason":"endpoint.gone"' in told.body
        assert str(receiver.port).encode() not in told.body

    def test_five_days_without_a_success_switch_it_off(self, desk, receiver):
        receiver.behaviour = answering(500)
        for _ in range(5):
            desk.tell()
            desk.work()
            assert desk.endpoint().enabled
            desk.now += DAY
        desk.work()
        assert desk.endpoint().disabled_reason == "endpoint.failing"
        assert {logged.state for logged in desk.log()} <= {"disabled", "exhausted"}

    def test_one_success_starts_the_five_days_anew(self, desk, receiver):
        for day in range(8):
            receiver.behaviour = answering(204 if day == 4 else 500)
            desk.tell()
            desk.work()
            desk.now += DAY
        assert desk.endpoint().enabled
