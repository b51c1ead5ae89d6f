"""Cutting a text at its marks, and words for numbers: pure, without a page."""

from datetime import timedelta

import pytest

from service.http.console.cards import pieces, suggested_reason, waiting_words
from service.http.console.texts import console_texts


def marked(body: str, *spans: tuple[int, int]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces(body, spans))


class TestMarks:
    @pytest.mark.parametrize(
        ("spans", "shown"),
        [
            ([], "abcdef"),
            ([(0, 6)], "[abcdef]"),
            ([(4, 5), (1, 2)], "a[b]cd[e]f"),
            ([(1, 3), (2, 4)], "a[bc][d]ef"),
            ([(1, 5), (2, 3)], "a[bcde]f"),
            ([(4, 90)], "abcd[ef]"),
            ([(3, 3), (9, 12)], "abcdef"),
        ],
    )
    def test_stand_where_the_spans_say(self, spans: list[tuple[int, int]], shown: str):
        assert marked("abcdef", *spans) == shown

    def test_count_code_points(self):
        assert marked("👍🏽 كلب", (3, 6)) == "👍🏽 [كلب]"


class TestWaiting:
    @pytest.mark.parametrize(
        ("waited", "arabic", "english"),
        [
            (timedelta(seconds=59), "ينتظر منذ أقل من دقيقة", "Waiting for less than a minute"),
            (timedelta(seconds=60), "ينتظر منذ دقيقة واحدة", "Waiting for 1 minute"),
            (timedelta(minutes=2), "ينتظر منذ دقيقتين", "Waiting for 2 minutes"),
            (timedelta(minutes=10), "ينتظر منذ 10 دقائق", "Waiting for 10 minutes"),
            (timedelta(minutes=11), "ينتظر منذ 11 دقيقة", "Waiting for 11 minutes"),
            (timedelta(hours=3), "ينتظر منذ 3 ساعات", "Waiting for 3 hours"),
            (timedelta(days=12), "ينتظر منذ 12 يوماً", "Waiting for 12 days"),
            (timedelta(seconds=-3), "ينتظر منذ أقل من دقيقة", "Waiting for less than a minute"),
        ],
    )
    def test_is_said_in_the_largest_unit(self, waited: timedelta, arabic: str, english: str):
        assert waiting_words(waited, console_texts("ar")) == arabic
        assert waiting_words(waited, console_texts("en")) == english


class TestSuggestion:
    @pytest.mark.parametrize(
        ("codes", "reason"),
        [
            (["abuse.insult"], "abuse.insult"),
            (["author.new", "spam.links"], "spam"),
            (["privacy.phone"], "privacy"),
            (["author.new"], ""),
            ([], ""),
        ],
    )
    def test_comes_from_the_first_code_that_has_one(self, codes: list[str], reason: str):
        assert suggested_reason(codes) == reason
