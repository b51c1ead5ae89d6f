"""Cutting a text at its marks, and words for numbers: pure, without a page."""

from datetime import timedelta

import pytest

from service.http.console.cards import suggested_reason, waiting_words
from service.http.console.marks import Change, Piece, Span, changes, pieces
from service.http.console.texts import console_texts


def marked(body: str, *spans: tuple[int, int]) -> str:
    cut = pieces(body, [Span(*span, "hold", "why") for span in spans])
    return "".join(f"[{piece.text}]" if piece.weight else piece.text for piece in cut)


class TestMarks:
    @pytest.mark.parametrize(
        ("spans", "shown"),
        [
            ([], "abcdef"),
            ([(0, 6)], "[abcdef]"),
            ([(4, 5), (1, 2)], "a[b]cd[e]f"),
            ([(1, 3), (2, 4)], "a[b][c][d]ef"),
            ([(1, 5), (2, 3)], "a[b][c][de]f"),
            ([(4, 90)], "abcd[ef]"),
            ([(3, 3), (9, 12)], "abcdef"),
        ],
    )
    def test_stand_where_the_spans_say(self, spans: list[tuple[int, int]], shown: str):
        assert marked("abcdef", *spans) == shown

    def test_count_code_points(self):
        assert marked("👍🏽 كلب", (3, 6)) == "👍🏽 [كلب]"

    def test_where_they_overlap_the_heavier_one_counts_and_all_reasons_are_told(self):
        spans = [Span(0, 4, "note", "quoted"), Span(2, 6, "reject", "insult")]
        assert pieces("abcdef", spans) == [
            Piece("ab", "note", "quoted"),
            Piece("cd", "reject", "quoted · insult"),
            Piece("ef", "reject", "insult"),
        ]

    def test_characters_that_turn_the_text_around_are_shown_and_not_obeyed(self):
        cut = pieces("a\u202ebc\u202c", [])
        assert cut == [Piece("a"), Piece("U+202E", "unseen"), Piece("bc"), Piece("U+202C", "unseen")]

    def test_a_hundred_of_them_in_a_long_text_lose_nothing(self):
        body = "كلمة " * 2000
        cut = pieces(body, [Span(at, at + 4, "hold", "") for at in range(0, 500, 5)])
        assert "".join(piece.text for piece in cut) == body
        assert sum(1 for piece in cut if piece.weight) == 100


class TestChanges:
    def test_are_told_word_by_word(self):
        assert changes("الوجبات فكرة ممتازة", "الوجبات فكرة سيئة جداً") == [
            Change("الوجبات فكرة ", "same"),
            Change("ممتازة", "removed"),
            Change("سيئة جداً", "added"),
        ]

    def test_of_nothing_are_none(self):
        assert changes("نص", "نص") == [Change("نص", "same")]

    def test_of_very_long_texts_show_both_as_a_whole(self):
        before, after = "كلمة " * 4000, "أخرى " * 4000
        assert changes(before, after) == [Change(before, "removed"), Change(after, "added")]


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
