"""Folding: what counts as the same text, and the way back to what was typed."""

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.checks.letters import FoldingTable
from service.checks.text import fold

ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC),
        st.sampled_from("كلب \u200c\u200f\u0640\u064b\u0651aAé12*. \n"),
    )
)
ANY = st.one_of(ARABIC, st.text())


class TestFolding:
    @pytest.mark.parametrize(
        ("typed", "folded"),
        [
            pytest.param("كَلْبٌ", "كلب", id="vowel marks"),
            pytest.param("كلـــب", "كلب", id="tatweel"),
            pytest.param("أإآٱا", "ا", id="alef seats, and the run they make"),
            pytest.param("مؤمن بيئة", "مومن بييه", id="hamza on waw and ya, ta marbuta"),
            pytest.param("على", "علي", id="alef maqsura"),
            pytest.param("ڪلب کلب گلب", "كلب كلب كلب", id="swash, Persian and Gaf"),
            pytest.param("یے", "يي", id="Persian and Urdu ya"),
            pytest.param("ھہەة", "ه", id="Urdu, Kurdish and marbuta ha"),
            pytest.param("پچژڤ", "بجزف", id="Persian and Maghrebi consonants"),
            pytest.param("\ufedb\ufee0\ufe90", "كلب", id="presentation forms"),
            pytest.param("ﷲ ﻻ", "الله لا", id="ligatures"),
            pytest.param("\ufe77كلب", "كلب", id="a vowel mark in presentation form"),
            pytest.param("ك\u200cل\u200bب\u2060", "كلب", id="zero width"),
            pytest.param("\u202eكلب\u202c\u200f", "كلب", id="direction"),
            pytest.param("جدااااا", "جدا", id="a long letter"),
            pytest.param("الله", "الله", id="a doubled letter stays"),
            pytest.param("COOOOL Café ｆｕｌｌ 𝐛𝐨𝐥𝐝", "col cafe full bold", id="Latin"),
            pytest.param("٠١٢٣ ۴۵۶ 000", "0123 456 000", id="digits, which are no letters to shorten"),
            pytest.param("a\u00a0\t\n b", "a b", id="white space"),
            pytest.param("!!!! ؟؟؟", "!!!! ؟؟؟", id="punctuation stays"),
            pytest.param("हिन्दी", "हिन्दी", id="vowel signs of other scripts are letters"),
        ],
    )
    def test_writings_that_read_alike_fold_alike(self, typed, folded):
        assert fold(typed).folded == folded

    def test_every_character_folds_to_characters_that_stay(self):
        table = FoldingTable()
        for code in range(sys.maxunicode + 1):
            assert all(table[ord(each)] == each for each in table[code]), hex(code)

    @given(ANY)
    def test_folding_twice_changes_nothing(self, text):
        once = fold(text).folded
        assert fold(once).folded == once

    def test_hostile_characters_do_not_fill_memory(self):
        table = FoldingTable()
        "".join(map(chr, range(0x20000, 0x2A000))).translate(table)
        assert len(table) <= 16_384

    def test_nor_do_they_keep_others_from_being_remembered(self):
        table = FoldingTable()
        "".join(map(chr, range(0x20000, 0x2A000))).translate(table)
        assert "ผู้ใหญ่".translate(table)
        assert ord("ผ") in table


class TestTheWayBack:
    @pytest.mark.parametrize(
        ("typed", "word", "seen"),
        [
            ("انت كَلْبٌ!", "كلب", "كَلْبٌ"),
            ("يا كلـــب،", "كلب", "كلـــب"),
            ("ك\u200cلببببب هنا", "كلب", "ك\u200cلببببب"),
            ("قال ﷲ", "لل", "ﷲ"),
        ],
    )
    def test_a_folded_word_leads_to_the_word_as_typed(self, typed, word, seen):
        text = fold(typed)
        start = text.folded.index(word)
        first, last = text.span(start, start + len(word))
        assert typed[first:last] == seen

    @given(ANY)
    def test_every_folded_character_comes_from_somewhere_in_order(self, typed):
        text = fold(typed)
        before = 0
        for place in range(len(text.folded)):
            start, end = text.span(place, place + 1)
            assert 0 <= before <= start < end <= len(typed)
            before = start

    @given(ANY, st.integers(0, 40), st.integers(0, 40))
    def test_a_part_of_the_text_folds_to_the_same_place(self, typed, start, length):
        text = fold(typed)
        low, high = text.folded_span(start, start + length)
        assert 0 <= low <= high <= len(text.folded)

    @pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 0), (2, 1), (0, 4)])
    def test_a_place_outside_is_refused(self, start, end):
        with pytest.raises(ValueError, match="outside"):
            fold("كلب").span(start, end)


class TestTime:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("تعليق فيه كلامٌ كثير. " * 455, id="ten thousand characters"),
            pytest.param("ك" + "\u064b" * 5_000 + "لب", id="five thousand marks"),
            pytest.param("بت" * 4_500, id="a word of nine thousand letters"),
            pytest.param("بب" * 4_500, id="one letter nine thousand times"),
            pytest.param("ﷺ" * 10_000, id="every character becomes eighteen"),
        ],
    )
    def test_the_longest_comments_fold_at_once(self, text):
        started = time.process_time()
        folded = fold(text)
        folded.span(0, 1)
        assert time.process_time() - started < 0.25  # 0.05 s on an idle core
