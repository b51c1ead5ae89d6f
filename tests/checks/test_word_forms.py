"""Word forms: the whole word as it was typed, spellings of one word together."""

import pytest

from service.checks.word_forms import FormTally, word_at


class TestWordAt:
    @pytest.mark.parametrize(
        ("text", "part", "whole"),
        [
            ("هذه كلبشات الشرطة", "كلب", "كلبشات"),
            ("والكلب نائم", "كلب", "والكلب"),
            ("كَلْـــب صغير", "كَ", "كَلْـــب"),
            ("قال: «كلب»!", "كلب", "كلب"),
            ("see https://t.me/x now", "t.me", "t.me"),
            ("هههه :) حلو", ":)", ":)"),
        ],
    )
    def test_a_place_grows_to_its_word(self, text: str, part: str, whole: str):
        start = text.index(part)
        assert word_at(text, (start, start + len(part))) == whole

    def test_a_word_without_end_is_cut(self):
        assert len(word_at("ا" * 9_000, (4_000, 4_003))) == 83


class TestTally:
    def test_a_comment_counts_once_for_each_form(self):
        tally = FormTally()
        tally.add("كلب كلب وكلب", [(0, 3), (4, 7), (8, 12)], innocent=False)
        assert [(form.typed, form.comments) for form in tally.most(5)] == [("كلب", 1), ("وكلب", 1)]

    def test_spellings_of_one_word_are_one_form_shown_at_its_plainest(self):
        tally = FormTally()
        for text in ("كَلْبٌ", "كـــلب", "كلب"):
            tally.add(text, [(0, len(text))], innocent=False)
        assert [(form.typed, form.comments) for form in tally.most(5)] == [("كلب", 3)]

    def test_innocent_ones_are_ordered_by_innocence(self):
        tally = FormTally()
        for text, innocent in (("كلب", False), ("كلب", False), ("كلب", True), ("قلب", True), ("قلب", True)):
            tally.add(text, [(0, 3)], innocent=innocent)
        tally.add("حمار", [(0, 4)], innocent=False)
        assert [form.typed for form in tally.most(5)] == ["كلب", "قلب", "حمار"]
        assert [form.typed for form in tally.most_innocent(5)] == ["قلب", "كلب"]
