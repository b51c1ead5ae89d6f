"""A person's decisions on held and decided comments."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.domain.states import State
from service.store.decisions import broken_links, decisions_of_batch
from service.store.engine import Store
from service.store.tables import article, commenter, event, revision
from tests.support.deciding import code_of, decide_all, decide_one, wish
from tests.support.held import INSULT, a_held_comment, a_published_comment, case_of, locked, state_of
from tests.support.rows import NOON, a_pending_comment, an_edit

SECOND = timedelta(seconds=1)


class TestApproval:
    def test_it_publishes_and_closes_the_case(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            decided = decide_all(db, wish(held, "approve"))
            assert [(each.status, each.state) for each in decided.results] == [("done", State.PUBLISHED)]
            assert state_of(db, held) == "published"
            assert case_of(db, held)["decided_at"] == NOON

    def test_it_names_the_page_that_changed(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            assert decide_all(db, wish(held, "approve")).pages == {("default", locked(db, held).article_key)}

    def test_it_writes_the_decision_and_the_event_of_the_same_change(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            decided = decide_all(db, wish(held, "approve", note="رأي لا إهانة"))
            (made,) = decisions_of_batch(db, decided.batch_id)
            assert (made["actor_id"], made["from_state"], made["to_state"]) == (
                "mod_amal",
                "held",
                "published",
            )
            assert made["note"] == "رأي لا إهانة"
            told = db.execute(select(event.c.type, event.c.sequence).order_by(event.c.id)).all()
            assert [tuple(row) for row in told] == [("comment.held", 1), ("comment.published", 2)]

    def test_it_counts_for_the_article_and_the_author(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            decide_one(db, held, "approve")
            assert db.execute(select(article.c.published_count)).scalar_one() == 1
            assert db.execute(select(commenter.c.published)).scalar_one() == 1

    def test_it_does_not_come_before_the_checks(self, store: Store):
        with store.transaction() as db:
            pending = a_pending_comment(db)
            refused = decide_one(db, pending, "approve")
            assert (refused.status, refused.problem.code) == ("refused", "comment.not_checked")
            assert state_of(db, pending) == "pending"


class TestMask:
    def test_covered_spans_are_kept_with_the_revision(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            assert decide_one(db, held, "approve", mask=((9, 13), (12, 14), (0, 2))).status == "done"
            assert db.execute(select(revision.c.mask)).scalar_one() == [[0, 2], [9, 14]]

    @pytest.mark.parametrize("span", [(-1, 2), (3, 3), (4, 2), (0, len(INSULT) + 1)])
    def test_a_span_outside_the_body_is_refused(self, store: Store, span: tuple[int, int]):
        with store.transaction() as db:
            held = a_held_comment(db)
            assert code_of(decide_one(db, held, "approve", mask=(span,))) == "mask.invalid"
            assert state_of(db, held) == "held"

    def test_only_what_is_published_can_be_masked(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            refused = decide_one(db, held, "reject", reason="abuse.insult", mask=((0, 2),))
            assert code_of(refused) == "mask.invalid"


class TestReason:
    def test_a_rejection_needs_one(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            assert code_of(decide_one(db, held, "reject")) == "reason.required"
            assert decide_one(db, held, "reject", reason="abuse.insult").state is State.REJECTED

    def test_a_removal_needs_one(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            assert code_of(decide_one(db, public, "remove")) == "reason.required"
            assert decide_one(db, public, "remove", reason="legal").state is State.REMOVED

    def test_an_unknown_one_is_refused(self, store: Store):
        with store.transaction() as db:
            assert (
                code_of(decide_one(db, a_held_comment(db), "reject", reason="nonsense")) == "reason.unknown"
            )

    def test_that_of_a_check_will_do(self, store: Store):
        with store.transaction() as db:
            assert decide_one(db, a_held_comment(db), "reject", reason="spam.links").status == "done"


class TestStaleness:
    def test_a_decision_on_an_older_revision_meets_the_present_text(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            an_edit(db, held, "نص جديد")
            refused = decide_one(db, held, "approve", revision=1)
            assert code_of(refused) == "decision.stale"
            assert refused.current is not None
            assert (refused.current.body, refused.current.head_rev) == ("نص جديد", 2)
            assert state_of(db, held) == "held"

    def test_a_decision_on_a_revision_that_does_not_exist_is_stale(self, store: Store):
        with store.transaction() as db:
            assert code_of(decide_one(db, a_held_comment(db), "approve", revision=2)) == "decision.stale"

    def test_a_decision_on_another_version_is_stale(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            version = locked(db, held).version
            assert code_of(decide_one(db, held, "approve", version=version - 1)) == "decision.stale"
            assert decide_one(db, held, "approve", version=version).status == "done"

    @pytest.mark.parametrize("action", ["approve", "hold", "escalate"])
    def test_a_verdict_on_what_was_rejected_meanwhile_is_stale(self, store: Store, action: str):
        with store.transaction() as db:
            held = a_held_comment(db)
            decide_one(db, held, "reject", reason="spam")
            assert code_of(decide_one(db, held, action)) == "decision.stale"

    def test_a_rejection_of_what_was_published_meanwhile_is_stale(self, store: Store):
        with store.transaction() as db:
            public = a_published_comment(db)
            assert code_of(decide_one(db, public, "reject", reason="spam")) == "decision.stale"

    @pytest.mark.parametrize(("action", "more"), [("remove", {"reason": "legal"}), ("restore", {})])
    def test_a_move_that_the_table_lacks_is_refused_as_such(
        self, store: Store, action: str, more: dict[str, str]
    ):
        with store.transaction() as db:
            refused = decide_one(db, a_held_comment(db), action, **more)
            assert code_of(refused) == "comment.transition_not_allowed"


class TestRepetition:
    @pytest.mark.parametrize(
        ("first", "again"), [("approve", "approve"), ("approve", "restore"), ("reject", "reject")]
    )
    def test_asking_for_what_is_already_so_changes_nothing(self, store: Store, first: str, again: str):
        with store.transaction() as db:
            held = a_held_comment(db)
            decide_one(db, held, first, reason="other")
            version = locked(db, held).version
            assert decide_one(db, held, again, reason="other").status == "unchanged"
            assert locked(db, held).version == version

    def test_the_second_wish_about_a_comment_sees_the_first_one_s_effect(self, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
            decided = decide_all(
                db,
                wish(held, "approve"),
                wish(held, "approve"),
                wish(held, "remove", reason="other"),
                wish(held, "reject", reason="other"),
            )
            assert [each.status for each in decided.results] == ["done", "unchanged", "done", "refused"]
            assert state_of(db, held) == "removed"
            assert list(broken_links(db)) == []
