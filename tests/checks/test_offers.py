"""Offers: advertisements are told by what stands together; talk about the same things is not."""

import pytest

from service.checks.explain import explain
from service.checks.links import find_links
from service.checks.lists import compile_lists
from service.checks.offers import check_offers, tempered
from service.checks.pipeline import run_checks
from service.checks.policy import DEFAULT_POLICY, judge
from service.checks.text import fold
from service.domain.verdicts import CheckResult, Effect, Outcome, Signal
from tests.checks.comments import comment
from tests.checks.models import CLEAN
from tests.support.texts import half, is_taken_for_spam, read, share, verdicts

HOLD_AT = DEFAULT_POLICY.hold_at["offers"]


def found(text):
    return check_offers(fold(text), find_links(text))


def score(text):
    signals, _ = found(text)
    return max((signal.score for signal in signals), default=0.0)


def marked(text):
    ((signal,), _) = found(text)
    return [text[slice(*span)] for span in signal.spans]


class TestCombinations:
    @pytest.mark.parametrize(
        "text",
        [
            "قروض بدون كفيل خلال ساعة، راسلني واتساب",
            "استثمر معنا وأرباح يومية مضمونة، انضم إلى قناتنا على تلغرام",
            "شيخ روحاني لجلب الحبيب، التواصل على الخاص",
            "بث مباشر بدون تقطيع، ادخل من هنا koora.example/live",
            "Guaranteed returns every week, message me on WhatsApp",
            "She cast a love spell and he came back, contact her today",
            "Gagnez de l'argent facile depuis chez vous, contactez-moi en privé",
            "eli 3ayz ye3mel floos men bayto yekalemni telegram",
        ],
    )
    def test_an_offer_with_a_way_to_take_it_holds(self, text):
        assert score(text) >= HOLD_AT

    @pytest.mark.parametrize(
        "text",
        [
            "القروض بفائدة عالية ترهق الموظف، والحل في دعم السكن",
            "راسلت الوزارة عبر واتساب ولم يرد أحد",
            "ادخلوا على موقع الوزارة واقرؤوا القرار كاملا",
            "خسرت في التداول كل ما ربحت، فلا تقلدوني",
            "القطاع الخاص لا يجد من يملأ وظيفة واحدة براتب جيد",
            "اللهم صل على محمد، جزاكم الله خيرا وجعله في ميزان حسناتكم",
            "I messaged the bank on WhatsApp about my loan and nobody answered",
            "Thank God the trains run again",
        ],
    )
    def test_talk_about_the_same_things_does_not(self, text):
        assert score(text) < HOLD_AT

    def test_it_waits_for_a_person_and_is_never_rejected(self):
        given = comment("قروض بدون كفيل، راسلني واتساب")
        (results,) = run_checks([given], lists=compile_lists([]), policy=DEFAULT_POLICY, models=CLEAN)
        verdict = judge(given, results, DEFAULT_POLICY)
        assert (verdict.outcome, verdict.reasons[0].code) == (Outcome.HOLD, "spam.offer")

    def test_letters_set_apart_do_not_hide_the_channel(self):
        assert score("قرض حلال بدون ضمانات، تواصل و ا ت س ا ب") >= HOLD_AT
        assert score("Guaranteed returns, contact me on W h a t s A p p") >= HOLD_AT

    def test_parts_far_from_each_other_do_not_add_up(self):
        filler = "كلام طويل عن الطقس والزراعة والمطر في القرى البعيدة. " * 10
        assert score(f"قرض بدون كفيل. {filler} راسلني واتساب") < score("قرض بدون كفيل، راسلني واتساب")

    def test_names_that_a_reply_addresses_are_no_channel(self):
        assert score("@sami_k @nour99 مبروك، ربحت الرهان والله 🔥") < HOLD_AT
        assert score("ربحت ٥٠٠ دولار والله مضمونة 🔥 @sami_signals") >= HOLD_AT


class TestChains:
    @pytest.mark.parametrize(
        "text",
        ["سبحان الله، انشرها ولك الأجر", "أرسلها إلى عشرة وستسمع خبرا", "Send this to 10 friends tonight"],
    )
    def test_a_letter_that_asks_to_be_passed_on_holds(self, text):
        signals, _ = found(text)
        assert [signal.code for signal in signals] == ["spam.chain"]
        assert signals[0].score >= HOLD_AT

    def test_talk_about_such_letters_does_not(self):
        assert score("خالتي تبعتلي كل يوم انشرها ولك الأجر") < HOLD_AT


class TestPlaces:
    def test_the_parts_are_marked_as_typed(self):
        assert marked("قُـرُوضٌ بدون كفيل، راسلنييي واتســاب") == ["قُـرُوضٌ", "بدون كفيل", "راسلنييي", "واتســاب"]

    def test_the_sentence_names_the_parts(self):
        ((signal,), _) = found("قرض بدون كفيل، راسلني واتساب")
        assert "دعوة إلى التواصل" in explain(signal, "ar")
        assert "a call to get in touch" in explain(signal, "en")


class TestNothingToFollow:
    MODEL = CheckResult("spam", (Signal("spam", "spam.model", 0.7),))

    def test_the_models_doubt_counts_less_where_nobody_is_asked_for_anything(self):
        _, appeal = found("الواتساب متوقف عندي")
        (signal,) = tempered(self.MODEL, appeal).signals
        assert signal.score < DEFAULT_POLICY.hold_at["spam"]
        assert "لا رابط فيه" in explain(signal, "ar")
        assert "no link" in explain(signal, "en")

    @pytest.mark.parametrize("text", ["راسلني", "على الرقم 0501234567", "https://example.com", "@huda_fx"])
    def test_it_counts_in_full_where_somebody_is(self, text):
        _, appeal = found(f"تعليق {text}")
        assert tempered(self.MODEL, appeal) == self.MODEL

    def test_a_certain_model_needs_no_support(self):
        certain = CheckResult("spam", (Signal("spam", "spam.model", 0.97),))
        assert tempered(certain, found("كلام")[1]) == certain

    def test_a_listed_phrase_counts_less_where_it_is_spoken_about(self):
        listed = Signal("lists", "spam.phrase", 1.0, effect=Effect.HOLD)
        (signal,) = tempered(CheckResult("lists", (listed,)), found("جلب الحبيب هذا دجل")[1]).signals
        assert (signal.effect, signal.score < DEFAULT_POLICY.hold_at["lists"]) == (None, True)

    def test_an_insult_from_the_lists_never_does(self):
        listed = CheckResult("lists", (Signal("lists", "abuse.insult", 1.0, effect=Effect.HOLD),))
        assert tempered(listed, found("هذا دجل")[1]) == listed


class TestSpamOfOurDays:
    ROWS = read("spam_today.jsonl")

    def test_there_are_200_of_each_and_no_text_twice(self):
        assert [sum(row["spam"] == label for row in self.ROWS) for label in (1, 0)] == [200, 200]
        assert len({row["text"] for row in self.ROWS}) == 400

    @pytest.mark.parametrize("part", ["open", "hidden"])
    def test_most_of_it_is_held_and_hardly_any_look_alike(self, part):
        rows = [row for row in self.ROWS if half(row["text"]) == part]
        taken = [is_taken_for_spam(each) for each in verdicts([comment(row["text"]) for row in rows])]
        pairs = list(zip(rows, taken, strict=True))
        assert share(hit for row, hit in pairs if row["spam"]) >= 0.9
        assert share(hit for row, hit in pairs if not row["spam"]) <= 0.03

    def test_the_rules_alone_leave_look_alikes_alone(self):
        innocent = [row["text"] for row in self.ROWS if not row["spam"]]
        assert share(score(text) >= HOLD_AT for text in innocent) <= 0.01

    def test_look_alikes_of_later_are_left_alone(self):
        rows = [row for row in read("spam_later.jsonl") if not row["spam"]]
        assert share(map(is_taken_for_spam, verdicts([comment(row["text"]) for row in rows]))) <= 0.03

    def test_no_clean_comment_is_taken_for_spam(self):
        rows = [row for row in read("comments.jsonl") if not row["spam"]]
        assert not any(map(is_taken_for_spam, verdicts([comment(row["text"]) for row in rows])))
