"""Peoples, faiths and groups: a kind or plain mention is no reason to hold."""

import pytest

from service.checks.explain import explain
from service.checks.identity import renamed, without_names
from service.checks.text import fold
from service.domain.verdicts import CheckResult, Signal
from tests.checks.comments import comment
from tests.support.texts import is_held, share, verdicts

GROUPS = """
المسلمون المسيحيون اليهود الشيعة السنة العلويون الدروز الإيزيديون الأقباط الأكراد الأمازيغ الأرمن النوبيون البدو
المصريون السوريون العراقيون الفلسطينيون السودانيون المغاربة الإيرانيون الهنود الأفارقة النساء اللاجئون المهاجرون
الملحدون
"""
KIND = (
    "{} جيراننا منذ سنوات طويلة",
    "{} أناس طيبون وأهل كرم",
    "كم عدد {} في البلد اليوم؟",
    "عاش {} في هذه المدينة قرونا",
)


class TestKindMention:
    def test_it_does_not_hold(self):
        texts = [sentence.format(group) for group in GROUPS.split() for sentence in KIND]
        assert share(is_held(each) for each in verdicts([comment(text) for text in texts])) <= 0.02

    @pytest.mark.parametrize(
        "text",
        ["اليهود خنازير ولا عهد لهم", "جيراننا السوريون كلاب وحثالة", "كم عدد الأنجاس من الأقباط يا كلاب؟"],
    )
    def test_abuse_with_a_name_in_it_still_does(self, text):
        (verdict,) = verdicts([comment(text)])
        assert is_held(verdict)


class TestNames:
    def test_every_name_is_replaced_where_something_kind_is_said(self):
        assert without_names(fold("المسلمون والمسيحيون إخوة").folded) == "الناس الناس اخوه"

    @pytest.mark.parametrize("text", ["إخوتنا في الوطن", "اليهود", "خونة كلهم هؤلاء الأكراد"])
    def test_there_is_nothing_to_ask_without_a_name_or_a_kind_word(self, text):
        assert without_names(fold(text).folded) is None

    def test_the_signal_says_why_it_counts_less(self):
        result = CheckResult("abuse", (Signal("abuse", "abuse.model", 0.7),))
        (signal,) = renamed(result, 0.1).signals
        assert signal.score == 0.1
        assert "جماعة من الناس" in explain(signal, "ar")
        assert "group of people" in explain(signal, "en")

    @pytest.mark.parametrize("own", [None, 0.3, 0.9])
    def test_what_is_left_counts_in_full(self, own):
        result = CheckResult("abuse", (Signal("abuse", "abuse.model", 0.9),))
        assert renamed(result, own) == result
