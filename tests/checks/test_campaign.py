"""Which texts are variants of one another, and which never are."""

from datetime import UTC, datetime, timedelta

import pytest

from service.checks.campaign import FEWEST, Grouping, Placed, Text, keys_of, sketch
from service.checks.text import fold
from tests.support.variants import CALL, variants

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OTHER = "أتمنى أن تنظر البلدية في إنارة الشارع الخلفي للمدرسة فالأطفال يعودون بعد الغروب"


def text(body: str, number: int = 0, *, author: str | None = None, article: str = "art_1") -> Text:
    made = sketch(fold(body))
    assert made is not None
    return Text(f"cmt_{number}", author or f"usr_{number}", article, made, NOON + timedelta(hours=number))


def place(*texts: Text) -> tuple[Grouping, list[Placed]]:
    grouping = Grouping([], {}, room=len(texts))
    return grouping, [grouping.place(each) for each in texts]


class TestSketch:
    @pytest.mark.parametrize(
        "again",
        [
            CALL + " 😡😡 123",
            CALL.replace(" ", "  "),
            CALL.replace("ا", "اااا"),
            CALL.replace("شركة", "ش.ر ك-ة"),
            "https://example.org/a?b=c " + CALL,
        ],
    )
    def test_spaces_signs_numbers_links_and_long_letters_change_nothing(self, again: str):
        assert sketch(fold(again)) == sketch(fold(CALL))

    def test_it_is_the_same_on_every_machine(self):
        made = sketch(fold(OTHER))
        assert made is not None
        assert (made.letters, keys_of(made)[:2]) == (62, (32157883046745, 522373901295579))

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "شكراً",
            "الله يرحمه ويسكنه فسيح جناته وإنا لله وإنا إليه راجعون",
            "بارك الله فيكم وجزاكم الله خيرا على هذا المقال الرائع",
            "صلى الله عليه وسلم",
            "مبروك ألف مبروك",
            "مقال رائع جدا، شكرا جزيلا لكم",
            "😂" * 200,
            "1234567890" * 10,
            "https://example.org/a/long/address/that/anybody/may/share",
        ],
    )
    def test_what_many_rightly_write_has_none(self, body: str):
        assert sketch(fold(body)) is None

    @pytest.mark.parametrize("body", ["ب" * 9_000, "ب ت " * 2_500, "ابتثجحخد " * 1_100, "a\u0301" * 5_000])
    def test_odd_texts_have_one_or_none(self, body: str):
        made = sketch(fold(body))
        assert made is None or len(made.minima) == 256


class TestGrouping:
    def test_variants_come_together_and_others_stay_apart(self):
        texts = [text(body, number) for number, body in enumerate([*variants(40), OTHER])]
        grouping, _ = place(*texts)
        (only,) = grouping.clusters()
        assert [each.comment_id for each in only.members] == [each.comment_id for each in texts[:-1]]

    def test_so_many_people_make_a_campaign(self):
        _, placed = place(*(text(CALL, number) for number in range(FEWEST)))
        assert [each.signal is not None for each in placed] == [False] * (FEWEST - 1) + [True]

    def test_so_many_articles_make_one_too(self):
        _, placed = place(
            *(text(CALL, number, author="usr_1", article=f"art_{number}") for number in range(FEWEST))
        )
        assert placed[-1].signal is not None

    def test_one_person_under_one_article_does_not(self):
        _, placed = place(*(text(CALL, number, author="usr_1") for number in range(9)))
        assert all(each.signal is None for each in placed)

    def test_the_evidence_counts_people_articles_and_hours(self):
        _, placed = place(
            *(
                text(CALL, number, author=f"usr_{number % 5}", article=f"art_{number % 2}")
                for number in range(8)
            )
        )
        signal = placed[-1].signal
        assert signal is not None
        assert signal.evidence == {"count": 7, "authors": 5, "articles": 2, "hours": 7}

    def test_a_copy_need_not_be_compared_with(self):
        _, placed = place(text(CALL, 0), text(CALL + "!", 1), text(OTHER, 2))
        assert [each.is_anchor for each in placed] == [True, False, True]

    def test_a_text_like_two_groups_makes_them_one(self):
        half, rest = CALL[: len(CALL) // 2], CALL[len(CALL) // 2 :]
        grouping, _ = place(text(half, 0), text(half, 1), text(rest, 2), text(rest, 3))
        assert len(grouping.clusters()) == 2
        grouping, _ = place(text(half, 0), text(half, 1), text(rest, 2), text(rest, 3), text(CALL, 4))
        (only,) = grouping.clusters()
        assert (only.size, only.authors) == (5, 5)
