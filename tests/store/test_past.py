"""Pages of decided comments: each once, newest first, whatever the size of a page."""

from datetime import timedelta

import pytest

from service.domain.states import State
from service.store.engine import Store
from service.store.past import PastRow, past_count, past_page, past_results, submitted_before_newest
from tests.support.held import a_held_comment, a_published_comment
from tests.support.rows import NOON, SITE, a_commenter, a_pending_comment, an_edit

DAY = timedelta(days=1)


def all_pages(store: Store, state: State, size: int) -> list[PastRow]:
    found: list[PastRow] = []
    after = None
    while True:
        with store.read() as db:
            page = past_page(db, SITE, state, since=NOON - DAY, limit=size, after=after)
        found += page
        if len(page) < size:
            return found
        after = (page[-1].submitted_at, page[-1].id)


class TestPages:
    @pytest.mark.parametrize("size", [1, 2, 5, 6])
    def test_each_comment_comes_once_newest_first(self, store: Store, size: int):
        with store.transaction() as db:
            minutes = [3, 1, 1, 2, 1]  # three at the same moment
            made = [a_published_comment(db, at=NOON + timedelta(minutes=each)) for each in minutes]
        found = all_pages(store, State.PUBLISHED, size)
        assert {row.id for row in found} == set(made)
        places = [(row.submitted_at, row.id) for row in found]
        assert places == sorted(places, reverse=True)

    def test_a_page_is_of_one_state_and_within_its_time(self, store: Store):
        with store.transaction() as db:
            a_held_comment(db)
            a_published_comment(db, at=NOON - DAY - timedelta(seconds=1))
            inside = a_published_comment(db, at=NOON - DAY)
        assert [row.id for row in all_pages(store, State.PUBLISHED, 5)] == [inside]

    def test_what_waits_for_its_checks_is_not_counted(self, store: Store):
        with store.transaction() as db:
            a_pending_comment(db)
            a_held_comment(db)
            a_published_comment(db)
        with store.read() as db:
            assert past_count(db, SITE, since=NOON - DAY) == 2

    def test_the_moment_before_the_newest_ones_is_known(self, store: Store):
        with store.transaction() as db:
            for minutes in range(3):
                a_published_comment(db, at=NOON + timedelta(minutes=minutes))
        with store.read() as db:
            found = [submitted_before_newest(db, SITE, since=NOON - DAY, count=count) for count in (1, 2, 3)]
        assert found == [NOON + timedelta(minutes=1), NOON, None]


class TestRows:
    def test_findings_are_those_of_the_newest_revision(self, store: Store):
        with store.transaction() as db:
            made = a_held_comment(db)
        with store.read() as db:
            rows = past_page(db, SITE, State.HELD, since=NOON - DAY, limit=5)
            assert [check for check, _ in past_results(db, rows)[made]] == ["abuse"]
        with store.transaction() as db:
            an_edit(db, made, "نص آخر")
        with store.read() as db:
            (row,) = past_page(db, SITE, State.HELD, since=NOON - DAY, limit=5)
            assert (row.body, row.revision, row.checks) == ("نص آخر", 2, None)
            assert past_results(db, [row]) == {}

    @pytest.mark.parametrize(("most", "counted"), [(0, [0, 0, 0]), (1, [0, 1, 1]), (5, [0, 1, 2])])
    def test_earlier_public_comments_of_the_author_are_counted_as_far_as_asked(
        self, store: Store, most: int, counted: list[int]
    ):
        with store.transaction() as db:
            author = a_commenter(db)
            for minutes in range(3):
                a_published_comment(db, at=NOON + timedelta(minutes=minutes), commenter_id=author)
        with store.read() as db:
            rows = past_page(db, SITE, State.PUBLISHED, since=NOON - DAY, limit=5, count_published_to=most)
        assert [row.author_published for row in reversed(rows)] == counted
