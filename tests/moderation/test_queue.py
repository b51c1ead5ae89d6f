"""The queue: who comes first, what is left out, and how pages follow each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from service.checks.text import fold
from service.domain.errors import Invalid
from service.domain.states import State
from service.moderation.cards import Viewer
from service.moderation.queue import QueuePage, queue_page
from service.store.engine import Db, Store
from service.store.queue import QueueFilter
from tests.support.held import a_held_comment, a_published_comment, locked
from tests.support.rows import NOON, SITE, a_commenter, an_article

HOUR = timedelta(hours=1)


def page(db: Db, wanted: QueueFilter | None = None, **options: Any) -> QueuePage:
    return queue_page(
        db, wanted or QueueFilter(), site_id=SITE, viewer=Viewer("mod_amal"), now=NOON, **options
    )


def ids(found: QueuePage) -> list[str]:
    return [card["comment"]["id"] for card in found.cards]


def all_pages(db: Db, **options: Any) -> list[str]:
    """Ids of all pages, one after the other."""
    found = page(db, **options)
    seen = ids(found)
    while found.next_cursor is not None:
        found = page(db, cursor=found.next_cursor, **options)
        seen += ids(found)
    return seen


@contextmanager
def counted_queries(store: Store) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield said
    event.remove(store.engine, "before_cursor_execute", note)


class TestOrder:
    @pytest.fixture
    def held(self, store: Store) -> list[str]:
        """Three comments, older ones first."""
        with store.transaction() as db:
            return [
                a_held_comment(db, priority=priority, at=NOON - age)
                for priority, age in ((20, 3 * HOUR), (90, 2 * HOUR), (20, HOUR))
            ]

    @pytest.mark.parametrize(
        ("order", "places"), [("priority", [1, 0, 2]), ("oldest", [0, 1, 2]), ("newest", [2, 1, 0])]
    )
    def test_it_is_as_asked(self, store: Store, held: list[str], order: str, places: list[int]):
        with store.read() as db:
            assert ids(page(db, order=order)) == [held[place] for place in places]

    @pytest.mark.parametrize("order", ["priority", "oldest", "newest"])
    @pytest.mark.parametrize("limit", [1, 2])
    def test_pages_show_everything_once_and_in_order(
        self, store: Store, held: list[str], order: str, limit: int
    ):
        with store.read() as db:
            assert all_pages(db, order=order, limit=limit) == ids(page(db, order=order))

    def test_a_decided_comment_does_not_shift_the_next_page(self, store: Store, held: list[str]):
        from service.store.cases import close_cases

        with store.transaction() as db:
            first = page(db, order="oldest", limit=1)
            close_cases(db, [held[0]], now=NOON)
            assert ids(page(db, order="oldest", limit=1, cursor=first.next_cursor)) == [held[1]]

    def test_other_states_come_newest_first(self, store: Store):
        with store.transaction() as db:
            old, new = (a_published_comment(db, at=NOON - age) for age in (2 * HOUR, HOUR))
            a_held_comment(db)
            assert ids(page(db, state=State.PUBLISHED)) == [new, old]
            assert all_pages(db, state=State.PUBLISHED, limit=1) == [new, old]
            assert ids(page(db, state=State.PUBLISHED, order="oldest")) == [old, new]

    @pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJ4Il0", "WyJwcmlvcml0eSIsLTEuMCwieCJd"])
    def test_a_cursor_that_nobody_made_is_refused(self, store: Store, cursor: str):
        with store.read() as db, pytest.raises(Invalid) as refusal:
            page(db, cursor=cursor)
        assert refusal.value.faults[0].code == "cursor.invalid"

    def test_a_cursor_belongs_to_its_order(self, store: Store, held: list[str]):
        with store.read() as db:
            cursor = page(db, order="oldest", limit=1).next_cursor
            with pytest.raises(Invalid):
                page(db, order="newest", cursor=cursor)


class TestFilters:
    def test_by_the_sites_own_id_of_an_article(self, store: Store):
        with store.transaction() as db:
            article = an_article(db, key="economy/17")
            here = a_held_comment(db, article_id=article)
            a_held_comment(db)
            assert ids(page(db, QueueFilter(article="economy/17"))) == [here]

    def test_by_language(self, store: Store):
        with store.transaction() as db:
            english = a_held_comment(db, language="en")
            a_held_comment(db)
            assert ids(page(db, QueueFilter(language="en"))) == [english]

    def test_by_any_of_its_reasons(self, store: Store):
        with store.transaction() as db:
            both = a_held_comment(db, reasons=("spam.links", "abuse.insult"))
            a_held_comment(db, reasons=("abuse.insult",))
            assert ids(page(db, QueueFilter(reason="spam.links"))) == [both]
            assert ids(page(db, QueueFilter(reason="spam"))) == []

    def test_by_author_as_id_or_whole_name(self, store: Store):
        with store.transaction() as db:
            person = a_commenter(db)
            theirs = a_held_comment(db, commenter_id=person, author_name="أبو العربي")
            a_held_comment(db)
            assert ids(page(db, QueueFilter(author=person))) == [theirs]
            assert ids(page(db, QueueFilter(author="أبو العربي"))) == [theirs]
            assert ids(page(db, QueueFilter(author="أبو"))) == []

    @pytest.mark.parametrize("said", ["احمق", "أَحْمَق", "أحـــمق"])
    def test_by_words_however_they_are_spelled(self, store: Store, said: str):
        with store.transaction() as db:
            found = a_held_comment(db, "كاتب أحمق")
            a_held_comment(db, "كاتب كبير")
            assert ids(page(db, QueueFilter(text=fold(said).folded))) == [found]

    @pytest.mark.parametrize("said", ["100%", "a_b", "/"])
    def test_signs_of_the_search_language_mean_themselves(self, store: Store, said: str):
        with store.transaction() as db:
            a_held_comment(db, "1000 axb")
            found = a_held_comment(db, f"نص {said} نص")
            assert ids(page(db, QueueFilter(text=said))) == [found]

    @pytest.mark.parametrize(("since", "found"), [(NOON - HOUR, True), (NOON - HOUR - HOUR / 3600, False)])
    def test_by_how_long_it_has_been_waiting(self, store: Store, since: Any, found: bool):
        with store.transaction() as db:
            held = a_held_comment(db, at=NOON - HOUR)
            assert (ids(page(db, QueueFilter(waiting_since=since))) == [held]) is found

    def test_they_narrow_other_states_too(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db, "خبر مهم")
            wanted = QueueFilter(
                article=locked(db, public).article_key,
                language="ar",
                text=fold("خبر").folded,
                waiting_since=NOON,
            )
            assert ids(page(db, wanted, state=State.PUBLISHED)) == [public]
            assert ids(page(db, QueueFilter(reason="spam"), state=State.PUBLISHED)) == []

    def test_another_sites_comments_are_not_there(self, store: Store):
        with store.transaction() as db:
            a_held_comment(db)
            found = queue_page(db, QueueFilter(), site_id="sit_other", viewer=Viewer("mod_amal"), now=NOON)
            assert found.cards == []


class TestCost:
    def test_a_larger_page_takes_no_more_queries(self, store: Store):
        counts = []
        for size in (1, 25):
            with store.transaction() as db:
                for _ in range(size):
                    a_held_comment(db)
            with store.read() as db, counted_queries(store) as said:
                assert len(page(db, limit=100).cards) >= size
            counts.append(len(said))
        assert counts[0] == counts[1] <= 6
