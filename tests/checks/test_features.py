"""What the models see of a text."""

import numpy as np
import pytest

from service.checks.features import FeatureSettings, features, sound, tokens

SETTINGS = FeatureSettings(bits=16)


def columns(text: str, settings: FeatureSettings = SETTINGS) -> list[int]:
    return sorted(features([[token.form for token in tokens(text)]], settings).columns.tolist())


class TestTokens:
    def test_words_numbers_links_and_signs_are_told_apart(self):
        found = tokens("كلب!! 3andi 0551234 www.a.example/b")
        assert [token.form for token in found] == ["كلب", "!!", "3andi", "0000000", "\ue000"]

    def test_a_token_knows_its_place(self):
        text = "يا  حمار 😀😀😀😀"
        assert [text[token.start : token.end] for token in tokens(text)] == ["يا", "حمار", "😀😀😀😀"]

    @pytest.mark.parametrize("text", ["", "   ", "@somebody", "__"])
    def test_some_texts_have_none(self, text):
        assert tokens(text) == []


class TestFeatures:
    def test_a_text_does_not_depend_on_its_neighbours(self):
        texts = [["يا", "كلب"], [], ["thank", "you"], ["a"], ["كلب", "يا"]]
        together = features(texts, SETTINGS)
        ends = np.cumsum([0, *map(len, texts)])
        for place, text in enumerate(texts):
            mine = slice(together.starts[ends[place]], together.starts[ends[place + 1]])
            assert together.columns[mine].tolist() == features([text], SETTINGS).columns.tolist()

    def test_every_token_has_features_of_its_own(self):
        found = features([["يا", "كلب", "!"]], SETTINGS)
        alone = [features([[form]], SETTINGS).columns.tolist() for form in ("يا", "كلب", "!")]
        for place, mine in enumerate(alone):
            theirs = found.columns[found.starts[place] : found.starts[place + 1]].tolist()
            assert set(mine) <= set(theirs)

    def test_who_is_named_which_link_and_which_number_make_no_difference(self):
        assert columns("شكرا @ali https://a.example/1 12") == columns("شكرا @omar https://b.example/2 99")

    def test_the_order_of_words_makes_one(self):
        assert columns("يا كلب") != columns("كلب يا")

    @pytest.mark.parametrize(("word", "swapped"), [("حقيره", "حيقره"), ("idiots", "idoits")])
    def test_a_word_with_swapped_letters_still_has_its_letters(self, word, swapped):
        without_n_grams = FeatureSettings(bits=20, char_min=9, char_max=9)
        assert set(columns(word, without_n_grams)) & set(columns(swapped, without_n_grams))

    def test_a_sound_is_known_with_something_at_it(self):
        without_n_grams = FeatureSettings(bits=20, char_min=9, char_max=9)
        assert set(columns("كلبكم", without_n_grams)) & set(columns("kalbak", without_n_grams))

    def test_n_grams_stop_at_the_edge_of_a_word(self):
        three, four = FeatureSettings(bits=16, char_max=3), FeatureSettings(bits=16, char_max=4)
        assert columns("a b c", three) == columns("a b c", four)


class TestSound:
    @pytest.mark.parametrize(
        ("arabic", "latin"),
        [
            ("كلب", "kalb"), ("كلب", "kelb"), ("كلب", "klb"), ("حمار", "7mar"), ("حمار", "hmar"),
            ("الحمار", "el7mar"), ("خنزير", "5anzir"), ("خنزير", "khanzir"), ("شرموطه", "sharmouta"),
            ("غبي", "ghabi"), ("قذر", "9azer"),
        ],
    )  # fmt: skip
    def test_a_word_sounds_alike_in_both_scripts(self, arabic, latin):
        assert sound(arabic) == sound(latin) != ""

    @pytest.mark.parametrize("form", ["يا", "a", "!", "😀", "\ue000"])
    def test_less_than_two_consonants_are_no_sound(self, form):
        assert sound(form) == ""
