"""A node that takes nothing while messages wait is ended; one that is only idle is not."""

from datetime import timedelta

import pytest
import redis

from workers.watchdog import Watchdog

LIMIT = timedelta(seconds=40)


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


class TestStuck:
    @pytest.mark.parametrize(
        ("silent_s", "waiting", "stuck"), [(39.9, 5, False), (40, 5, True), (400, 0, False)]
    )
    def test_it_takes_silence_and_waiting_messages(
        self, clock: Clock, silent_s: float, waiting: int, stuck: bool
    ):
        dog = Watchdog(lambda: waiting, silent_after=LIMIT, clock=clock)
        clock.seconds = silent_s
        assert dog.is_stuck() is stuck

    def test_a_received_message_begins_the_time_anew(self, clock: Clock):
        dog = Watchdog(lambda: 1, silent_after=LIMIT, clock=clock)
        clock.seconds = 39
        dog.note()
        clock.seconds = 78
        assert not dog.is_stuck()

    def test_while_redis_is_away_nobody_is_to_blame(self, clock: Clock):
        def away() -> int:
            raise redis.ConnectionError

        dog = Watchdog(away, silent_after=LIMIT, clock=clock)
        clock.seconds = 100
        assert not dog.is_stuck()
        clock.seconds = 139
        assert not dog.is_stuck()
