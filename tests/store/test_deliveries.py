from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from service.domain.events import EventType
from service.moderation.endpoints import change_endpoint
from service.store.deliveries import LEASE, claim_due, close_attempt
from service.store.outbox import fan_out
from service.store.tables import delivery, endpoint, event
from tests.support.rows import NOON, SITE
from tests.workers.webhooks.rows import an_endpoint, an_event

SECOND = timedelta(seconds=1)


def told(store, endpoint_id: str) -> list[str]:
    """Ids of the events that have a delivery for this endpoint."""
    with store.read() as db:
        query = select(delivery.c.event_id).where(delivery.c.endpoint_id == endpoint_id)
        return list(db.execute(query.order_by(delivery.c.event_id)).scalars())


def states(store) -> list[str]:
    with store.read() as db:
        return list(db.execute(select(delivery.c.state).order_by(delivery.c.id)).scalars())


class TestFanOut:
    def test_every_endpoint_that_wants_the_event_gets_one_delivery(self, store, keyring):
        with store.transaction() as db:
            everything, _ = an_endpoint(db, keyring)
            held_only, _ = an_endpoint(db, keyring, types=(EventType.COMMENT_HELD,))
            published_only, _ = an_endpoint(db, keyring, types=(EventType.COMMENT_PUBLISHED,))
            held = an_event(db)
        with store.transaction() as db:
            assert fan_out(db, now=NOON, limit=10) == 1
        assert told(store, everything) == told(store, held_only) == [held]
        assert told(store, published_only) == []

    def test_a_second_run_changes_nothing(self, store, keyring):
        with store.transaction() as db:
            an_endpoint(db, keyring)
            an_event(db)
        for done in (1, 0):
            with store.transaction() as db:
                assert fan_out(db, now=NOON, limit=10) == done
        assert states(store) == ["pending"]

    def test_a_run_after_a_lost_mark_adds_no_second_delivery(self, store, keyring):
        with store.transaction() as db:
            an_endpoint(db, keyring)
            an_event(db)
            fan_out(db, now=NOON, limit=10)
            db.execute(update(event).values(fanned_out_at=None))
        with store.transaction() as db:
            assert fan_out(db, now=NOON, limit=10) == 1
        assert states(store) == ["pending"]

    @pytest.mark.parametrize(("early", "done"), [(SECOND, 0), (timedelta(0), 1)])
    def test_an_event_waits_for_its_time(self, store, early, done):
        with store.transaction() as db:
            an_event(db, now=NOON)
            assert fan_out(db, now=NOON - early, limit=10) == done

    def test_a_cancelled_event_is_told_to_nobody(self, store, keyring):
        with store.transaction() as db:
            an_endpoint(db, keyring)
            an_event(db)
            db.execute(update(event).values(cancelled_at=NOON))
            assert fan_out(db, now=NOON, limit=10) == 0
        assert states(store) == []

    def test_a_disabled_endpoint_is_told_nothing(self, store, keyring):
        with store.transaction() as db:
            off, _ = an_endpoint(db, keyring)
            change_endpoint(db, site_id=SITE, endpoint_id=off, changes={"enabled": False}, now=NOON)
            an_event(db)
            fan_out(db, now=NOON, limit=10)
        assert told(store, off) == []

    def test_a_batch_takes_the_oldest_first(self, store, keyring):
        with store.transaction() as db:
            receiver, _ = an_endpoint(db, keyring)
            late = an_event(db, now=NOON + SECOND)
            early = an_event(db, now=NOON)
        with store.transaction() as db:
            assert fan_out(db, now=NOON + SECOND, limit=1) == 1
        assert told(store, receiver) == [early]
        with store.transaction() as db:
            fan_out(db, now=NOON + SECOND, limit=1)
        assert told(store, receiver) == sorted([early, late])


@pytest.fixture
def one_endpoint(store, keyring):
    """The id of the only endpoint; `deliveries` makes due deliveries for it."""
    with store.transaction() as db:
        made, _ = an_endpoint(db, keyring)
    return made


def deliveries(store, count: int) -> None:
    with store.transaction() as db:
        for _ in range(count):
            an_event(db)
        fan_out(db, now=NOON, limit=count)


def claim(store, *, now=NOON, limit=100):
    with store.transaction() as db:
        return claim_due(db, now=now, limit=limit)


class TestClaim:
    def test_a_claimed_delivery_is_nobody_elses(self, store, one_endpoint):
        deliveries(store, 1)
        assert len(claim(store)) == 1
        assert claim(store) == []

    @pytest.mark.parametrize(("waited", "found"), [(LEASE - SECOND, 0), (LEASE, 1)])
    def test_it_is_due_again_when_the_lease_ends(self, store, one_endpoint, waited, found):
        deliveries(store, 1)
        (first,) = claim(store)
        again = claim(store, now=NOON + waited)
        assert len(again) == found
        assert all(due.event_id == first.event_id and due.attempts == 0 for due in again)

    def test_at_most_four_of_one_endpoint_are_in_flight(self, store, one_endpoint):
        deliveries(store, 10)
        first = claim(store, limit=3)
        second = claim(store)
        assert (len(first), len(second), len(claim(store))) == (3, 1, 0)

    def test_a_backlog_of_one_endpoint_does_not_hide_anothers(self, store, one_endpoint, keyring):
        deliveries(store, 30)
        with store.transaction() as db:
            other, _ = an_endpoint(db, keyring)
        deliveries(store, 1)
        assert other in {due.endpoint_id for due in claim(store)}

    def test_endpoints_that_answer_come_before_those_that_fail(self, store, one_endpoint, keyring):
        with store.transaction() as db:
            healthy, _ = an_endpoint(db, keyring)
            db.execute(update(endpoint).where(endpoint.c.id == one_endpoint).values(consecutive_failures=3))
        deliveries(store, 4)
        assert {due.endpoint_id for due in claim(store, limit=4)} == {healthy}

    @pytest.mark.parametrize(("early", "found"), [(SECOND, 0), (timedelta(0), 1)])
    def test_a_blocked_endpoint_is_left_alone(self, store, one_endpoint, early, found):
        deliveries(store, 1)
        until = NOON + timedelta(hours=1)
        with store.transaction() as db:
            db.execute(update(endpoint).values(blocked_until=until))
        assert len(claim(store, now=until - early)) == found

    def test_it_carries_everything_that_sending_needs(self, store, keyring):
        with store.transaction() as db:
            _, secret = an_endpoint(db, keyring, "https://editors.example/hooks")
            an_event(db)
            fan_out(db, now=NOON, limit=1)
            (payload,) = db.execute(select(event.c.payload)).scalars()
        (due,) = claim(store)
        assert (due.url, due.payload) == ("https://editors.example/hooks", payload)
        (sealed,) = due.secrets
        assert keyring.decrypt(sealed.ciphertext, place=sealed.place).reveal() == secret.reveal()


class TestClosing:
    def test_whoever_lost_the_lease_changes_nothing(self, store, one_endpoint):
        deliveries(store, 1)
        (slow,) = claim(store)
        later = NOON + LEASE
        (quick,) = claim(store, now=later)
        with store.transaction() as db:
            assert close_attempt(db, quick, state="delivered", next_attempt_at=None, now=later)
            assert not close_attempt(db, slow, state="exhausted", next_attempt_at=None, now=later)
        assert states(store) == ["delivered"]

    def test_an_attempt_frees_its_place_in_flight(self, store, one_endpoint):
        deliveries(store, 5)
        first, *_ = claim(store)
        assert claim(store) == []
        with store.transaction() as db:
            close_attempt(db, first, state="delivered", next_attempt_at=None, now=NOON)
        assert len(claim(store)) == 1

    def test_switching_off_ends_what_waits_but_lets_one_in_flight_report(self, store, one_endpoint):
        deliveries(store, 2)
        with store.transaction() as db:
            (flying,) = claim_due(db, now=NOON, limit=1)
            change_endpoint(db, site_id=SITE, endpoint_id=one_endpoint, changes={"enabled": False}, now=NOON)
        assert states(store) == ["disabled", "disabled"]
        with store.transaction() as db:
            assert close_attempt(db, flying, state="delivered", next_attempt_at=None, now=NOON)
        assert sorted(states(store)) == ["delivered", "disabled"]

    def test_deleting_the_endpoint_deletes_its_deliveries(self, store, one_endpoint):
        deliveries(store, 2)
        with store.transaction() as db:
            db.execute(endpoint.delete())
            assert db.execute(select(func.count()).select_from(delivery)).scalar() == 0
