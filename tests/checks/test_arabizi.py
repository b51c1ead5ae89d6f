"""Arabizi: a word is known as the listed one exactly where one of its spellings is."""

import random
from itertools import product
from math import prod

import pytest

from service.checks.arabizi import ARABIZI, choices
from service.checks.arabizi_words import ArabiziWords
from service.checks.needles import build_automaton, place_of, typed_needles
from service.checks.starter import load_starter_lists
from service.domain.comments import MatchKind
from tests.checks.comments import entry

TYPICAL = "7mar 3ars 9a7ba el7a2ir ya-kalb ibn-el-kalb 5awal sharmo6a mot5alef 7ayawan ya-7mara wa2e7 5anzir"
SEED = 7


def spelled(words: str) -> list[str]:
    """Every spelling, written out."""
    return ["".join(each) for each in product(*choices(words))]


def enumerated(words: str, automaton) -> set[int]:
    """Entries that stand in one of the spellings, each read as a text of its own."""
    return {
        needle.entry
        for text in set(spelled(words))
        for last, needles in automaton.iter(text)
        for needle in needles
        if place_of(needle, text, last + 1) is not None
    }


def words_at_random(count: int) -> list[str]:
    """Arabizi words, some made of typical ones with letters changed."""
    chance = random.Random(SEED)
    made: list[str] = []
    while len(made) < count:
        word = list(chance.choice(TYPICAL.split()).replace("-", " "))
        for _ in range(chance.randint(0, 3)):
            place = chance.randrange(len(word) + 1)
            word[place : place + chance.randint(0, 1)] = chance.choice("abdehiklmnorstuwx23579'")
        match = ARABIZI.search("".join(word))
        if match and prod(map(len, choices(match[0]))) <= 600:
            made.append(match[0])
    return made


class TestSpellings:
    def test_vowels_may_be_written_or_not(self):
        assert "يا حمار" in spelled("ya 7mar")
        assert "الحقير" in spelled("el7a2ir")

    def test_one_letter_may_stand_for_two(self):
        assert spelled("3ax")[0] == "عاكس"


class TestKnownWords:
    @pytest.mark.parametrize("match", MatchKind)
    def test_a_word_is_known_exactly_where_a_spelling_of_it_is(self, match):
        entries = [
            *load_starter_lists(),
            *(
                entry(value, match=match)
                for value in ("حمارة", "كس", "عرص", "ار", "ابن الكلب", "يا حمار", "لك")
            ),
        ]
        spelling = [(index, each) for index, each in enumerate(entries) if each.kind in {"word", "phrase"}]
        automaton = build_automaton(typed_needles(spelling))
        known = ArabiziWords(automaton, (each.match for _, each in spelling))
        words = words_at_random(600)
        found = {word: set(known.entries(word)) for word in words}
        assert found == {word: enumerated(word, automaton) for word in words}
        assert sum(map(bool, found.values())) > 30

    def test_a_word_of_countless_spellings_is_known_too(self):
        word = "7" + "aeiou" * 2 + "m" + "a" + "r"
        automaton = build_automaton(typed_needles([(0, entry("حمار"))]))
        assert ArabiziWords(automaton, [MatchKind.WORD]).entries(word) == (0,)
