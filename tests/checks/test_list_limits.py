"""What a list entry may not be, and what the dearest texts may cost."""

import time

import pytest

from service.checks.lists import check_lists, compile_lists
from service.checks.text import FoldedText, fold
from service.domain.errors import Invalid
from tests.checks.comments import comment, entry


def found(text, lists):
    """The parts of the text that the lists marked, in order."""
    signals = check_lists(fold(text), comment(text), lists)
    return [text[start:end] for signal in signals for start, end in signal.spans]


def least_time(text, lists):
    """Seconds of the quickest of three runs on a text that nothing has been worked out for."""
    spent = []
    for _ in range(3):
        folded, started = FoldedText(text), time.process_time()
        check_lists(folded, comment(text), lists)
        spent.append(time.process_time() - started)
    return min(spent)


class TestPatterns:
    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (r"(كلب|حمار)\1", "list.pattern_backtracks"),
            (r"(?P<n>كلب)(?P=n)", "list.pattern_backtracks"),
            (r"(?<n>كلب)\k<n>", "list.pattern_backtracks"),
            ("كلب(?=كم)", "list.pattern_backtracks"),
            ("كلب(?!كم)", "list.pattern_backtracks"),
            ("(?<=يا )كلب", "list.pattern_backtracks"),
            ("(?<!يا )كلب", "list.pattern_backtracks"),
            ("(?>كلب+)", "list.pattern_backtracks"),
            ("(?:كلب)++", "list.pattern_backtracks"),
            ("كلب{1,3}+", "list.pattern_backtracks"),
            ("((a{100}){100}){100}", "list.pattern_too_large"),
            ("كلب{2000}", "list.pattern_too_large"),
            ("[^a]{900}" * 20, "list.pattern_too_large"),
            ("a" * 1_001, "list.pattern_too_large"),
            (".", "list.pattern_too_broad"),
            (r"\w+", "list.pattern_too_broad"),
            ("[ا-ي]*", "list.pattern_too_broad"),
            ("كلب|و", "list.pattern_too_broad"),
            ("(", "list.pattern_invalid"),
            ("كلب**", "list.pattern_invalid"),
            ("", "list.pattern_invalid"),
        ],
    )
    def test_what_could_run_long_or_hit_everything_is_refused_by_name(self, value, code):
        with pytest.raises(Invalid) as refused:
            compile_lists([entry(value, kind="pattern")])
        assert refused.value.code == code

    def test_several_are_each_found_at_their_places(self):
        lists = compile_lists(entry(rf"ربح {number}\d", kind="pattern") for number in range(1, 6))
        assert found("ربح ٢٥ ثم ربح 37 ثم ربح 99", lists) == ["ربح ٢٥", "ربح 37"]

    def test_a_pattern_that_makes_other_engines_hang_is_quick(self):
        lists = compile_lists([entry("(?:اب|اب|ا)+ج", kind="pattern")])
        assert found("ا" * 5_000 + " " + "اب" * 2_500, lists) == []


class TestCost:
    @pytest.mark.parametrize(
        "text",
        ["ح*ا*ر " * 1_600, "ك*ب " * 2_500, "ك ل ب " * 1_666, "يا كلب " * 1_400, "a.example.com " * 700],
        ids=["starred", "starred words", "set apart", "hits", "links"],
    )
    def test_ten_thousand_letters_meant_to_be_dear_take_linear_time(self, text):
        lists = compile_lists([entry("كلب"), entry("حمار"), entry("bad.example.net", kind="domain")])
        whole, half = (least_time(part, lists) for part in (text, text[: len(text) // 2]))
        assert whole < max(4 * half, 0.05)
