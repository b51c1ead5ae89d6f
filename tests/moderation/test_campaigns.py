"""Campaigns: what is one, what never is, and what becomes of its comments."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, true, update

from service.checks.campaign import KEYS
from service.domain.states import State
from service.domain.verdicts import Signal
from service.moderation.campaign_lookup import campaign_of
from service.moderation.check_text import check_text
from service.moderation.evaluate import evaluate_pending
from service.store.campaigns import REMEMBERED, forget_anchors
from service.store.engine import Store
from service.store.tables import campaign, campaign_key, campaign_member, comment, site
from tests.support.evaluation import count, reasons_of, rows_of, rules, signals_of, state_of
from tests.support.rows import SITE, a_pending_comment, an_article, an_edit
from tests.support.variants import CALL, variants

SECOND = timedelta(seconds=1)
SHORT = [
    "شكراً",
    "شكرا جزيلا لكم على هذا المقال الرائع",
    "الله يرحمه",
    "الله يرحمه ويغفر له ويسكنه فسيح جناته، إنا لله وإنا إليه راجعون",
    "بارك الله فيك",
    "بارك الله فيكم وجزاكم الله خيرا",
    "آمين",
    "آمين يا رب العالمين",
    "مبروك",
    "ألف ألف مبروك",
    "صلى الله عليه وسلم",
    "اللهم صل وسلم على سيدنا محمد",
    "لا حول ولا قوة إلا بالله",
    "كل عام وأنتم بخير",
    "أحسنت يا أستاذ",
    "مقال رائع جدا",
    "👏👏👏",
]
ONE_TOPIC = [
    "رفع سعر الكهرباء قرار ظالم لأن رواتب الموظفين لم ترتفع منذ خمس سنوات والأسرة المتوسطة لا تحتمل المزيد",
    "أؤيد إصلاح تعرفة الكهرباء بشرط أن يحمى أصحاب الدخل المحدود ببطاقة دعم حقيقية لا تتأخر كل شهر",
    "المشكلة ليست في السعر وحده، فالانقطاع اليومي يتلف الأجهزة ولا أحد يعوضنا عن الثلاجات والمكيفات",
    "لماذا لا نستثمر في الطاقة الشمسية على أسطح المدارس والمستشفيات بدل استيراد الوقود بالعملة الصعبة؟",
    "قرأت التقرير كاملا، والأرقام التي نشرتها الوزارة عن كلفة الكيلوواط لا تطابق ما ورد في موازنة العام الماضي",
    "في قريتنا تصلنا فاتورة الكهرباء مقدرة بلا قراءة للعداد، وحين نعترض يقال لنا ادفعوا ثم اعترضوا",
    "تجربة الأردن في العدادات الذكية خفضت الفاقد كثيرا، فلنتعلم منها قبل أن نحمّل المواطن ثمن السرقات",
    "سعر الكهرباء عندنا ما زال أقل من دول الجوار، لكن جودة الخدمة أيضا أقل بكثير وهذا ما يغضب الناس",
]


def send(store: Store, texts: Sequence[str], noon: datetime, *, articles: int = 20) -> list[str]:
    """Comments that wait, each by a reader of its own, a tenth of a second apart."""
    with store.transaction() as db:
        places = [an_article(db) for _ in range(articles)]
        return [
            a_pending_comment(
                db, text, article_id=places[number % articles], submitted_at=noon + SECOND * number / 10
            )
            for number, text in enumerate(texts)
        ]


def evaluate_all(store: Store, noon: datetime) -> None:
    used = rules(monotonic=lambda: 0.0)
    while evaluate_pending(store, used, now=noon + timedelta(minutes=2)).claimed:
        pass


def campaigns(store: Store) -> list[dict[str, Any]]:
    return rows_of(store, campaign, campaign.c.shown & campaign.c.merged_into.is_(None))


class TestWhatIsOne:
    def test_500_variants_of_one_text_are_one(self, store: Store, noon: datetime):
        made = send(store, variants(500), noon)
        evaluate_all(store, noon)
        (only,) = campaigns(store)
        assert (only["size"], only["authors"], only["articles"]) == (500, 500, 20)
        held = [each for each in made if state_of(store, each) is State.HELD]
        assert len(held) >= 490
        assert signals_of(store, made[-1])["repetition.campaign"]["evidence"] == {
            "count": 499, "authors": 500, "articles": 20, "hours": 1, "campaign": only["id"],
        }  # fmt: skip

    def test_it_is_found_again_hours_later_and_forgotten_after_days(self, store: Store, noon: datetime):
        send(store, [CALL] * 4, noon)
        evaluate_all(store, noon)
        for days, size in ((2, 5), (9, 5)):
            send(store, [CALL + "!"], noon + timedelta(days=days))
            evaluate_all(store, noon + timedelta(days=days))
            assert [each["size"] for each in campaigns(store)] == [size]

    def test_earlier_comments_belong_to_it_too(self, store: Store, noon: datetime):
        made = send(store, [CALL] * 5, noon)
        evaluate_all(store, noon)
        assert [state_of(store, each) for each in made[:3]] == [State.PUBLISHED] * 3
        assert reasons_of(store, made[3]) == reasons_of(store, made[4]) == ["repetition.campaign"]
        assert count(store, campaign_member) == 5

    def test_two_workers_at_once_make_one_of_it(self, store: Store, noon: datetime):
        made = send(store, variants(120, seed=3), noon)
        start = threading.Barrier(2)

        def work() -> None:
            used = rules()
            start.wait()
            while evaluate_pending(store, used, now=noon + timedelta(minutes=2), limit=8).claimed:
                pass

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        (only,) = campaigns(store)
        assert (only["size"], count(store, campaign_member)) == (len(made), len(made))
        assert all(row["campaign_id"] == only["id"] for row in rows_of(store, campaign_member, true()))

    def test_another_site_has_its_own(self, store: Store, noon: datetime):
        with store.transaction() as db:
            default = dict(db.execute(select(site)).mappings().one())
            db.execute(insert(site).values({**default, "id": "sit_other", "key": "other"}))
        made = send(store, [CALL] * 8, noon, articles=8)
        with store.transaction() as db:
            db.execute(update(comment).where(comment.c.id.in_(made[4:])).values(site_id="sit_other"))
        evaluate_all(store, noon)
        assert sorted((each["site_id"], each["size"]) for each in campaigns(store)) == [
            (SITE, 4),
            ("sit_other", 4),
        ]


class TestAsking:
    """Whether a text belongs to a campaign can be asked without sending it."""

    def asked(self, store: Store, body: str, at: datetime, site_id: str = SITE) -> Signal | None:
        with store.read() as db:
            return campaign_of(db, site_id, body, now=at)

    def test_a_variant_is_told_what_is_stored_and_changes_nothing(self, store: Store, noon: datetime):
        send(store, variants(40), noon)
        evaluate_all(store, noon)
        (only,), stored = campaigns(store), rows_of(store, campaign_key, true())
        for _ in range(2):
            signal = self.asked(store, variants(1, seed=99)[0], noon + timedelta(hours=1))
            assert signal is not None
            assert (signal.code, signal.evidence) == (
                "repetition.campaign",
                {"count": 40, "authors": 40, "articles": 20, "hours": 1, "campaign": only["id"]},
            )
        assert campaigns(store) == [only]
        assert rows_of(store, campaign_key, true()) == stored

    def test_other_texts_are_of_none(self, store: Store, noon: datetime):
        send(store, [CALL] * 8, noon)
        evaluate_all(store, noon)
        assert all(self.asked(store, text, noon) is None for text in [*ONE_TOPIC, *SHORT])
        assert self.asked(store, CALL, noon, "sit_other") is None
        assert self.asked(store, CALL, noon + REMEMBERED + timedelta(minutes=1)) is None

    def test_three_like_texts_are_no_campaign_with_the_one_that_asks(self, store: Store, noon: datetime):
        send(store, [CALL] * 3, noon)
        evaluate_all(store, noon)
        assert self.asked(store, CALL, noon) is None

    def test_it_is_judged_with_the_rest(self, store: Store, noon: datetime):
        send(store, [CALL] * 8, noon)
        evaluate_all(store, noon)
        site_rules = rules().of_sites(store)[SITE]
        found = check_text(site_rules, CALL, now=noon, campaign=self.asked(store, CALL, noon))
        assert "repetition.campaign" in {reason.code for reason in found.verdict.reasons}
        assert check_text(site_rules, CALL, now=noon).verdict.reasons == ()


class TestWhatIsNone:
    def test_short_words_of_thanks_and_prayer_by_a_hundred_people(self, store: Store, noon: datetime):
        send(store, [SHORT[number % len(SHORT)] for number in range(100 * 3)], noon)
        evaluate_all(store, noon)
        assert count(store, campaign_member) == 0

    def test_different_comments_on_one_topic(self, store: Store, noon: datetime):
        send(store, ONE_TOPIC, noon, articles=1)
        evaluate_all(store, noon)
        assert count(store, campaign_member) == 0

    def test_three_people(self, store: Store, noon: datetime):
        made = send(store, [CALL] * 3, noon, articles=1)
        evaluate_all(store, noon)
        assert [state_of(store, each) for each in made] == [State.PUBLISHED] * 3
        assert campaigns(store) == []


class TestEdits:
    def test_a_comment_is_where_its_newest_text_belongs(self, store: Store, noon: datetime):
        made = send(store, [CALL] * 6, noon)
        evaluate_all(store, noon)
        with store.transaction() as db:
            an_edit(db, made[0], ONE_TOPIC[0])
        evaluate_all(store, noon)
        assert [each["size"] for each in campaigns(store)] == [5]
        assert made[0] not in {row["comment_id"] for row in rows_of(store, campaign_member, true())}

    def test_an_edit_of_the_first_comment_does_not_split_what_follows(self, store: Store, noon: datetime):
        made = send(store, [CALL] * 4, noon)
        evaluate_all(store, noon)
        with store.transaction() as db:
            an_edit(db, made[0], ONE_TOPIC[0])
        send(store, [CALL] * 2, noon + SECOND * 9)
        evaluate_all(store, noon)
        assert [each["size"] for each in campaigns(store)] == [5]

    def test_a_comment_counts_once_with_all_its_texts(self, store: Store, noon: datetime):
        first, *others = variants(5)
        made = send(store, [first], noon)
        evaluate_all(store, noon)
        with store.transaction() as db:
            an_edit(db, made[0], others[0])
        evaluate_all(store, noon)
        send(store, others[1:3], noon + SECOND * 9)
        evaluate_all(store, noon)
        last = send(store, others[3:], noon + SECOND * 20)
        evaluate_all(store, noon)
        assert [(each["size"], each["authors"]) for each in campaigns(store)] == [(4, 4)]
        assert signals_of(store, last[0])["repetition.campaign"]["evidence"]["count"] == 3

    def test_checking_again_changes_nothing(self, store: Store, noon: datetime):
        made = send(store, [CALL] * 5, noon)
        evaluate_all(store, noon)
        with store.transaction() as db:
            db.execute(update(comment).where(comment.c.id.in_(made)).values(unchecked_rev=1, attempts=0))
        evaluate_all(store, noon)
        assert [(each["size"], each["authors"]) for each in campaigns(store)] == [(5, 5)]


class TestForgetting:
    @pytest.mark.parametrize(("waited", "forgotten"), [(REMEMBERED, 0), (REMEMBERED + SECOND, 1)])
    def test_texts_are_compared_with_for_three_days(
        self, store: Store, noon: datetime, waited: timedelta, forgotten: int
    ):
        send(store, [CALL], noon)
        evaluate_all(store, noon)
        with store.transaction() as db:
            assert forget_anchors(db, now=noon + waited) == forgotten
        assert count(store, campaign_key) == (KEYS if not forgotten else 0)
