"""Taking a batch back."""

import pytest

from service.domain.errors import NotFound
from service.domain.states import Action
from service.moderation.cards import Viewer
from service.moderation.claim import claim
from service.moderation.decide import Decided, Wish, decide
from service.moderation.moves import Actor
from service.moderation.undo import undo_batch
from service.store.decisions import broken_links, decisions_of_comment
from service.store.engine import Db, Store
from service.store.queue import QueueFilter
from tests.support.held import a_held_comment, a_published_comment, case_of, locked, state_of
from tests.support.rows import NOON, SITE, a_pending_comment, an_edit

AMAL = Actor("moderator", "mod_amal")


def decide_all(db: Db, *wishes: Wish) -> Decided:
    return decide(db, wishes, site_id=SITE, actor=AMAL, now=NOON)


def batch_of(db: Db, comment_id: str, action: Action, reason: str | None = None) -> str:
    decided = decide_all(db, Wish(comment_id, 1, action, reason=reason))
    assert decided.results[0].status == "done"
    return decided.batch_id


def undo(db: Db, batch_id: str) -> Decided:
    return undo_batch(db, batch_id, site_id=SITE, actor=AMAL, now=NOON)


def told(decided: Decided) -> list[tuple[str, str | None]]:
    return [(each.status, each.problem.code if each.problem else None) for each in decided.results]


class TestUndo:
    @pytest.mark.parametrize(
        ("action", "after"), [(Action.APPROVE, "held"), (Action.REJECT, "held"), (Action.ESCALATE, "held")]
    )
    def test_a_verdict_on_a_held_comment_puts_it_back_into_the_queue(
        self, store: Store, action: Action, after: str
    ):
        with store.transaction() as db:
            held = a_held_comment(db, priority=70)
            undone = undo(db, batch_of(db, held, action, "abuse.insult"))
            assert told(undone) == [("done", None)]
            assert state_of(db, held) == after
            opened = case_of(db, held)
            assert (opened["decided_at"], opened["escalated_at"]) == (None, None)
            assert (opened["rank"], "abuse.insult" in opened["reasons"]) == (-70, True)

    @pytest.mark.parametrize(("action", "between"), [(Action.REMOVE, "removed"), (Action.HOLD, "held")])
    def test_what_was_taken_from_the_public_is_public_again(self, store: Store, action: Action, between: str):
        with store.transaction() as db:
            public = a_published_comment(db)
            batch = batch_of(db, public, action, "other")
            assert state_of(db, public) == between
            undone = undo(db, batch)
            assert (told(undone), state_of(db, public)) == ([("done", None)], "published")
            assert undone.pages == {("default", locked(db, public).article_key)}

    def test_a_restored_comment_is_removed_again_for_the_old_reason(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            batch_of(db, public, Action.REMOVE, "legal")
            undo(db, batch_of(db, public, Action.RESTORE))
            assert state_of(db, public) == "removed"
            assert decisions_of_comment(db, public)[-1]["reason"] == "legal"

    def test_it_is_a_new_decision_that_names_the_one_it_reverses(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            undone = undo(db, batch_of(db, held, Action.APPROVE))
            approved, reversed_ = decisions_of_comment(db, held)[-2:]
            assert reversed_["reverses_id"] == approved["id"]
            assert reversed_["batch_id"] == undone.batch_id != approved["batch_id"]
            assert list(broken_links(db)) == []

    def test_the_undoing_can_itself_be_undone(self, store: Store):
        with store.transaction() as db:
            held, public = a_held_comment(db), a_published_comment(db)
            escalated = a_held_comment(db)
            batch = decide_all(
                db,
                Wish(held, 1, Action.REJECT, reason="spam"),
                Wish(public, 1, Action.REMOVE, reason="spam"),
                Wish(escalated, 1, Action.ESCALATE),
            ).batch_id
            again = undo(db, undo(db, batch).batch_id)
            assert told(again) == [("done", None)] * 3
            assert (state_of(db, held), state_of(db, public)) == ("rejected", "removed")
            assert decisions_of_comment(db, held)[-1]["reason"] == "spam"
            assert case_of(db, escalated)["escalated_at"] == NOON


class TestLimitsOfUndo:
    def test_twice_changes_nothing_more(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            batch = batch_of(db, held, Action.APPROVE)
            undo(db, batch)
            assert told(undo(db, batch)) == [("unchanged", None)]
            assert state_of(db, held) == "held"

    def test_what_somebody_decided_on_since_stays(self, store: Store):
        with store.transaction() as db:
            kept, moved = a_held_comment(db), a_held_comment(db)
            batch = decide_all(db, Wish(kept, 1, Action.APPROVE), Wish(moved, 1, Action.APPROVE)).batch_id
            batch_of(db, moved, Action.REMOVE, "other")
            assert told(undo(db, batch)) == [("done", None), ("refused", "decision.stale")]
            assert state_of(db, moved) == "removed"

    def test_an_edit_since_makes_it_stale(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            batch = batch_of(db, public, Action.REMOVE, "other")
            an_edit(db, public, "نص لم يره أحد")
            assert told(undo(db, batch)) == [("refused", "decision.stale")]

    def test_a_hold_of_what_was_never_public_does_not_publish_it(self, store: Store):
        with store.transaction() as db:
            pending = a_pending_comment(db)
            undone = undo(db, batch_of(db, pending, Action.HOLD))
            assert told(undone) == [("refused", "comment.transition_not_allowed")]
            assert state_of(db, pending) == "held"

    def test_a_comment_that_is_anothers_by_now_is_left_alone(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            batch = batch_of(db, public, Action.HOLD)
            claim(
                db,
                QueueFilter(),
                site_id=SITE,
                viewer=Viewer("mod_basim"),
                order="priority",
                limit=1,
                now=NOON,
            )
            assert told(undo(db, batch)) == [("refused", "case.claimed")]

    def test_an_unknown_batch_is_not_found(self, store: Store):
        with store.transaction() as db, pytest.raises(NotFound) as refusal:
            undo(db, "bat_unknown")
        assert refusal.value.code == "batch.not_found"

    def test_a_batch_of_another_site_is_as_unknown(self, store: Store):
        with store.transaction() as db:
            batch = batch_of(db, a_held_comment(db), Action.APPROVE)
            with pytest.raises(NotFound):
                undo_batch(db, batch, site_id="sit_other", actor=AMAL, now=NOON)
