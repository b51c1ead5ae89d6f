"""Figures worked out by hand."""

import numpy as np
import pytest

from service.learn.figures import Figures, figures

SCORES = np.array([0.9, 0.8, 0.7, 0.4, 0.3, 0.1])
LABELS = np.array([1, 0, 1, 1, 0, -1])


class TestFigures:
    def test_a_case_worked_out_by_hand(self):
        found = figures(SCORES, LABELS, 0.6)
        # Held: 1, 0, 1. Passed: 1, 0. Pairs in order: (.9 over both), (.7 over .3), (.4 over .3): 4 of 6.
        assert (found.texts, found.labelled, found.positive) == (6, 5, 3)
        assert found.auc == pytest.approx(4 / 6)
        assert found.recall == pytest.approx(2 / 3)
        assert found.precision == pytest.approx(2 / 3)
        assert found.macro_f1 == pytest.approx((2 / 3 + 1 / 2) / 2)

    def test_the_share_held_counts_texts_that_nobody_labelled(self):
        assert figures(SCORES, LABELS, 0.1).share_held == 1.0
        assert figures(SCORES, LABELS, 0.6).share_held == 0.5

    @pytest.mark.parametrize(("hold_at", "held"), [(0.7, 3), (0.7001, 2)])
    def test_a_score_on_the_threshold_is_held(self, hold_at, held):
        assert figures(SCORES, LABELS, hold_at).share_held == held / 6

    def test_equal_scores_count_half(self):
        assert figures(np.array([0.5, 0.5]), np.array([1, 0]), 0.6).auc == 0.5

    def test_what_cannot_be_said_is_none(self):
        nothing = figures(np.array([0.9]), np.array([-1]), 0.6)
        assert nothing == Figures(1, 0, 0, None, None, None, None, 1.0)
        one_kind = figures(np.array([0.9, 0.1]), np.array([1, 1]), 0.6)
        assert (one_kind.auc, one_kind.macro_f1, one_kind.recall) == (None, None, 0.5)
