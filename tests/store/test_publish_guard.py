"""The schema itself keeps unchecked text from the public, whoever holds the pen. All by raw SQL."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from service.store.engine import Db, Store
from tests.support.rows import a_pending_comment, an_edit

NOW = "'2026-03-01 12:00:00+00:00'"


@pytest.fixture
def made(store: Store) -> str:
    with store.transaction() as db:
        return a_pending_comment(db)


def run(db: Db, statement: str, **values: Any) -> None:
    db.execute(text(statement.replace("NOW", NOW)), values)


def clear(db: Db, comment: str, *, revision: int = 1, verdict: bool = True) -> None:
    """The evidence that the policy allows a revision: a verdict of `publish`, and the clearance that names it."""
    if verdict:
        run(
            db,
            "INSERT INTO verdict (comment_id, revision, outcome, reasons, checks, policy_version, created_at)"
            " VALUES (:id, :revision, 'publish', '[]', '[]', 'p', NOW)",
            id=comment,
            revision=revision,
        )
    run(
        db,
        "INSERT INTO clearance (comment_id, revision, source, outcome, created_at)"
        " VALUES (:id, :revision, 'policy', 'publish', NOW)",
        id=comment,
        revision=revision,
    )


def publish(db: Db, comment: str, *, public: int | None = 1, checked: int | None = 1) -> None:
    run(
        db,
        "UPDATE comment SET state = 'published', public_rev = :public, checked_rev = :checked WHERE id = :id",
        id=comment,
        public=public,
        checked=checked,
    )


def decide(db: Db, comment: str) -> None:
    run(
        db,
        "INSERT INTO decision (id, seq, comment_id, revision, actor_kind, action, from_state, to_state,"
        " created_at, previous_hash, hash)"
        " VALUES ('dec_1', 1, :id, 1, 'moderator', 'approve', 'pending', 'published', NOW, '0', '1')",
        id=comment,
    )


class TestPublishing:
    def test_with_a_cleared_revision_it_is_allowed(self, store: Store, made: str):
        with store.transaction() as db:
            clear(db, made)
            publish(db, made)

    @pytest.mark.parametrize(("public", "checked"), [(None, None), (1, None), (1, 1)])
    def test_without_clearance_it_is_refused(
        self, store: Store, made: str, public: int | None, checked: int | None
    ):
        with pytest.raises(DatabaseError), store.transaction() as db:
            publish(db, made, public=public, checked=checked)

    def test_with_the_clearance_of_another_revision_it_is_refused(self, store: Store, made: str):
        with store.transaction() as db:
            clear(db, made)
            an_edit(db, made, "نص آخر")
        with pytest.raises(DatabaseError), store.transaction() as db:
            publish(db, made, public=2, checked=1)
        with pytest.raises(DatabaseError), store.transaction() as db:
            publish(db, made, public=2, checked=2)

    def test_with_the_clearance_of_another_comment_it_is_refused(self, store: Store, made: str):
        with store.transaction() as db:
            clear(db, a_pending_comment(db))
        with pytest.raises(DatabaseError), store.transaction() as db:
            publish(db, made)

    def test_showing_a_newer_revision_of_a_public_comment_is_refused(self, store: Store, made: str):
        with store.transaction() as db:
            clear(db, made)
            publish(db, made)
            an_edit(db, made, "نص آخر")
        with pytest.raises(DatabaseError), store.transaction() as db:
            run(db, "UPDATE comment SET public_rev = 2 WHERE id = :id", id=made)

    def test_a_comment_cannot_be_born_public(self, store: Store):
        with pytest.raises(DatabaseError), store.transaction() as db:
            a_pending_comment(db, state="published", public_rev=1, checked_rev=1)


class TestClearance:
    def test_of_the_policy_needs_a_verdict(self, store: Store, made: str):
        with pytest.raises(DatabaseError), store.transaction() as db:
            clear(db, made, verdict=False)

    @pytest.mark.parametrize("outcome", ["hold", "reject"])
    def test_of_the_policy_needs_a_verdict_that_publishes(self, store: Store, made: str, outcome: str):
        with store.transaction() as db:
            run(
                db,
                "INSERT INTO verdict (comment_id, revision, outcome, reasons, checks, policy_version, created_at)"
                " VALUES (:id, 1, :outcome, '[]', '[]', 'p', NOW)",
                id=made,
                outcome=outcome,
            )
        for claimed in (outcome, "publish"):
            with pytest.raises(DatabaseError), store.transaction() as db:
                run(
                    db,
                    "INSERT INTO clearance (comment_id, revision, source, outcome, created_at)"
                    " VALUES (:id, 1, 'policy', :outcome, NOW)",
                    id=made,
                    outcome=claimed,
                )

    @pytest.mark.parametrize("outcome", ["NULL", "'publish'"])
    def test_of_a_moderator_needs_a_decision(self, store: Store, made: str, outcome: str):
        with pytest.raises(DatabaseError), store.transaction() as db:
            run(
                db,
                "INSERT INTO clearance (comment_id, revision, source, outcome, created_at)"
                f" VALUES (:id, 1, 'moderator', {outcome}, NOW)",
                id=made,
            )

    def test_of_a_moderator_with_a_decision_allows_to_publish(self, store: Store, made: str):
        with store.transaction() as db:
            decide(db, made)
            run(
                db,
                "INSERT INTO clearance (comment_id, revision, source, decision_id, created_at)"
                " VALUES (:id, 1, 'moderator', 'dec_1', NOW)",
                id=made,
            )
            publish(db, made)


class TestEvidence:
    @pytest.mark.parametrize(
        "tampering",
        [
            "DELETE FROM clearance",
            "DELETE FROM verdict",
            "UPDATE verdict SET outcome = 'hold'",
            "UPDATE clearance SET revision = 7",
            "UPDATE comment SET checked_rev = NULL",
        ],
    )
    def test_of_a_public_comment_stays(self, store: Store, made: str, tampering: str):
        with store.transaction() as db:
            clear(db, made)
            publish(db, made)
        with pytest.raises(DatabaseError), store.transaction() as db:
            run(db, tampering)


class TestDecisions:
    @pytest.mark.parametrize("tampering", ["UPDATE decision SET reason = 'x'", "DELETE FROM decision"])
    def test_are_neither_changed_nor_deleted(self, store: Store, made: str, tampering: str):
        with store.transaction() as db:
            decide(db, made)
        with pytest.raises(DatabaseError), store.transaction() as db:
            run(db, tampering)
