"""Narrowing the queue: by state, place, person, reason, age, link and words; saved under a name."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import update

from service.store.tables import article
from tests.console.desk import Desk, text_of
from tests.support.held import INSULT, a_held_comment, a_published_comment
from tests.support.rows import an_article

HOUR = timedelta(hours=1)


def card_ids(page: str) -> list[str]:
    return re.findall(r'data-comment-id="([^"]+)"', page)


@pytest.fixture
def ids(desk: Desk) -> dict[str, str]:
    """One comment for each way of narrowing, by its name."""
    desk.come_in()
    now = datetime.now(UTC)
    with desk.store.transaction() as db:
        place = an_article(db, key="port-tram")
        db.execute(update(article).where(article.c.id == place).values(section="المدينة"))
        return {
            "place": a_held_comment(db, f"{INSULT} 1", article_id=place, at=now),
            "author": a_held_comment(db, f"{INSULT} 2", author_name="ليث الطويل", at=now),
            "reason": a_held_comment(db, f"{INSULT} 3", reasons=("spam.links",), at=now),
            "language": a_held_comment(db, "you fool", language="en", at=now),
            "old": a_held_comment(db, f"{INSULT} 4", at=now - 7 * HOUR),
            "link": a_held_comment(db, "انظر https://x.example/1", at=now),
            "words": a_held_comment(db, "يا أَحْمَقــ المدرسةِ", at=now),
            "published": a_published_comment(db, "المدرسه جميله", at=now),
        }


class TestFilter:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("article=port-tram", ["place"]),
            ("section=المدينة", ["place"]),
            ("author=ليث الطويل", ["author"]),
            ("reason=spam.links", ["reason"]),
            ("written=en", ["language"]),
            ("age=6", ["old"]),
            ("link=1", ["link"]),
            ("q=مدرسه", ["words"]),
            ("q=احمق المدرسه", ["words"]),
            ("state=published", ["published"]),
            ("state=any&q=المَدْرَسة", ["published", "words"]),
            ("section=المدينة&written=en", []),
        ],
    )
    def test_leaves_what_fits(self, desk: Desk, ids: dict[str, str], query: str, found: list[str]):
        page = desk.queue(f"?{quote(query, safe='=&')}")
        assert card_ids(page) == [ids[name] for name in found]

    def test_that_means_nothing_narrows_nothing(self, desk: Desk, ids: dict[str, str]):
        for query in ("state=unknown", "age=soon", "order=sideways", "age=0", "q="):
            assert len(card_ids(desk.queue(f"?{query}"))) == len(ids) - 1

    def test_stays_in_the_form_and_in_the_links(self, desk: Desk, ids: dict[str, str]):
        page = desk.queue("?section=City&link=1&state=any&q=%22%3Cb%3E")
        assert 'name="section" dir="auto" maxlength="200" value="City"' in page
        assert "<b>" not in page
        assert 'value="1" checked' in page
        assert re.search(r'href="/console/queue\?[^"]*section=City[^"]*link=1', page)

    def test_that_finds_nothing_says_what_to_try(self, desk: Desk):
        desk.come_in()
        shown = text_of(desk.queue("?q=zzz"))
        assert "لا تعليق يطابق هذه التصفية" in shown
        assert "جرّب كلمة أقصر" in shown
        assert "لا تعليقات في هذه الحالة" in text_of(desk.queue("?state=removed"))

    def test_pages_of_all_states_neither_skip_nor_repeat(self, desk: Desk):
        desk.come_in()
        made = []
        with desk.store.transaction() as db:
            for number in range(30):
                make = a_held_comment if number % 2 else a_published_comment
                made.append(make(db, f"نص {number}", at=datetime.now(UTC) + number * HOUR))
        first = desk.queue("?state=any")
        [following] = re.findall(r'href="([^"]+)" rel="next"', first)
        second = desk.get(following.replace("&amp;", "&")).text
        assert card_ids(first) + card_ids(second) == made[::-1]


class TestSaved:
    def save(self, desk: Desk, **fields: str) -> str:
        reply = desk.send("/console/queues", csrf_token=desk.token(), **fields)
        assert reply.status_code == 303, reply.text
        return desk.get(reply.location).text

    def test_is_a_tab_for_everybody_with_its_filter(self, desk: Desk, ids: dict[str, str]):
        page = self.save(desk, name="المدينة أولاً", section="المدينة")
        assert card_ids(page) == [ids["place"]]
        assert "<h1><bdi>المدينة أولاً</bdi></h1>" in page
        [tab] = re.findall(r'class="tab-saved" href="([^"]+)"', desk.queue())
        assert card_ids(desk.get(tab.replace("&amp;", "&")).text) == [ids["place"]]

    def test_has_a_due_rule_of_its_own(self, desk: Desk, ids: dict[str, str]):
        assert "تأخّر 6 ساعات" in self.save(desk, name="قديم", age="6", due_minutes="30")

    def test_under_a_known_name_replaces_it_and_can_be_forgotten(self, desk: Desk):
        desk.come_in()
        self.save(desk, name="رأي", section="رأي")
        page = self.save(desk, name="رأي", section="مقالات")
        assert page.count('class="tab-saved"') == 1
        [forget] = re.findall(r'action="([^"]+/delete)"', page)
        desk.send(forget, csrf_token=desk.token())
        assert "tab-saved" not in desk.queue()

    @pytest.mark.parametrize(
        "fields",
        [
            {"name": " "},
            {"name": "x" * 61},
            {"name": "رأي", "due_minutes": "soon"},
            {"name": "a", "due_minutes": "0"},
        ],
    )
    def test_that_is_none_is_refused(self, desk: Desk, fields: dict[str, str]):
        desk.come_in()
        assert desk.send("/console/queues", csrf_token=desk.token(), **fields).status_code == 422

    def test_a_viewer_saves_none(self, desk: Desk):
        desk.come_in("viewer")
        assert desk.send("/console/queues", csrf_token=desk.token(), name="رأي").status_code == 403
