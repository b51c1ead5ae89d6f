"""Explanations: a sentence in Arabic and in English for everything the product can say."""

import re

import pytest

from service.checks.codes import HARM
from service.checks.explain import explain, explain_code
from service.checks.plurals import LINKS
from service.checks.starter import load_starter_lists
from service.checks.wording import LABELS, READINGS
from service.domain.verdicts import Signal

ARABIC = re.compile("[\u0621-\u064a]")


class TestCodes:
    def test_every_code_has_a_weight_and_a_name(self):
        assert set(LABELS) == set(HARM)

    @pytest.mark.parametrize("code", sorted(HARM))
    def test_a_name_exists_in_both_languages(self, code):
        assert ARABIC.search(explain_code(code, "ar"))
        assert explain_code(code, "en").isascii()

    def test_a_reason_of_the_newsroom_has_a_general_name(self):
        assert explain_code("desk.rumour", "ar") == "سبب خاص بالموقع"
        assert explain_code("desk.rumour", "en") == "A reason of this site"

    def test_the_starter_lists_only_use_known_codes(self):
        assert {entry.reason for entry in load_starter_lists()} <= set(HARM)


class TestSentences:
    @pytest.mark.parametrize("code", sorted(HARM))
    @pytest.mark.parametrize(
        "evidence", [{}, {"count": 2, "articles": 3, "allowed": 2, "words": 4, "hours": 13}]
    )
    def test_every_signal_has_a_sentence_in_both_languages(self, code, evidence):
        signal = Signal(code.partition(".")[0], code, 0.7, (), evidence)
        arabic, english = explain(signal, "ar"), explain(signal, "en")
        assert ARABIC.search(arabic)
        assert arabic.endswith(".")
        assert english.isascii() or "“" in english
        assert english.endswith(".")

    @pytest.mark.parametrize("reading", READINGS)
    def test_a_listed_word_is_named_with_how_it_was_typed(self, reading):
        signal = Signal("lists", "abuse.insult", 1.0, (), {"value": "يا كلب", "reading": reading, "count": 1})
        assert "«يا كلب»" in explain(signal, "ar")
        assert "“يا كلب”" in explain(signal, "en")

    def test_a_quoted_word_says_so(self):
        signal = Signal("lists", "abuse.insult", 0.4, (), {"value": "كلب", "quoted": "article"})
        assert explain(signal, "ar").endswith("الكلام مقتبس من عنوان المقال، فخُفِّف أثره.")


class TestArabicPlurals:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (0, "0 رابط"),
            (1, "رابط واحد"),
            (2, "رابطان"),
            (3, "3 روابط"),
            (10, "10 روابط"),
            (11, "11 رابطًا"),
            (99, "99 رابطًا"),
            (100, "100 رابط"),
            (103, "103 روابط"),
            (111, "111 رابطًا"),
        ],
    )
    def test_the_noun_follows_the_number(self, number, words):
        assert LINKS.counted(number, "ar") == words

    def test_english_has_two_forms(self):
        assert (LINKS.counted(1, "en"), LINKS.counted(2, "en")) == ("1 link", "2 links")
