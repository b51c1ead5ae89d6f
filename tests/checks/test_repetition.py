"""Repetition: the same text again from one author, however it was changed, and what anybody may write twice."""

import pytest

from service.checks.repetition import bits_apart, check_repetition, fingerprint
from service.checks.text import fold
from service.domain.comments import RecentText
from tests.checks.comments import comment

TEXT = "قاطعوا هذه الشركة التي تسرق زبائنها وتبيع بضاعة مغشوشة في كل فروعها دون رقيب ولا حسيب"
OTHER = "أتمنى أن تنظر البلدية في إنارة الشارع الخلفي للمدرسة فالأطفال يعودون بعد الغروب"

EXACT, SIMHASH = -8648975780280573409, -1293903447766246308
"""Of «قاطعوا هذه الشركة», as stored by the first release."""


def recent(text, number=1, *, article="a-2"):
    print_ = fingerprint(fold(text))
    return RecentText(f"cmt_r{number}", article, print_.exact, print_.simhash, 60.0)


def codes(text, *others):
    return [signal.code for signal in check_repetition(comment(text, recent=others), fold(text))]


def copies(text, count):
    return [recent(text, number) for number in range(count)]


class TestFingerprint:
    @pytest.mark.parametrize(
        "again", [TEXT + "!!!", TEXT.replace("ة", "ه"), "١٢٣ " + TEXT, TEXT.replace("ا", "اااا")]
    )
    def test_writing_habits_digits_and_signs_change_nothing(self, again):
        assert fingerprint(fold(again)) == fingerprint(fold(TEXT))

    def test_it_is_the_same_on_every_machine(self):
        assert fingerprint(fold("قاطعوا هذه الشركة")).exact == EXACT
        assert fingerprint(fold("قاطعوا هذه الشركة")).simhash == SIMHASH

    @pytest.mark.parametrize("text", ["", "كلب", "123", TEXT, "ب" * 9_000])
    def test_the_numbers_fit_their_columns(self, text):
        print_ = fingerprint(fold(text))
        assert -(2**63) <= print_.exact < 2**63
        assert -(2**63) <= print_.simhash < 2**63

    def test_a_small_change_moves_few_bits_and_another_text_many(self):
        own = fingerprint(fold(TEXT)).simhash
        assert bits_apart(own, fingerprint(fold(TEXT.replace("مغشوشة", "فاسدة"))).simhash) <= 12
        assert bits_apart(own, fingerprint(fold(OTHER)).simhash) > 16


class TestRepetition:
    def test_the_same_author_again_is_a_signal(self):
        assert codes(TEXT, recent(TEXT)) == ["repetition.same_author"]

    def test_near_duplicates_count(self):
        variants = [
            recent(TEXT.replace("كل فروعها", word), n)
            for n, word in enumerate(["كل المدن", "كل متاجرها", "فروعها"])
        ]
        assert codes(TEXT, *variants) == ["repetition.same_author"]

    def test_other_texts_do_not(self):
        assert codes(TEXT, *copies(OTHER, 5)) == []

    def test_a_comment_is_no_copy_of_itself(self):
        own = fingerprint(fold(TEXT))
        itself = RecentText("cmt_1", "a-1", own.exact, own.simhash, 0.0)
        assert codes(TEXT, itself) == []

    @pytest.mark.parametrize(
        "text",
        [
            "شكراً",
            "الله يرحمه",
            "بارك الله فيك",
            "إنا لله وإنا إليه راجعون، الله يرحمه ويغفر له ويسكنه فسيح جناته",
            "كل عام وأنتم بخير يا رب العالمين آمين",
            "👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏👏",
        ],
    )
    def test_thanks_prayer_and_condolence_may_be_repeated(self, text):
        assert codes(text, *copies(text, 9)) == []

    def test_it_says_how_often_under_how_many_articles(self):
        others = [recent(TEXT, number, article=f"a-{number % 2}") for number in range(4)]
        (signal,) = check_repetition(comment(TEXT, recent=tuple(others)), fold(TEXT))
        assert signal.evidence == {"count": 4, "articles": 2}
