"""The reading that the models get: broken words are whole again, plain ones stay."""

import pytest

from service.checks.plain import PlainReading, word_costs, word_key


class TestPlainReading:
    @pytest.mark.parametrize(
        "broken",
        ["ك ل ب", "ك.ل.ب", "ك-ل-ب", "ك_ل_ب", "ك*لب", "كل*ب", "ك😀لب", "ك5لب", "كلlب", "ككلب", "كللب"],
    )
    def test_a_broken_word_is_whole_again(self, broken):
        word = "كلاب" if "l" in broken else "كلب"
        assert PlainReading(f"انت {broken} والله").text == f"انت {word} واله"

    def test_a_space_ends_a_word_whose_letters_are_parted_by_signs(self):
        assert PlainReading("ك.ل.ب ح.م.ا.ر").text == "كلب حمار"

    @pytest.mark.parametrize(
        "text",
        [
            "شكرا😀جميعا",
            "قرات المقال.ثم عدت",
            "المقال 5 من 10",
            "the match was good",
            "في 2024م",
            "أ. د. احمد",
        ],
    )
    def test_what_was_not_broken_stays(self, text):
        assert PlainReading(text).text == text

    def test_a_row_of_lone_letters_is_cut_into_the_words_that_are_known(self):
        words = word_costs(map(word_key, ("انت", "كلب", "ابن", "نت")))
        assert PlainReading("ا ن ت ك ل ب", words).text == "انت كلب"
        assert PlainReading("ا ن ت ض ظ غ ك ل ب", words).text == "انت ضظغ كلب"

    @pytest.mark.parametrize("typed", ["حم*ر", "حم*ار", "ح×ار", "حم7ار", "حم😀ار", "حم😀ر"])
    def test_one_sign_is_the_letter_that_makes_a_known_word_or_none(self, typed):
        words = word_costs(map(word_key, ("يا", "حمار")))
        assert PlainReading(f"يا {typed}", words).text == "يا حمار"

    def test_a_sign_that_makes_no_known_word_is_nothing(self):
        assert PlainReading("حق*ر", word_costs(map(word_key, ("حمار",)))).text == "حقر"

    def test_a_place_in_a_guessed_word_leads_to_what_was_typed(self):
        reading = PlainReading("يا حم*ر انت", word_costs(map(word_key, ("حمار",))))
        assert reading.text == "يا حمار انت"
        assert reading.span(3, 7) == (3, 7)

    def test_a_place_in_a_cut_row_leads_to_the_row(self):
        reading = PlainReading("يا ا ن ت ك ل ب !", word_costs(map(word_key, ("انت", "كلب"))))
        assert reading.text == "يا انت كلب !"
        assert reading.span(7, 10) == (3, 14)

    @pytest.mark.parametrize("text", ["انت ك.ل.ب والله", "يا ح ممم ا ر ك*لب", "كلlب ك😀لب"])
    def test_every_place_leads_back_to_the_text(self, text):
        reading = PlainReading(text)
        spans = [reading.span(place, place + 1) for place in range(len(reading.text))]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert reading.span(0, len(reading.text)) == (0, len(text))

    def test_a_long_text_takes_no_long_time(self):
        for text in ("ك " * 5_000, "ك*" * 5_000, "كك" * 5_000, "kك" * 5_000, "a.b" * 3_000):
            PlainReading(text)
