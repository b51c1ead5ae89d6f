"""Evaluating when things go wrong or happen at once: nothing unseen is published, nothing is lost."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, update

from service.domain.states import Action, State
from service.moderation.evaluate import LEASE, MOST_ATTEMPTS, evaluate_pending
from service.moderation.evaluate_rules import Rules
from service.moderation.moves import Actor, Move, apply_moves
from service.store.engine import Store
from service.store.evaluation import claim_unchecked
from service.store.moves import lock_comments
from service.store.tables import article, case, comment, decision, event, list_entry, policy, revision
from tests.support.evaluation import (
    ModelsThat,
    count,
    decisions_of,
    events_of,
    reasons_of,
    row_of,
    rules,
    state_of,
    verdict_of,
)
from tests.support.rows import NOON, PLAIN, SITE, a_pending_comment, an_article, an_edit, change_site

SECOND = timedelta(seconds=1)


def waiting(store: Store, number: int = 1, body: str = PLAIN, **columns: Any) -> list[str]:
    with store.transaction() as db:
        return [a_pending_comment(db, f"{body} {each}", **columns) for each in range(number)]


def claim(store: Store, now: datetime) -> list[str]:
    with store.transaction() as db:
        return [each.comment_id for each in claim_unchecked(db, now=now, lease=LEASE, limit=64)]


class TestClaims:
    def test_what_is_claimed_is_not_offered_to_anyone_else(self, store: Store, noon: datetime):
        made = waiting(store, 3)
        assert sorted(claim(store, noon)) == sorted(made)
        assert claim(store, noon) == []

    @pytest.mark.parametrize(("waited", "offered"), [(LEASE - SECOND, False), (LEASE, True)])
    def test_it_is_offered_again_when_the_lease_ends(
        self, store: Store, noon: datetime, waited: timedelta, offered: bool
    ):
        made = waiting(store)
        claim(store, noon)
        assert claim(store, noon + waited) == (made if offered else [])

    def test_a_lease_from_a_clock_that_was_set_back_binds_nobody(self, store: Store, noon: datetime):
        made = waiting(store)
        claim(store, noon + timedelta(minutes=10))
        assert claim(store, noon) == made

    def test_the_oldest_come_first(self, store: Store, noon: datetime):
        late = waiting(store, submitted_at=noon + SECOND)
        early = waiting(store, submitted_at=noon)
        with store.transaction() as db:
            (first,) = claim_unchecked(db, now=noon, lease=LEASE, limit=1)
        assert (first.comment_id, claim(store, noon)) == (early[0], late)

    def test_one_that_failed_before_is_claimed_alone(self, store: Store, noon: datetime):
        suspect = waiting(store, attempts=1)
        others = waiting(store, 3, submitted_at=noon + SECOND)
        assert claim(store, noon) == suspect
        assert sorted(claim(store, noon)) == sorted(others)


class TestUnreliableChecks:
    @pytest.mark.parametrize(
        "garbage",
        [
            lambda texts: {"spam": np.full(len(texts), np.nan), "abuse": np.zeros(len(texts))},
            lambda texts: {"spam": np.full(len(texts), -3.0), "abuse": np.zeros(len(texts))},
            lambda texts: {"spam": np.zeros(len(texts) + 1), "abuse": np.zeros(len(texts) + 1)},
            lambda _: {},
            lambda _: 1 / 0,
        ],
        ids=["not a number", "out of range", "too many", "none", "an error"],
    )
    def test_models_that_return_garbage_publish_nothing(
        self, store: Store, noon: datetime, garbage: Callable[..., Any]
    ):
        made = waiting(store, 2)
        evaluate_pending(store, rules(ModelsThat(garbage)), now=noon)
        assert [state_of(store, each) for each in made] == [State.HELD] * 2
        assert [reasons_of(store, each) for each in made] == [["check.unavailable"]] * 2

    def test_without_models_comments_wait_for_a_person(self, store: Store, noon: datetime):
        (made,) = waiting(store)
        evaluate_pending(store, Rules(None), now=noon)
        kept = verdict_of(store, made)
        assert reasons_of(store, made) == ["check.unavailable"]
        assert kept is not None
        assert [each["error"] for each in kept["checks"] if "error" in each] == ["unavailable"] * 2

    def test_a_list_that_cannot_be_compiled_holds_what_it_might_have_caught(
        self, store: Store, noon: datetime
    ):
        with store.transaction() as db:
            broken = {"kind": "pattern", "value": "(", "match": "inside", "action": "hold", "mode": "live"}
            times = {"created_at": noon, "updated_at": noon}
            db.execute(
                insert(list_entry).values(
                    id="lst_broken", site_id=SITE, reason="list.match", **broken, **times
                )
            )
        (made,) = waiting(store)
        evaluate_pending(store, rules(), now=noon)
        assert reasons_of(store, made) == ["check.unavailable"]


class TestAttempts:
    """A policy that cannot be read stands for anything that breaks evaluating itself."""

    @pytest.fixture
    def broken(self, store: Store, noon: datetime) -> str:
        (made,) = waiting(store)
        body = {"hold_at": {}, "no such threshold": 1}
        with store.transaction() as db:
            db.execute(insert(policy).values(site_id=SITE, version="broken", body=body, created_at=noon))
            change_site(db, policy_version="broken")
        return made

    def test_a_failed_attempt_is_counted_and_another_follows_soon(
        self, store: Store, noon: datetime, broken: str
    ):
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, broken), row_of(store, broken)["attempts"]) == (State.PENDING, 1)
        assert evaluate_pending(store, rules(), now=noon + SECOND).claimed == 0
        assert evaluate_pending(store, rules(), now=noon + 2 * SECOND).claimed == 1

    def test_after_five_it_is_held_for_a_person_and_never_published(
        self, store: Store, noon: datetime, broken: str
    ):
        for attempt in range(MOST_ATTEMPTS):
            evaluate_pending(store, rules(), now=noon + attempt * LEASE)
        assert state_of(store, broken) is State.PENDING
        evaluate_pending(store, rules(), now=noon + MOST_ATTEMPTS * LEASE)
        assert (state_of(store, broken), reasons_of(store, broken)) == (State.HELD, ["check.failed"])
        assert decisions_of(store, broken)[0]["actor_kind"] == "system"
        assert evaluate_pending(store, rules(), now=noon + timedelta(days=1)).claimed == 0

    def test_when_the_cause_is_gone_the_next_attempt_decides(self, store: Store, noon: datetime, broken: str):
        evaluate_pending(store, rules(), now=noon)
        with store.transaction() as db:
            change_site(db, policy_version="")
        evaluate_pending(store, rules(), now=noon + LEASE)
        assert state_of(store, broken) is State.PUBLISHED

    def test_a_worker_killed_in_the_middle_leaves_only_a_lease_that_ends(self, store: Store, noon: datetime):
        made = waiting(store, 3)
        claim(store, noon)
        for _ in made:  # each alone, because each may be what killed the worker
            evaluate_pending(store, rules(), now=noon + LEASE)
        assert [state_of(store, each) for each in made] == [State.PUBLISHED] * 3

    def test_one_comment_that_cannot_be_written_does_not_keep_the_others_waiting(
        self, store: Store, noon: datetime
    ):
        good, bad = waiting(store, 2)
        with store.transaction() as db:
            # An event of this comment with its next sequence is there already: the schema refuses a second.
            db.execute(
                insert(event).values(
                    id="evt_taken",
                    site_id=SITE,
                    type="comment.published",
                    comment_id=bad,
                    sequence=1,
                    payload="{}",
                    created_at=noon,
                    fan_out_after=noon,
                )
            )
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, good), state_of(store, bad)) == (State.PUBLISHED, State.PENDING)
        assert verdict_of(store, bad) is None


class TestMeanwhile:
    """What others do while the checks run. They do it from the checks, so no transaction is open then."""

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"mode": "pre"}, "article.pre"),
            ({"mode": "closed"}, "article.closed"),
            ({"closes_at": NOON}, "article.closed"),
        ],
    )
    def test_an_article_closed_or_put_under_review_publishes_nothing(
        self, store: Store, noon: datetime, change: dict[str, Any], reason: str
    ):
        with store.transaction() as db:
            under = an_article(db)
        (made,) = waiting(store, article_id=under)

        def close(_: Any) -> None:
            with store.transaction() as db:
                db.execute(update(article).where(article.c.id == under).values(**change))

        evaluate_pending(store, rules(ModelsThat(close)), now=noon)
        assert (state_of(store, made), reasons_of(store, made)) == (State.HELD, [reason])

    def test_an_edit_makes_the_checks_of_the_old_text_worthless(self, store: Store, noon: datetime):
        (made,) = waiting(store)

        def edit(_: Any) -> None:
            with store.transaction() as db:
                an_edit(db, made, "نص آخر تماما")

        evaluate_pending(store, rules(ModelsThat(edit)), now=noon)
        assert (state_of(store, made), verdict_of(store, made)) == (State.PENDING, None)
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, made), row_of(store, made)["public_rev"]) == (State.PUBLISHED, 2)

    def test_a_person_who_was_faster_is_not_overruled(self, store: Store, noon: datetime):
        (made,) = waiting(store)

        def reject(_: Any) -> None:
            with store.transaction() as db:
                locked = lock_comments(db, [made])[made]
                apply_moves(db, [Move(locked, Action.REJECT, Actor("moderator", "mod_1"), 1)], now=noon)

        evaluate_pending(store, rules(ModelsThat(reject)), now=noon)
        assert state_of(store, made) is State.REJECTED
        assert events_of(store, made) == ["comment.rejected"]
        assert row_of(store, made)["unchecked_rev"] is None

    def test_nothing_of_a_withdrawn_comment_is_kept(self, store: Store, noon: datetime):
        (made,) = waiting(store)

        def withdraw(_: Any) -> None:
            with store.transaction() as db:
                locked = lock_comments(db, [made])[made]
                apply_moves(db, [Move(locked, Action.WITHDRAW, Actor("author"), 1)], now=noon)

        evaluate_pending(store, rules(ModelsThat(withdraw)), now=noon)
        assert (state_of(store, made), verdict_of(store, made)) == (State.WITHDRAWN, None)
        assert count(store, revision, revision.c.folded.is_not(None)) == 0

    def test_another_worker_that_took_over_is_the_one_who_decides(self, store: Store, noon: datetime):
        (made,) = waiting(store)
        evaluate_pending(store, rules(ModelsThat(lambda _: claim(store, noon + LEASE) and None)), now=noon)
        assert state_of(store, made) is State.PENDING
        evaluate_pending(store, rules(), now=noon + 2 * LEASE)
        assert state_of(store, made) is State.PUBLISHED


class TestSeveralAtOnce:
    def test_every_comment_is_decided_once(self, store: Store, noon: datetime):
        made = waiting(store, 300)
        workers = [threading.Thread(target=drain, args=(store, noon)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert count(store, comment, comment.c.state == "pending") == 0
        assert count(store, event) == len(made)
        assert count(store, decision) == len(made)
        held = count(store, comment, comment.c.state == "held")
        assert count(store, case) == held


def drain(store: Store, now: datetime) -> None:
    used = rules()
    while evaluate_pending(store, used, now=now, limit=16).claimed:
        pass
