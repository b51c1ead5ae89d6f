"""The desk's decisions as rows, and the thresholds that they suggest."""

import numpy as np
import pytest

from service.learn.desk import desk_rows
from service.learn.suggest import FEWEST, suggest
from service.store.desk import DeskDecision
from tests.support.desk import texts_like


def refused(body: str, reason: str, seq: int = 1) -> DeskDecision:
    return DeskDecision("cmt_1", 1, seq, True, reason, body, "ar")


def approved(body: str, seq: int = 1) -> DeskDecision:
    return DeskDecision("cmt_2", 1, seq, False, None, body, "ar")


class TestLabels:
    @pytest.mark.parametrize(
        ("reason", "labels"),
        [
            ("abuse.insult", {"abuse": 1, "spam": None}),
            ("abuse", {"abuse": 1, "spam": None}),
            ("spam.fraud", {"abuse": None, "spam": 1}),
        ],
    )
    def test_a_refusal_labels_what_its_reason_names(self, reason, labels):
        (row,) = desk_rows([refused("يا حمار", reason)])
        assert (row.labels, row.source, row.language) == (labels, "desk", "ar")

    def test_an_approval_is_neither(self):
        (row,) = desk_rows([approved("شكراً")])
        assert row.labels == {"abuse": 0, "spam": 0}

    @pytest.mark.parametrize("reason", ["offtopic", "duplicate", "abusement", "other"])
    def test_another_reason_teaches_nothing(self, reason):
        assert desk_rows([refused("يا حمار", reason)]) == []


class TestSameText:
    def test_of_the_same_letters_the_later_decision_counts(self):
        rows = desk_rows([approved("يا حِمـــار!", seq=7), refused("يا حمار", "abuse", seq=3)])
        assert [(row.text, row.labels["abuse"]) for row in rows] == [("يا حِمـــار!", 0)]

    def test_a_later_one_that_teaches_nothing_still_takes_the_earlier_ones_place(self):
        assert desk_rows([approved("يا حمار", seq=1), refused("يا حمار", "offtopic", seq=2)]) == []

    def test_a_text_without_letters_is_no_row(self):
        assert desk_rows([approved("!!! …")]) == []

    def test_only_what_a_model_never_saw_is_given_on_request(self):
        (learned,), (apart,) = (texts_like("نص", 1, kept_apart=apart) for apart in (False, True))
        decisions = [approved(learned, seq=1), approved(apart, seq=2), approved("جديد هنا", seq=3)]
        assert [row.text for row in desk_rows(decisions, learned_until=2)] == [apart, "جديد هنا"]


class TestSuggestion:
    @staticmethod
    def of(high: list[float], low: list[float], **options):
        scores = np.array(high + low)
        labels = np.array([1] * len(high) + [0] * len(low))
        return suggest("abuse", scores, labels, **options)

    def test_it_catches_most_within_the_share_of_false_holds(self):
        found = self.of([0.9] * 91 + [0.3] * 9, [0.95, 0.61, 0.5, 0.45] + [0.1] * 80, target=0.024)
        assert (found.threshold, found.caught) == (0.9, 0.91)
        assert found.false_holds == pytest.approx(1 / 84)

    @pytest.mark.parametrize(("target", "threshold", "wrong"), [(0.02, 0.5, 0.02), (0.0199, 0.71, 0.0)])
    def test_the_share_is_kept_to_the_last_comment(self, target, threshold, wrong):
        found = self.of([0.5] * 50 + [0.71] * 50, [0.705] + [0.505] + [0.1] * 98, target=target)
        assert (found.threshold, found.false_holds) == (threshold, wrong)

    def test_where_several_catch_the_same_it_takes_the_highest(self):
        assert self.of([0.87] * 60, [0.1] * 60).threshold == 0.87

    @pytest.mark.parametrize(("high", "low"), [(FEWEST - 1, 200), (200, FEWEST - 1)])
    def test_too_few_of_one_kind_is_said_plainly(self, high, low):
        found = self.of([0.9] * high, [0.1] * low)
        assert found.threshold is None
        assert f"{high} refused as abuse, {low} approved; 50 of each" in found.sentence("en")
        assert f"{high}، وما قُبل: {low}" in found.sentence("ar")

    def test_no_threshold_is_suggested_where_none_would_do(self):
        found = self.of([0.2] * 60, [1.0] * 60)
        assert found.threshold is None
        assert "3 %" in found.sentence("en")
        assert "3 %" in found.sentence("ar")

    def test_the_sentence_says_what_it_costs_in_both_languages(self):
        found = self.of([0.62] * 91 + [0.1] * 9, [0.9] * 3 + [0.2] * 122)
        assert found.sentence("en") == "abuse: hold at 0.62 would have caught 91 % at 2.4 % false holds."
        assert found.sentence("ar") == (
            "الحجز عند 0.62 كان سيضبط 91 % مما رُفض بسبب الإساءة، مع حجز 2.4 % مما قُبل دون داعٍ."
        )
