"""Quoting: the article's and the parent's words are not the writer's."""

import pytest

from service.checks.lists import compile_lists
from service.checks.pipeline import run_checks
from service.checks.policy import DEFAULT_POLICY, judge
from service.checks.quoting import check_quoting
from service.checks.text import fold
from service.domain.verdicts import Outcome
from tests.checks.comments import comment, entry
from tests.checks.models import CLEAN

TITLE = "محكمة تدين من قال لجاره يا كلب في الشارع"
LISTS = compile_lists([entry("يا كلب", kind="phrase", reason="abuse.insult")])


def verdict(body, **facts):
    given = comment(body, article_title=TITLE, **facts)
    (results,) = run_checks([given], lists=LISTS, policy=DEFAULT_POLICY, models=CLEAN)
    return judge(given, results, DEFAULT_POLICY)


class TestQuoting:
    def test_a_comment_that_quotes_the_headline_passes(self):
        result = verdict("«محكمة تدين من قال لجاره يا كلب» حكم عادل")
        assert result.outcome is Outcome.PUBLISH
        (insult,) = [signal for signal in result.signals if signal.code == "abuse.insult"]
        assert insult.evidence["quoted"] == "article"

    @pytest.mark.parametrize(
        "body", ["وأنت أيضا يا كلب", "محكمة تدين من قال لجاره؟ اسكت يا كلب", "قال لجاره يا كلب وأنت يا كلب"]
    )
    def test_the_same_word_said_to_a_reader_holds(self, body):
        assert verdict(body).outcome is Outcome.HOLD

    def test_the_parents_words_count_less(self):
        parent = "سمعته يقول له يا كلب أمام الناس"
        assert (
            verdict("تقول سمعته يقول له يا كلب أمام الناس وأنا لا أصدق", parent_body=parent).outcome
            is Outcome.PUBLISH
        )

    def test_one_or_two_shared_words_are_no_quotation(self):
        signals, quotes = check_quoting(comment("يا كلب", article_title=TITLE), fold("يا كلب"))
        assert (signals, quotes.spans) == ((), ())

    def test_the_quotation_is_marked_as_typed(self):
        body = "قرأت: مَحكمة تدين من قال... ثم ماذا"
        (signal,), quotes = check_quoting(comment(body, article_title=TITLE), fold(body))
        assert (signal.code, signal.evidence["words"]) == ("quote.article", 4)
        assert [body[slice(*span)] for span in quotes.spans] == ["مَحكمة تدين من قال"]
