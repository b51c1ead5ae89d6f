"""What a card tells beside the text: the article, the author's past, edits, priority and due time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from service.store.tables import article, case
from tests.console.desk import Desk, text_of
from tests.support.held import a_held_comment, a_published_comment
from tests.support.rows import NOON, a_commenter, an_article, an_edit

HOUR = timedelta(hours=1)


class TestCard:
    def test_say_what_the_article_is_about(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            place = an_article(db, title="ترام الميناء")
            db.execute(update(article).values(lead="تبدأ الرحلات صباح الأحد.", section="المدينة"))
            a_held_comment(db, article_id=place)
        shown = text_of(desk.queue())
        assert "تبدأ الرحلات صباح الأحد." in shown
        assert "المدينة" in shown

    def test_show_how_the_authors_last_ten_comments_fared_newest_first(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            author = a_commenter(db)
            for number in range(12):
                a_published_comment(db, f"تعليق {number}", commenter_id=author, at=NOON + number * HOUR)
            a_held_comment(db, commenter_id=author, at=NOON + 20 * HOUR)
            a_held_comment(db, "كاتب آخر", at=NOON + 21 * HOUR)
        page = desk.queue()
        assert len(re.findall('data-state="published" title="نُشر · 1 مارس 2026"', page)) == 10
        assert "سابقاً: نُشر 12، رُفض 0" in page

    def test_compare_an_edited_text_with_the_one_before(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            an_edit(db, a_held_comment(db, "الوجبات فكرة ممتازة"), "الوجبات فكرة سيئة")
        page = desk.queue()
        assert "من الصيغة 1 إلى الصيغة 2" in page
        assert "<del>ممتازة</del><ins>سيئة</ins>" in page

    def test_say_what_the_priority_is_made_of(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            a_held_comment(db, priority=62.0)
        shown = text_of(desk.queue())
        assert "الأولوية 62 من 100" in shown
        assert "شدة أخطر سبب 62.0" in shown

    @pytest.mark.parametrize(
        ("minutes", "arabic", "english"),
        [
            (2.5, "الموعد خلال دقيقتين", "Due in 2 minutes"),
            (-11.5, "تأخّر 11 دقيقة", "Late by 11 minutes"),
            (-0.2, "حان موعده", "Due now"),
        ],
    )
    def test_say_when_it_is_due(self, desk: Desk, minutes: float, arabic: str, english: str):
        desk.come_in()
        with desk.store.transaction() as db:
            a_held_comment(db)
            db.execute(update(case).values(due_at=datetime.now(UTC) + timedelta(minutes=minutes)))
        assert arabic in desk.queue()
        assert english in desk.queue("?lang=en")
