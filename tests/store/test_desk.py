"""Which decisions of people stand, and the texts that they were about."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from service.moderation.undo import undo_batch
from service.store.desk import all_desk_decisions, desk_decisions
from service.store.engine import Db, Store
from service.store.tables import comment
from tests.support.deciding import AMAL, decide_all, decide_one, wish
from tests.support.desk import decided
from tests.support.held import INSULT, a_held_comment, a_published_comment
from tests.support.rows import NOON, SITE


def standing(db: Db) -> list[tuple[bool, str | None]]:
    return [(each.turned_down, each.reason) for each in all_desk_decisions(db)]


def undo(db: Db, batch_id: str) -> str:
    return undo_batch(db, batch_id, site_id=SITE, actor=AMAL, now=NOON).batch_id


class TestStandingDecisions:
    def test_a_refusal_has_its_reason_text_and_language(self, store: Store):
        with store.transaction() as db:
            made = decided(db, INSULT, "reject", "abuse.insult")
            (found,) = all_desk_decisions(db)
        assert (found.comment_id, found.revision, found.body, found.language) == (made, 1, INSULT, "ar")
        assert (found.turned_down, found.reason) == (True, "abuse.insult")

    def test_an_approval_has_no_reason(self, store: Store):
        with store.transaction() as db:
            decided(db, INSULT, "approve")
            assert standing(db) == [(False, None)]

    def test_what_only_the_policy_decided_is_left_out(self, store: Store):
        with store.transaction() as db:
            a_published_comment(db)
            a_held_comment(db)
            assert standing(db) == []

    def test_the_last_one_counts(self, store: Store):
        with store.transaction() as db:
            made = decided(db, INSULT, "reject", "abuse.insult")
            decide_one(db, made, "restore")
            assert standing(db) == [(False, None)]

    def test_one_that_was_taken_back_does_not(self, store: Store):
        with store.transaction() as db:
            done = decide_all(db, wish(a_held_comment(db), "reject", reason="abuse.insult"))
            undo(db, done.batch_id)
            assert standing(db) == []

    def test_the_one_before_it_stands_again(self, store: Store):
        with store.transaction() as db:
            made = decided(db, INSULT, "approve")
            undo(db, decide_all(db, wish(made, "remove", reason="spam")).batch_id)
            assert standing(db) == [(False, None)]

    def test_taking_back_the_taking_back_lets_it_stand_again(self, store: Store):
        with store.transaction() as db:
            done = decide_all(db, wish(a_held_comment(db), "reject", reason="abuse.insult"))
            undo(db, undo(db, done.batch_id))
            assert standing(db) == [(True, "abuse.insult")]

    def test_a_comment_that_was_put_back_into_the_queue_is_not_judged_yet(self, store: Store):
        with store.transaction() as db:
            decide_one(db, decided(db, INSULT, "approve"), "hold")
            assert standing(db) == []

    def test_an_approval_that_covers_a_part_says_nothing_of_the_whole(self, store: Store):
        with store.transaction() as db:
            assert decide_one(db, a_held_comment(db), "approve", mask=((9, 13),)).status == "done"
            assert standing(db) == []

    @pytest.mark.parametrize("state", ["erased", "withdrawn"])
    def test_a_text_that_its_author_took_away_is_left_out(self, store: Store, state: str):
        with store.transaction() as db:
            made = decided(db, INSULT, "reject", "abuse")
            db.execute(update(comment).where(comment.c.id == made).values(state=state))
            assert standing(db) == []


class TestPages:
    def test_they_follow_one_another_without_a_gap(self, store: Store):
        with store.transaction() as db:
            made = [decided(db, f"{INSULT} {number}", "reject", "abuse") for number in range(5)]
            a_held_comment(db, at=NOON + timedelta(hours=1))
            seen, after, pages = [], "", 0
            while after is not None:
                page, after = desk_decisions(db, after=after, limit=2)
                seen += [each.comment_id for each in page]
                pages += 1
        assert (seen, pages) == (sorted(made), 3)
