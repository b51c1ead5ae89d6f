"""Where a recommended threshold lies."""

import numpy as np
import pytest

from service.learn.calibrate import UNCALIBRATED, Judged, calibrate, network_share
from service.learn.fit import Lesson

SUMS = np.array([-2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
LABELS = np.array([0, 0, 1, 1, 0, 0, 0, 0])
NONE = np.zeros(8, dtype=bool)
PUBLISHED = np.array([False] * 4 + [True] * 4)
SUMS_THAT_KNOW = np.array([-3.0, -3.0, 3.0, 3.0, -3.0, -3.0, -3.0, -3.0])
EVERY = np.ones(8, dtype=bool)
TAUGHT = Lesson(LABELS, np.where(PUBLISHED, 0.0, 1.0), EVERY)


def judged(published: np.ndarray, taught: Lesson = TAUGHT) -> Judged:
    return Judged(taught, published, np.ones(len(published), dtype=bool))


class TestCalibrate:
    def test_it_parts_the_labels(self):
        found = calibrate(SUMS, judged(NONE), 0.0)
        assert -1.0 < found.thresholds[1] <= 1.0
        assert found.slope > 0

    @pytest.mark.parametrize(("share", "held"), [(0.0, 0), (0.25, 1), (0.49, 1), (0.5, 2)])
    def test_it_rises_until_few_published_comments_are_held(self, share, held):
        found = calibrate(SUMS, judged(PUBLISHED), share)
        assert int(np.sum(SUMS[PUBLISHED] >= found.thresholds[1])) == held

    def test_it_does_not_sink_because_all_of_them_may_be_held(self):
        assert calibrate(SUMS, judged(PUBLISHED), 1.0) == calibrate(SUMS, judged(NONE), 0.0)

    def test_rows_that_teach_nothing_do_not_count(self):
        assert calibrate(SUMS, judged(NONE, Lesson(LABELS, np.zeros(8), EVERY)), 0.0) == UNCALIBRATED

    def test_rows_can_be_left_out(self):
        odd = np.append(LABELS, 1)
        taught = Lesson(odd, np.ones(9), np.ones(9, dtype=bool))
        rows = Judged(taught, np.zeros(9, dtype=bool), np.ones(9, dtype=bool))
        found = calibrate(np.append(SUMS, -9.0), rows.without(np.arange(9) == 8), 0.0)
        assert (
            found.thresholds
            == calibrate(SUMS, judged(NONE, Lesson(LABELS, np.ones(8), EVERY)), 0.0).thresholds
        )

    def test_labels_of_one_kind_leave_the_scale_alone(self):
        assert (
            calibrate(SUMS, judged(NONE, Lesson(np.zeros(8, dtype=int), np.ones(8), EVERY)), 0.0)
            == UNCALIBRATED
        )

    def test_published_arabic_comments_do_not_raise_the_threshold_of_other_scripts(self):
        half = 200
        sums = np.concatenate([np.linspace(-1, 1, half), np.linspace(-1, 1, half), np.full(40, 3.0)])
        labels = np.concatenate([np.arange(half) >= half // 2] * 2 + [np.zeros(40)]).astype(int)
        published = np.arange(len(sums)) >= 2 * half
        arabic = np.arange(len(sums)) >= half
        taught = Lesson(labels, np.ones(len(sums)), np.ones(len(sums), dtype=bool))
        other, of_arabic = calibrate(sums, Judged(taught, published, arabic), 0.0).thresholds
        assert other < 0.2
        assert of_arabic > 3.0

    def test_a_script_with_few_rows_takes_the_threshold_of_all(self):
        found = calibrate(SUMS, judged(NONE), 0.0)
        assert found.thresholds[0] == found.thresholds[1]


class TestNetworkShare:
    def test_the_one_that_knows_counts_more(self):
        useless = np.array([1.0, -1.0] * 4)
        assert network_share(useless, SUMS_THAT_KNOW, judged(NONE)) > 0.8
        assert network_share(SUMS_THAT_KNOW, useless, judged(NONE)) < 0.2

    def test_rows_can_be_left_out(self):
        odd = np.append(LABELS, 1)
        taught = Lesson(odd, np.ones(9), np.ones(9, dtype=bool))
        rows = Judged(taught, np.zeros(9, dtype=bool), np.ones(9, dtype=bool))
        found = calibrate(np.append(SUMS, -9.0), rows.without(np.arange(9) == 8), 0.0)
        assert (
            found.thresholds
            == calibrate(SUMS, judged(NONE, Lesson(LABELS, np.ones(8), EVERY)), 0.0).thresholds
        )

    def test_labels_of_one_kind_weigh_both_alike(self):
        alike = judged(NONE, Lesson(np.zeros(8, dtype=int), np.ones(8), EVERY))
        assert network_share(SUMS, SUMS, alike) == 0.5
