"""What decisions do to cases, claims of others, and the log."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from service.domain.ids import new_id
from service.domain.states import State
from service.moderation.cards import Viewer
from service.moderation.claim import LEASE, claim
from service.moderation.decide import decide
from service.store.decisions import broken_links, decisions_of_comment
from service.store.engine import Store
from service.store.queue import QueueFilter
from service.store.tables import article, event
from tests.support.deciding import AMAL, code_of, decide_all, decide_one, wish
from tests.support.held import a_held_comment, a_published_comment, case_of, locked
from tests.support.rows import NOON, SITE

SECOND = timedelta(seconds=1)


class TestHolding:
    def test_a_published_comment_goes_back_to_the_queue_with_a_case_of_its_own(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            assert decide_one(db, public, "hold", reason="privacy.personal").state is State.HELD
            opened = case_of(db, public)
            assert (opened["kind"], opened["decided_at"]) == ("recheck", None)
            assert opened["reasons"] == ["privacy.personal"]

    def test_the_case_says_so_when_no_reason_was_given(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            decide_one(db, public, "hold")
            assert case_of(db, public)["reasons"] == ["moderator.held"]

    def test_an_earlier_case_hands_on_its_reasons_and_priority(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db, priority=81.0)
            decide_one(db, held, "approve")
            decide_one(db, held, "hold")
            opened = case_of(db, held)
            assert (opened["reasons"], opened["rank"]) == (["abuse.insult"], -81.0)


class TestEscalation:
    def test_it_marks_the_case_and_leaves_the_state(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            assert decide_one(db, held, "escalate").state is State.HELD
            assert case_of(db, held)["escalated_at"] == NOON
            assert case_of(db, held)["decided_at"] is None
            assert decide_one(db, held, "escalate").status == "unchanged"

    def test_it_is_in_the_log_and_told_to_nobody(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            decide_one(db, held, "escalate")
            assert [made["action"] for made in decisions_of_comment(db, held)] == ["hold", "escalate"]
            assert db.execute(select(event.c.type)).scalars().all() == ["comment.held"]


class TestOtherPeoplesWork:
    @pytest.mark.parametrize(("waited", "status"), [(LEASE - SECOND, "refused"), (LEASE, "done")])
    def test_a_claimed_comment_is_its_claimants_until_the_lease_ends(
        self, store: Store, waited: timedelta, status: str
    ):
        with store.transaction() as db:
            held = a_held_comment(db)
            claim(
                db,
                QueueFilter(),
                site_id=SITE,
                viewer=Viewer("mod_basim"),
                order="priority",
                limit=1,
                now=NOON,
            )
            (result,) = decide_all(db, wish(held, "approve"), now=NOON + waited).results
            assert result.status == status
            assert status == "done" or code_of(result) == "case.claimed"

    def test_the_claimant_may_decide(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            claim(
                db,
                QueueFilter(),
                site_id=SITE,
                viewer=Viewer("mod_amal"),
                order="priority",
                limit=1,
                now=NOON,
            )
            assert decide_one(db, held, "approve").status == "done"

    def test_an_unknown_comment_is_refused_without_touching_the_rest(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            results = decide_all(db, wish(new_id("cmt"), "approve"), wish(held, "approve")).results
            assert [(each.status, each.state) for each in results] == [
                ("refused", None),
                ("done", State.PUBLISHED),
            ]
            assert code_of(results[0]) == "comment.not_found"

    def test_a_comment_of_another_site_is_as_unknown_as_none(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            (result,) = decide(db, [wish(held, "approve")], site_id="sit_other", actor=AMAL, now=NOON).results
            assert (result.state, result.current, code_of(result)) == (None, None, "comment.not_found")


class TestLargeBatch:
    def test_five_hundred_comments_are_decided_in_one_call(self, store: Store):
        with store.transaction() as db:
            first = a_held_comment(db)
            here = {
                "article_id": locked(db, first).article_id,
                "commenter_id": locked(db, first).commenter_id,
            }
            held = [first, *(a_held_comment(db, **here) for _ in range(499))]
            decided = decide_all(db, *(wish(each, "approve") for each in held))
            assert {each.status for each in decided.results} == {"done"}
            assert db.execute(select(article.c.published_count)).scalar_one() == 500
            assert list(broken_links(db)) == []


class TestLog:
    def test_no_decision_can_be_changed(self, store: Store):
        from sqlalchemy.exc import DBAPIError

        from service.store.tables import decision

        with store.transaction() as db:
            decide_one(db, a_held_comment(db), "approve")
        with pytest.raises(DBAPIError), store.transaction() as db:
            db.execute(update(decision).values(actor_id="mod_nobody"))
