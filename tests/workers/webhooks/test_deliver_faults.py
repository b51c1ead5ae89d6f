"""Deliveries when something breaks: a worker, a receiver that hangs, a key, the sender itself."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import update

from service.domain.errors import Conflict
from service.moderation.deliveries import resend_delivery
from service.moderation.endpoints import delete_endpoint
from service.store.deliveries import LEASE, claim_due
from service.store.delivery_log import deliveries_of_endpoint
from service.store.engine import Store
from service.store.tables import endpoint_secret
from tests.support.rows import NOON, SITE
from tests.workers.webhooks.receiver import answering
from tests.workers.webhooks.rows import an_endpoint, an_event
from workers.webhooks.deliver import deliver_due
from workers.webhooks.fan_out import fan_out_events
from workers.webhooks.sender import Answer

SECOND = timedelta(seconds=1)


class TestLostWorkers:
    def test_one_killed_between_sending_and_recording_sends_the_same_id_again(self, desk, receiver):
        (event_id,) = desk.tell()

        class Killed(BaseException):
            """As a signal would: nothing of ours catches it."""

        def send_and_die(url, body, headers):
            desk.send(url, body, headers)
            raise Killed

        with pytest.raises(Killed):
            desk.work(send=send_and_die)
        assert desk.work(after=LEASE - SECOND) == 0
        assert desk.work(after=SECOND) == 1
        assert [received.event_id for received in receiver.received] == [event_id, event_id]
        (logged,) = desk.log()
        assert logged.state == "delivered"

    def test_two_workers_at_once_send_each_delivery_once(self, desk, receiver, database_url):
        ids = desk.tell(40)
        stores = [desk.store, Store(database_url)]
        start = Barrier(2)

        def work(store: Store) -> int:
            start.wait()
            return deliver_due(store, desk.keyring, desk.send, clock=lambda: NOON)

        with ThreadPoolExecutor(2) as pool:
            made = list(pool.map(work, stores))
        stores[1].close()
        assert sum(made) == 40
        assert Counter(received.event_id for received in receiver.received) == Counter(ids)

    def test_two_fan_outs_at_once_write_each_delivery_once(self, desk, database_url):
        with desk.store.transaction() as db:
            ids = [an_event(db) for _ in range(60)]
        stores = [desk.store, Store(database_url)]
        start = Barrier(2)

        def work(store: Store) -> int:
            start.wait()
            return fan_out_events(store, NOON, limit=10)

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(work, stores))
        stores[1].close()
        assert sum(done) == 60
        assert sorted(logged.event_id for logged in desk.log()) == sorted(ids)

    def test_an_endpoint_deleted_meanwhile_is_forgotten(self, desk):
        desk.tell()

        def delete_and_answer(_url, _body, _headers):
            with desk.store.transaction() as db:
                delete_endpoint(db, site_id=SITE, endpoint_id=desk.endpoint_id)
            return Answer(status=204, error=None, duration_ms=1.0)

        assert desk.work(send=delete_and_answer) == 1
        assert desk.log() == []


class TestFairness:
    def test_an_endpoint_that_hangs_does_not_delay_another(self, desk, receiver, receive):
        """The quick receiver's answer is what lets the slow one go on: waiting for each other would hang."""
        quick_was_told = Event()
        receiver.behaviour = lambda request: (
            answering(204)(request) if quick_was_told.wait(4) else answering(500)(request)
        )
        desk.tell(8)
        quick = receive(lambda request: (quick_was_told.set(), answering(204)(request)))
        with desk.store.transaction() as db:
            quick_id, _ = an_endpoint(db, desk.keyring, quick.url)

        def tell_later(url, body, headers):
            if not told_quick:
                told_quick.append(True)
                desk.tell()
            return desk.send(url, body, headers)

        told_quick: list[bool] = []
        desk.work(send=tell_later)
        assert quick_was_told.is_set()
        with desk.store.read() as db:
            assert {logged.state for logged in deliveries_of_endpoint(db, quick_id, limit=10)} == {
                "delivered"
            }
        assert {attempt.status for logged in desk.log() for attempt in logged.attempts} == {204}


class TestFailuresOfOurOwn:
    def test_a_secret_that_cannot_be_opened_is_a_failed_attempt(self, desk, receiver):
        desk.tell()
        with desk.store.transaction() as db:
            db.execute(update(endpoint_secret).values(ciphertext=b"\x01broken"))
        desk.work()
        (logged,) = desk.log()
        assert (logged.state, logged.attempts[0].error) == ("pending", "secret.cannot_decrypt")
        assert receiver.received == []

    def test_a_sender_that_breaks_is_a_failed_attempt_of_that_delivery_only(self, desk, receiver):
        broken, *_ = desk.tell(3)

        def send(url, body, headers):
            if headers["webhook-id"] == broken:
                raise RuntimeError("a bug")
            return desk.send(url, body, headers)

        desk.work(send=send)
        assert Counter(logged.state for logged in desk.log()) == {"delivered": 2, "pending": 1}


class TestResend:
    def test_one_that_was_delivered_goes_again_under_the_same_id(self, desk, receiver):
        (event_id,) = desk.tell()
        desk.work()
        (logged,) = desk.log()
        with desk.store.transaction() as db:
            resend_delivery(db, site_id=SITE, delivery_id=logged.id, now=desk.now)
        assert desk.work() == 1
        assert [received.event_id for received in receiver.received] == [event_id, event_id]
        (logged,) = desk.log()
        assert (logged.state, len(logged.attempts)) == ("delivered", 2)

    def test_one_in_flight_is_left_alone(self, desk):
        desk.tell()
        with desk.store.transaction() as db:
            (due,) = claim_due(db, now=NOON, limit=1)
        with desk.store.transaction() as db, pytest.raises(Conflict) as refusal:
            resend_delivery(db, site_id=SITE, delivery_id=due.id, now=NOON)
        assert refusal.value.code == "delivery.in_flight"
