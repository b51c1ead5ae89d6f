"""Where a recommended threshold lies."""

import numpy as np
import pytest

from service.learn.calibrate import UNCALIBRATED, calibrate
from service.learn.fit import Lesson

SUMS = np.array([-2.0, -1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
LABELS = np.array([0, 0, 1, 1, 0, 0, 0, 0])
NONE = np.zeros(8, dtype=bool)
PUBLISHED = np.array([False] * 4 + [True] * 4)
TAUGHT = Lesson(LABELS, np.where(PUBLISHED, 0.0, 1.0))


class TestCalibrate:
    def test_it_parts_the_labels(self):
        found = calibrate(SUMS, TAUGHT, NONE, 0.0)
        assert -1.0 < found.threshold <= 1.0
        assert found.slope > 0

    @pytest.mark.parametrize(("share", "held"), [(0.0, 0), (0.25, 1), (0.49, 1), (0.5, 2)])
    def test_it_rises_until_few_published_comments_are_held(self, share, held):
        found = calibrate(SUMS, TAUGHT, PUBLISHED, share)
        assert int(np.sum(SUMS[PUBLISHED] >= found.threshold)) == held

    def test_it_does_not_sink_because_all_of_them_may_be_held(self):
        assert calibrate(SUMS, TAUGHT, PUBLISHED, 1.0) == calibrate(SUMS, TAUGHT, NONE, 0.0)

    def test_rows_that_teach_nothing_do_not_count(self):
        assert calibrate(SUMS, Lesson(LABELS, np.zeros(8)), NONE, 0.0) == UNCALIBRATED

    def test_labels_of_one_kind_leave_the_scale_alone(self):
        assert calibrate(SUMS, Lesson(np.zeros(8, dtype=int), np.ones(8)), NONE, 0.0) == UNCALIBRATED
