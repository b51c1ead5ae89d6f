"""Text that may be kept: what is refused, what is cleaned, and that cleaning is done once and for all."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.text_rules import (
    clean_body,
    clean_line,
    clean_name,
    has_forbidden,
    has_letter,
    is_readable,
    visible_length,
)

ZWNJ, ZWJ, RLO, PDF, RLI, LRI, PDI, RLM = "\u200c\u200d\u202e\u202c\u2067\u2066\u2069\u200f"
AWKWARD = "\u200c\u200d\u200f\u061c\u202a\u202e\u202c\u2066\u2067\u2069\u200b\u0301\u064b \n\r\t\u3164aeم\u0915\u094d"
TEXTS = st.text(
    st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs"])), max_size=60
).filter(lambda text: not has_forbidden(text))


class TestForbidden:
    @pytest.mark.parametrize(
        "text", ["\x00", "\x1b", "\x9f", "\ud800", "\ue000", "\ufdd0", "\uffff", "\U000e0001"]
    )
    def test_what_cannot_be_stored_or_shown(self, text: str):
        assert has_forbidden(f"a{text}b")

    @pytest.mark.parametrize("text", ["\n", "\t", "\r\n", "\u2028", ZWNJ, RLM, "😀", "\ufdfa"])
    def test_what_people_write(self, text: str):
        assert not has_forbidden(f"a{text}b")


class TestBody:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("  نص \n", "نص"),
            ("سطر\r\nسطر\rسطر\u2028سطر", "سطر\nسطر\nسطر\nسطر"),
            ("e\u0301", "é"),
            (f"a{RLO}b{PDF}c", "abc"),
            (f"e{RLO}\u0301", "é"),
            (f"{RLI}نص{PDI} x", f"{RLI}نص{PDI} x"),
            (f"{RLI}نص x", "نص x"),
            (f"نص{PDI}{PDI}", "نص"),
            (f"{RLI}نص\n{PDI}", "نص"),
            (f"{RLI}{LRI}نص{PDI}", f"{LRI}نص{PDI}"),
            (f"نص{RLM}!", f"نص{RLM}!"),
            ("م" + "\u064b" * 9, "م" + "\u064b" * 4),
            ("مُحَمَّدٌ رَسُولٌ", unicodedata.normalize("NFC", "مُحَمَّدٌ رَسُولٌ")),
        ],
    )
    def test_its_stored_form(self, sent: str, kept: str):
        assert clean_body(sent) == kept

    @given(TEXTS)
    @example("e" + "\u0316" * 9 + "\u0301")
    def test_a_second_cleaning_changes_nothing(self, text: str):
        assert clean_body(clean_body(text)) == clean_body(text)

    @given(TEXTS)
    def test_every_line_closes_the_isolates_it_opens(self, text: str):
        for line in clean_body(text).split("\n"):
            open_now = 0
            for character in line:
                open_now += (character in "\u2066\u2067\u2068") - (character == PDI)
                assert open_now >= 0
            assert open_now == 0

    @given(TEXTS)
    def test_cleaning_brings_in_nothing_forbidden(self, text: str):
        assert not has_forbidden(clean_body(text))
        assert not has_forbidden(clean_name(text))


class TestName:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("  سلمى   نور ", "سلمى نور"),
            (f"{RLO}سلمى{PDF}", "سلمى"),
            (f"{RLI}سلمى{PDI}{RLM}", "سلمى"),
            ("سل\u200bمى\ufeff\u3164", "سلمى"),
            (f"علی{ZWNJ}رضا", f"علی{ZWNJ}رضا"),
            (f"عليّ{ZWNJ}رضا", f"عليّ{ZWNJ}رضا"),
            (f"क्{ZWJ}ष", f"क्{ZWJ}ष"),
            (f"Sal{ZWNJ}ma", "Salma"),
            (f"سلمى{ZWNJ}", "سلمى"),
            ("م" + "\u064b" * 9, "م" + "\u064b" * 3),
        ],
    )
    def test_its_stored_form(self, sent: str, kept: str):
        assert clean_name(sent) == unicodedata.normalize("NFC", kept)

    @given(TEXTS)
    def test_a_second_cleaning_changes_nothing(self, text: str):
        assert clean_name(clean_name(text)) == clean_name(text)

    @given(TEXTS)
    def test_it_is_one_line_without_direction_controls(self, text: str):
        assert not set(clean_name(text)) & set(
            "\n\r\t\u200e\u200f\u061c\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069"
        )

    @pytest.mark.parametrize(
        ("name", "has"), [("سلمى", True), ("A1", True), ("12", False), ("\u3164", False), ("!", False)]
    )
    def test_whether_it_has_a_letter(self, name: str, has: bool):
        assert has_letter(name) is has


class TestTitle:
    def test_it_is_one_line(self):
        assert clean_line(" عنوان\n  طويل ") == "عنوان طويل"

    @given(TEXTS)
    def test_a_second_cleaning_changes_nothing(self, text: str):
        assert clean_line(clean_line(text)) == clean_line(text)


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "length"),
        [("", 0), ("abc", 3), ("مُحَمَّد", 4), (f"a{ZWNJ}b", 2), ("\u3164", 0), ("a b", 3), ("👍🏽", 2)],
    )
    def test_marks_and_invisible_code_points_do_not_count(self, text: str, length: int):
        assert visible_length(text) == length

    @pytest.mark.parametrize(
        ("text", "readable"),
        [
            ("a", True),
            ("؟", True),
            ("٣", True),
            ("👍", True),
            (" \n", False),
            (ZWNJ, False),
            ("\u2800", False),
            ("\u0301", False),
        ],
    )
    def test_something_must_be_seen(self, text: str, readable: bool):
        assert is_readable(text) is readable
