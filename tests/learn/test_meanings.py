"""What words mean is learned from their neighbours, without labels."""

import numpy as np
import pytest

from service.checks.meanings import NO_MEANINGS, Meanings
from service.checks.plain import word_key
from service.learn.meanings import learn_meanings, word_keys

ENDINGS = [first + second for first in "ابتثجحخد" for second in "سشصضطظعغفق"]
ANIMALS = [f"حيوان{ending}" for ending in ENDINGS]
DISHES = [f"طبق{ending}" for ending in ENDINGS]
TEXTS = [f"رايت {word} في الغابه" for word in ANIMALS] + [f"اكلت {word} مع الخبز" for word in DISHES]


@pytest.fixture(scope="module")
def learned() -> Meanings:
    return learn(TEXTS * 6)


def learn(texts: list[str]) -> Meanings:
    return learn_meanings(*word_keys(texts, {}, lambda _: None), seed=1)


def vectors(meanings: Meanings, *words: str) -> np.ndarray:
    return meanings.of(np.array([word_key(word) for word in words], dtype=np.uint32))


class TestLearnMeanings:
    def test_words_with_the_same_neighbours_mean_alike(self, learned):
        first, second, other = vectors(learned, ANIMALS[0], ANIMALS[1], DISHES[0])
        assert first @ second > 2 * abs(first @ other)

    def test_the_same_texts_and_seed_give_the_same_vectors(self, learned):
        again = learn(TEXTS * 6)
        assert np.array_equal(again.keys, learned.keys)
        assert np.array_equal(again.levels, learned.levels)

    def test_a_word_never_seen_means_nothing(self, learned):
        assert not vectors(learned, "كلمهجديده").any()

    @pytest.mark.parametrize("texts", [[], TEXTS[:10]])
    def test_few_texts_teach_no_meaning(self, texts):
        assert learn(texts).width == 0


class TestMeanings:
    def test_without_any_there_are_no_numbers(self):
        assert vectors(NO_MEANINGS, "كلب", "حمار").shape == (2, 0)

    def test_arrays_that_do_not_fit_are_refused(self, learned):
        with pytest.raises(ValueError, match="shape"):
            Meanings(learned.keys[1:], learned.levels, learned.scale)
