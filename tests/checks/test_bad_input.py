"""Texts meant to break the checks: every check runs, every place is right.

That time grows no faster than the length is measured by `python -m tests.bench.quality --times`.
"""

import pytest

from service.checks.lists import check_lists, compile_lists
from service.checks.pipeline import run_checks
from service.checks.policy import DEFAULT_POLICY
from service.checks.text import FoldedText, fold
from tests.checks.comments import comment, entry
from tests.support.hostile import UNITS, hostile
from tests.support.texts import verdicts

LONGEST = 10_000
LISTS = compile_lists([entry("كلب"), entry("حمار"), entry("fuck"), entry("يا كلب", kind="phrase")])


def marked(text: str) -> list[str]:
    """The places of «كلب» as typed."""
    signals = check_lists(fold(text), comment(text), LISTS)
    return [text[slice(*span)] for each in signals if each.evidence["value"] == "كلب" for span in each.spans]


class TestBadInput:
    @pytest.mark.parametrize("kind", UNITS)
    def test_every_check_runs_and_every_place_is_one_of_the_text(self, kind):
        text = hostile(kind, LONGEST)
        given = comment(text, article_title=text[:200], parent_body=text[200:600])
        (results,) = run_checks([given], lists=LISTS, policy=DEFAULT_POLICY, models=None)
        assert {result.error for result in results if result.check not in {"spam", "abuse"}} == {None}
        spans = [span for result in results for signal in result.signals for span in signal.spans]
        assert all(0 <= start < end <= len(text) for start, end in spans)

    @pytest.mark.parametrize(
        "kind", ["one mark on another", "surrogate pairs in the middle", "mixed directions"]
    )
    def test_what_is_marked_reads_as_the_listed_word(self, kind):
        found = marked(hostile(kind, LONGEST))
        assert found
        assert {fold(place).folded for place in found} == {"كلب"}

    def test_the_shipped_checks_say_something_about_each(self):
        assert len(verdicts([comment(hostile(kind, LONGEST)) for kind in UNITS])) == len(UNITS)


class TestFormsThatExpand:
    """One character may stand for eighteen letters; a text of them must not become eighteen times as long."""

    @pytest.mark.parametrize("kind", UNITS)
    def test_no_text_grows_beyond_its_letters_in_pairs_and_two_thousand_more(self, kind):
        text = hostile(kind, LONGEST)
        assert len(FoldedText(text).folded) <= 2 * len(text) + 2_000

    def test_as_many_as_a_reader_writes_are_written_out(self):
        text = "محمد ﷺ " * 100
        assert fold(text).folded == "محمد صلي الله عليه وسلم " * 100

    def test_a_listed_word_behind_too_many_is_found_in_its_place(self):
        text = "ﷺ" * 9_000 + " كلب " + "ﷺ" * 900
        assert marked(text) == ["كلب"]

    def test_letters_in_pairs_are_always_written_out(self):
        text = "ﷺ" * 2_000 + " " + "ﻼ" * 3_000 + " كﻼب"
        assert fold(text).folded.endswith(" كلاب")
