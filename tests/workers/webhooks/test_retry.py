from datetime import UTC, datetime, timedelta

import pytest

from service.store.endpoints import EndpointHealth
from workers.webhooks.retry import blocked_until, disabling_reason, retry_delay

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


class TestSchedule:
    @pytest.mark.parametrize(
        ("failed", "wait"),
        [
            (1, timedelta(seconds=5)),
            (2, timedelta(minutes=5)),
            (3, timedelta(minutes=30)),
            (4, 2 * HOUR),
            (5, 5 * HOUR),
            (6, 10 * HOUR),
            (7, 14 * HOUR),
            (8, 20 * HOUR),
            (9, 24 * HOUR),
        ],
    )
    def test_each_failure_waits_longer(self, failed, wait):
        assert retry_delay(failed, jitter=1.0) == wait

    @pytest.mark.parametrize("failed", [10, 11, 500])
    def test_the_tenth_failure_is_the_last(self, failed):
        assert retry_delay(failed, jitter=1.0) is None

    def test_jitter_stretches_the_wait(self):
        assert retry_delay(2, jitter=1.2) == timedelta(minutes=6)
        assert retry_delay(2, jitter=0.8) == timedelta(minutes=4)

    def test_there_is_no_wait_before_the_first_attempt(self):
        with pytest.raises(ValueError):
            retry_delay(0, jitter=1.0)


class TestRetryAfter:
    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_a_busy_receiver_is_left_alone_as_long_as_it_asks(self, status):
        assert blocked_until(status, "120", now=NOON) == NOON + timedelta(seconds=120)

    @pytest.mark.parametrize("status", [None, 200, 400, 404, 410, 500])
    def test_other_answers_cannot_ask(self, status):
        assert blocked_until(status, "120", now=NOON) is None

    @pytest.mark.parametrize("asked", ["86401", "1000000000", "9" * 5000, "Mon, 01 Mar 2027 12:00:00 GMT"])
    def test_nobody_is_left_alone_longer_than_a_day(self, asked):
        assert blocked_until(429, asked, now=NOON) == NOON + DAY

    def test_a_date_is_understood(self):
        assert blocked_until(503, "Sun, 01 Mar 2026 12:10:00 GMT", now=NOON) == NOON + timedelta(minutes=10)

    @pytest.mark.parametrize(
        "asked",
        [None, "", "soon", "-5", "1.5", "٣", "0", "Sun, 01 Mar 2026 11:00:00 GMT", "Sun, 99 Mar 2026"],
    )
    def test_nonsense_and_the_past_count_as_absent(self, asked):
        assert blocked_until(429, asked, now=NOON) is None


class TestGivingUp:
    @staticmethod
    def health(failures: int, failing_for: timedelta) -> EndpointHealth:
        return EndpointHealth(True, failures, NOON - failing_for, None)

    def test_gone_means_gone(self):
        assert disabling_reason(self.health(1, timedelta(0)), 410, now=NOON) == "endpoint.gone"

    @pytest.mark.parametrize(
        ("failing_for", "reason"), [(5 * DAY - SECOND, None), (5 * DAY, "endpoint.failing")]
    )
    def test_five_days_without_a_success_end_it(self, failing_for, reason):
        assert disabling_reason(self.health(40, failing_for), 500, now=NOON) == reason

    @pytest.mark.parametrize(("failures", "reason"), [(2, None), (3, "endpoint.failing")])
    def test_fewer_than_three_failures_prove_nothing(self, failures, reason):
        assert disabling_reason(self.health(failures, 6 * DAY), 500, now=NOON) == reason
