"""A frequent author's name is theirs: somebody else who writes under its looks waits for a person."""

from datetime import datetime

import pytest

from service.checks.names import name_key
from service.domain.states import State
from service.moderation.evaluate import evaluate_pending
from service.store.engine import Store
from service.store.namesakes import FREQUENT
from tests.support.evaluation import reasons_of, rules, state_of
from tests.support.held import a_published_comment
from tests.support.rows import SITE, a_commenter, a_pending_comment, an_article

NAME = "سلمى حداد"


def with_published(store: Store, count: int, *, name: str = NAME) -> str:
    """Somebody with that many published comments under the name."""
    with store.transaction() as db:
        author, under = a_commenter(db, name=name), an_article(db)
        for number in range(count):
            a_published_comment(
                db,
                f"رأي {number}",
                article_id=under,
                commenter_id=author,
                author_name=name,
                name_key=name_key(name, site_id=SITE),
            )
    return author


def judged(store: Store, now: datetime, name: str, *, by: str | None = None) -> str:
    with store.transaction() as db:
        made = a_pending_comment(db, commenter_id=by, author_name=name, name_key=name_key(name, site_id=SITE))
    evaluate_pending(store, rules(), now=now)
    return made


class TestNamesakes:
    @pytest.mark.parametrize("name", [NAME, "سلـمى حدّاد", "سلمي  حداد"])
    def test_somebody_else_under_the_name_is_held(self, store: Store, noon: datetime, name: str):
        with_published(store, FREQUENT)
        assert reasons_of(store, judged(store, noon, name)) == ["name.impersonation"]

    def test_the_author_is_not(self, store: Store, noon: datetime):
        author = with_published(store, FREQUENT)
        assert state_of(store, judged(store, noon, NAME, by=author)) is State.PUBLISHED

    def test_below_ten_comments_a_name_is_nobodys(self, store: Store, noon: datetime):
        with_published(store, FREQUENT - 1)
        assert state_of(store, judged(store, noon, NAME)) is State.PUBLISHED

    def test_a_name_that_two_readers_have_is_nobodys(self, store: Store, noon: datetime):
        with_published(store, FREQUENT)
        with_published(store, 1)
        assert state_of(store, judged(store, noon, NAME)) is State.PUBLISHED

    def test_another_name_is_left_alone(self, store: Store, noon: datetime):
        with_published(store, FREQUENT)
        assert state_of(store, judged(store, noon, "ليلى حداد")) is State.PUBLISHED

    def test_the_question_is_answered_from_the_index_of_names(self, sqlite_store: Store):
        with sqlite_store.read() as db:
            plan = db.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT commenter_id FROM comment WHERE name_key = 'x'"
                " AND state = 'published' ORDER BY submitted_at DESC LIMIT 40"
            ).all()
        assert "ix_comment_public_name" in plan[0][3]
        assert len(plan) == 1
