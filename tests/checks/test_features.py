"""What the models see of a text."""

import numpy as np
import pytest

from service.checks.features import FeatureMatrix, FeatureSettings, feature_matrix, tokens

SETTINGS = FeatureSettings(bits=16)


def row(matrix: FeatureMatrix, place: int) -> dict[int, float]:
    chosen = slice(matrix.starts[place], matrix.starts[place + 1])
    return dict(zip(matrix.columns[chosen].tolist(), matrix.values[chosen].tolist(), strict=True))


def features(text: str) -> dict[int, float]:
    return row(feature_matrix([text], SETTINGS), 0)


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


class TestFeatureMatrix:
    def test_a_text_does_not_depend_on_its_neighbours(self):
        texts = ["يا كلب", "", "thank you", "a", "كلب يا"]
        together = feature_matrix(texts, SETTINGS)
        assert [row(together, place) for place in range(len(texts))] == [features(text) for text in texts]

    def test_values_have_length_one(self):
        matrix = feature_matrix(["شكرا على المقال شكرا"], SETTINGS)
        assert np.linalg.norm(matrix.values) == pytest.approx(1.0)

    def test_who_is_named_which_link_and_which_number_make_no_difference(self):
        assert features("شكرا @ali https://a.example/1 12") == features("شكرا @omar https://b.example/2 99")

    def test_the_order_of_words_makes_one(self):
        assert features("يا كلب") != features("كلب يا")

    def test_n_grams_stop_at_the_edge_of_a_word(self):
        three, four = FeatureSettings(bits=16, char_max=3), FeatureSettings(bits=16, char_max=4)
        short = [feature_matrix(["a b c"], settings).columns.tolist() for settings in (three, four)]
        assert short[0] == short[1]
