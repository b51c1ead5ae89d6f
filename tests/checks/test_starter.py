"""The lists that a new site begins with: insults hold, innocent words do not."""

import pytest

from service.checks.lists import check_lists, compile_lists
from service.checks.starter import LANGUAGES, load_starter_lists
from service.checks.text import fold
from service.domain.verdicts import Effect
from tests.checks.comments import comment

LISTS = compile_lists(load_starter_lists())


def held(text):
    signals = check_lists(fold(text), comment(text), LISTS)
    return {signal.code for signal in signals if signal.effect is Effect.HOLD}


class TestEntries:
    def test_ids_and_values_are_unique(self):
        entries = load_starter_lists()
        assert len({entry.id for entry in entries}) == len(entries)

    def test_every_language_is_there_and_nothing_rejects(self):
        entries = load_starter_lists()
        assert {entry.language for entry in entries} == set(LANGUAGES)
        assert {entry.action for entry in entries} == {"hold", "note"}

    def test_arabic_covers_its_dialects(self):
        dialects = {entry.extra.get("dialect") for entry in load_starter_lists() if entry.language == "ar"}
        assert {"standard", "egyptian", "levantine", "gulf", "iraqi", "maghrebi", "arabizi"} <= dialects


class TestHolding:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("اسكت ياكلب", "abuse.insult"),
            ("انت واحد ابن الكـلب", "abuse.insult"),
            ("يا، حِمار", "abuse.insult"),
            ("ya 7mar", "abuse.insult"),
            ("سأقتلك غدا", "abuse.threat"),
            ("رح اقتلك", "abuse.threat"),
            ("you are a piece of sh1t", "abuse.insult"),
            ("go kill yourself", "abuse.threat"),
            ("espèce de merde", "abuse.insult"),
            ("je vais te tuer", "abuse.threat"),
            ("جلب الحبيب خلال ساعة", "spam.phrase"),
        ],
    )
    def test_strong_words_hold_with_their_reason(self, text, code):
        assert code in held(text)

    @pytest.mark.parametrize(
        "text",
        [
            "كلب الجيران ينبح طوال الليل",
            "الكلب صديق وفي للإنسان",
            "يا زمالك يا مدرسة",
            "خوّل القانون الوزير",
            "يا خولي الجنينة",
            "يا ثورة الشعب",
            "هذه كحبة القمح",
            "كل تبني لهذه السياسة خطأ",
            "يا كرم أهل الجنوب",
            "حمار الوحش في المحمية",
            "أَحبّك يا وطني",
            "الخنزير البري يهاجم المزارع",
            "le train est en retard",
            "la bâtarde est un pain",
            "Scunthorpe and Sussex",
            "ana 3arsi ba3d shahr",
            "هذا المقال كلام فارغ ولا قيمة له",
        ],
    )
    def test_innocent_and_merely_harsh_words_do_not(self, text):
        assert held(text) == set()
