"""Quoting: the article's and the parent's words are not the writer's."""

import pytest

from service.checks.explain import explain
from service.checks.lists import compile_lists
from service.checks.pipeline import run_checks
from service.checks.policy import DEFAULT_POLICY, judge
from service.checks.quoting import check_quoting
from service.checks.text import fold
from service.domain.verdicts import Outcome
from tests.checks.comments import comment, entry
from tests.checks.models import CLEAN
from tests.support.texts import facts_of, half, is_held, read, share, verdicts

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


def found(body):
    """Codes of quoting with the words they mark, as typed."""
    signals, _ = check_quoting(comment(body), fold(body))
    return {signal.code: [body[slice(*span)] for span in signal.spans] for signal in signals}


class TestMarkedQuotations:
    def test_an_insult_repeated_to_object_passes(self):
        result = verdict("لا أحد يستحق أن يقال له «يا كلب» مهما كان رأيه")
        assert result.outcome is Outcome.PUBLISH
        (insult,) = [signal for signal in result.signals if signal.code == "abuse.insult"]
        assert insult.evidence["quoted"] == "marked"
        assert "علامتي اقتباس" in explain(insult, "ar")
        assert "in marks" in explain(insult, "en")

    @pytest.mark.parametrize(
        "body",
        [
            "«يا كلب»",
            "يا «كلب» اسكت",
            "كتبت لك «يا كلب» وأنت تستاهل",
            "أقولها لك صريحة: «يا كلب»",
            "صدق من قال له «يا كلب»",
            "قال له «يا هذا» ثم ماذا يا كلب",
        ],
    )
    def test_marks_do_not_excuse_what_is_aimed_or_agreed_with(self, body):
        assert verdict(body).outcome is Outcome.HOLD

    @pytest.mark.parametrize(
        "body", ['قال لي "يا كلب"', "قال لي “يا كلب”", "قال لي «يا كلب»", "قال لي „يا كلب“"]
    )
    def test_marks_of_every_kind_count(self, body):
        assert "quote.marked" in found(body)


class TestReportedWords:
    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("عيب أن تقول لإنسان يا كلب، فكلنا نخطئ", "يا كلب"),
            ("حبسوا رجلا شتم جاره بلفظ يا كلب", "بلفظ يا كلب"),
            ("ناداه زملاؤه يا كلب فترك المدرسة", "يا كلب فترك المدرسة"),
            ("تكررت عبارات مثل يا كلب في الملاعب", "يا كلب في الملاعب"),
        ],
    )
    def test_what_is_told_passes(self, body, told):
        assert found(body)["quote.told"] == [told]
        assert verdict(body).outcome is Outcome.PUBLISH

    @pytest.mark.parametrize(
        "body",
        [
            "ماذا تقول يا كلب",
            "يقول الكاتب كلاما فارغا يا كلب",
            "هذه الكلمة يا كلب لا تقال",
            "كلمة للكاتب: اسكت يا كلب",
            "لا تقل شيئا يا كلب",
            "بلاش سب يا كلب",
            "قال يا كلب قال",
            "من قال لك يا كلب إن رأيك مهم",
        ],
    )
    def test_a_word_of_telling_does_not_excuse_a_call_to_the_reader(self, body):
        assert verdict(body).outcome is Outcome.HOLD

    def test_the_models_score_is_that_of_the_writers_own_words(self):
        (held,) = verdicts([comment("أنتم كلاب وحثالة")])
        (told,) = verdicts([comment("وصف الوزير الصحفيين بأنهم كلاب وحثالة")])
        assert is_held(held)
        assert not is_held(told)

    @pytest.mark.parametrize("piece", ["«", '"', "قال إن ", "كلمة يا ", "«قال " * 2 + "»"])
    def test_marks_and_tellings_without_end_are_harmless(self, piece):
        body = piece * (10_000 // len(piece))
        signals, _ = check_quoting(comment(body), fold(body))
        assert all(0 <= low < high <= len(body) for signal in signals for low, high in signal.spans)


class TestQuotingCases:
    ROWS = read("quoting.jsonl")
    CLASSES = ("title", "parent", "marked", "counter", "identity", "news")

    def test_there_are_300_in_six_classes_with_attacks_in_each(self):
        assert (len(self.ROWS), {row["class"] for row in self.ROWS}) == (300, set(self.CLASSES))
        assert all(
            sum(row["abuse"] for row in self.ROWS if row["class"] == each) >= 15 for each in self.CLASSES
        )

    @pytest.mark.parametrize("part", ["open", "hidden"])
    def test_seven_in_ten_are_right(self, part):
        rows = [row for row in self.ROWS if half(row["text"]) == part]
        assert share(self._right(rows)) >= 0.75

    @pytest.mark.parametrize("name", CLASSES)
    def test_seven_in_ten_of_each_class_are_right(self, name):
        assert share(self._right([row for row in self.ROWS if row["class"] == name])) >= 0.7

    @staticmethod
    def _right(rows):
        found = verdicts([facts_of(row) for row in rows])
        return [is_held(each) == bool(row["abuse"]) for row, each in zip(rows, found, strict=True)]
