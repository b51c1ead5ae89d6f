"""Disguises: seeded, and still the same words to a reader."""

from random import Random

import pytest

from service.checks.plain import PlainReading
from service.checks.text import fold
from service.learn.augment import disguised_copies
from service.learn.disguise import DISGUISES, PADDING_WORDS
from service.learn.rows import Row

TEXT = "انت حمار وقليل ادب"
ADDED_ONLY = ("tatweel", "diacritics", "zero_width", "persian", "repeated", "emoji", "digit", "dotted")


def reading(text: str) -> str:
    return PlainReading(fold(text).folded).text


class TestDisguises:
    @pytest.mark.parametrize("name", DISGUISES)
    def test_the_same_seed_gives_the_same_disguise(self, name):
        first, again = (DISGUISES[name](TEXT, Random(4)) for _ in range(2))
        assert first == again != TEXT

    @pytest.mark.parametrize("name", ADDED_ONLY)
    def test_what_only_adds_signs_is_read_through(self, name):
        for seed in range(20):
            assert reading(DISGUISES[name](TEXT, Random(seed))) == reading(TEXT)

    @pytest.mark.parametrize("name", DISGUISES)
    @pytest.mark.parametrize("text", ["", "hello", "😀", "ا"])
    def test_texts_with_little_to_disguise_pass_through_it(self, name, text):
        assert isinstance(DISGUISES[name](text, Random(1)), str)

    def test_padding_leaves_the_text_whole_among_neutral_words(self):
        padded = DISGUISES["padded"](TEXT, Random(1))
        assert TEXT in padded
        assert len(padded.split()) == len(TEXT.split()) + PADDING_WORDS

    def test_arabizi_has_no_arabic_letter(self):
        assert all(not "\u0600" <= letter <= "\u06ff" for letter in DISGUISES["arabizi"](TEXT, Random(1)))


class TestCopies:
    def test_copies_keep_label_and_source_of_their_original(self):
        rows = [Row(f"{TEXT} {n}", {"abuse": n % 2, "spam": None}, "own", None, "ar") for n in range(200)]
        copies = disguised_copies(rows, seed=1)
        assert 100 < len(copies.rows) < 180
        for copy, place in zip(copies.rows, copies.origin, strict=True):
            assert (copy.labels, copy.source) == (rows[place].labels, rows[place].source)
        assert disguised_copies(rows, seed=1).rows == copies.rows

    def test_other_languages_are_left_alone(self):
        rows = [Row("some words", {"abuse": 1, "spam": None}, "own", None, "en")] * 50
        assert disguised_copies(rows, seed=1).rows == ()
