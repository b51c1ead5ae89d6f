"""Who does not answer is left alone for a while."""

import pytest

from tests.workers.checkers.desk import Clock
from workers.checkers.breaker import FAILURES, OPEN_FOR_S, Breaker


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.admits()
        breaker.failed()
    return breaker


class TestBreaker:
    def test_it_opens_after_so_many_failures_in_a_row(self, opened: Breaker):
        assert opened.is_open
        assert not opened.admits()

    def test_an_answer_in_between_begins_the_count_anew(self, clock: Clock):
        breaker = Breaker(clock)
        for _ in range(FAILURES - 1):
            breaker.failed()
        breaker.answered()
        breaker.failed()
        assert breaker.admits()

    @pytest.mark.parametrize(("waited", "asked"), [(OPEN_FOR_S - 0.1, False), (OPEN_FOR_S, True)])
    def test_after_a_while_one_question_goes_out(
        self, opened: Breaker, clock: Clock, waited: float, asked: bool
    ):
        clock.seconds += waited
        assert opened.admits() is asked

    def test_only_one_until_its_answer_is_known(self, opened: Breaker, clock: Clock):
        clock.seconds += OPEN_FOR_S
        assert [opened.admits(), opened.admits()] == [True, False]

    def test_its_answer_closes_it(self, opened: Breaker, clock: Clock):
        clock.seconds += OPEN_FOR_S
        opened.admits()
        opened.answered()
        assert [opened.admits(), opened.admits()] == [True, True]

    def test_its_failure_keeps_it_open_as_long_again(self, opened: Breaker, clock: Clock):
        clock.seconds += OPEN_FOR_S
        opened.admits()
        opened.failed()
        clock.seconds += OPEN_FOR_S - 0.1
        assert not opened.admits()
        clock.seconds += 0.1
        assert opened.admits()
