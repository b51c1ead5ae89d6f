"""Claims: five minutes in which a card is one person's."""

import threading
from datetime import datetime, timedelta

import pytest

from service.domain.states import Action
from service.moderation.cards import Viewer
from service.moderation.claim import LEASE, Claimed, claim, give_back
from service.moderation.decide import Wish, decide
from service.moderation.moves import Actor
from service.store.decisions import broken_links
from service.store.engine import Db, Store
from service.store.queue import QueueFilter
from tests.support.held import a_held_comment, a_published_comment
from tests.support.rows import NOON, SITE

SECOND = timedelta(seconds=1)


def claim_as(
    db: Db, person: str, *, limit: int = 10, now: datetime = NOON, order: str = "priority", **wanted: object
) -> Claimed:
    return claim(
        db,
        QueueFilter(**wanted),  # type: ignore[arg-type]
        site_id=SITE,
        viewer=Viewer(person),
        order=order,
        limit=limit,
        now=now,
    )


def ids(claimed: Claimed) -> list[str]:
    return [card["comment"]["id"] for card in claimed.cards]


class TestClaim:
    def test_the_most_urgent_come_first(self, store: Store):
        with store.transaction() as db:
            weak, strong = a_held_comment(db, priority=10), a_held_comment(db, priority=90)
            assert ids(claim_as(db, "mod_amal")) == [strong, weak]

    def test_no_more_are_taken_than_asked_for(self, store: Store):
        with store.transaction() as db:
            held = [a_held_comment(db) for _ in range(3)]
            assert ids(claim_as(db, "mod_amal", limit=2)) == held[:2]

    def test_a_claimed_card_is_not_offered_to_anyone_else(self, store: Store):
        with store.transaction() as db:
            first, second = a_held_comment(db), a_held_comment(db)
            assert ids(claim_as(db, "mod_amal", limit=1)) == [first]
            assert ids(claim_as(db, "mod_basim")) == [second]

    @pytest.mark.parametrize(("waited", "offered"), [(LEASE - SECOND, False), (LEASE, True)])
    def test_it_is_offered_again_when_the_lease_ends(self, store: Store, waited: timedelta, offered: bool):
        with store.transaction() as db:
            held = a_held_comment(db)
            claim_as(db, "mod_amal")
            assert (ids(claim_as(db, "mod_basim", now=NOON + waited)) == [held]) is offered

    def test_it_says_until_when(self, store: Store):
        with store.transaction() as db:
            a_held_comment(db)
            claimed = claim_as(db, "mod_amal")
            assert claimed.until == NOON + LEASE
            assert claimed.cards[0]["lease"] == {"by": "you", "until": NOON + LEASE}

    def test_claiming_again_renews_ones_own_first(self, store: Store):
        with store.transaction() as db:
            weak = a_held_comment(db, priority=10)
            claim_as(db, "mod_amal")
            strong = a_held_comment(db, priority=90)
            later = NOON + LEASE - SECOND
            assert ids(claim_as(db, "mod_amal", limit=1, now=later)) == [weak]
            assert ids(claim_as(db, "mod_basim", now=later + LEASE - SECOND)) == [strong]

    def test_filters_narrow_what_is_claimed(self, store: Store):
        with store.transaction() as db:
            a_held_comment(db, language="ar")
            english = a_held_comment(db, language="en")
            assert ids(claim_as(db, "mod_amal", language="en")) == [english]
            assert ids(claim_as(db, "mod_basim", comment_ids=(english,))) == []

    def test_only_held_comments_can_be_claimed(self, store: Store):
        with store.transaction() as db:
            a_published_comment(db)
            assert ids(claim_as(db, "mod_amal")) == []


class TestGivingBack:
    def test_what_is_given_back_is_offered_to_others(self, store: Store):
        with store.transaction() as db:
            first, second = a_held_comment(db), a_held_comment(db)
            claim_as(db, "mod_amal")
            assert give_back(db, site_id=SITE, person="mod_amal", comment_ids=[first], now=NOON) == 1
            assert ids(claim_as(db, "mod_basim")) == [first]
            assert give_back(db, site_id=SITE, person="mod_amal", comment_ids=None, now=NOON) == 1
            assert ids(claim_as(db, "mod_carim")) == [second]

    def test_nobody_gives_back_what_is_another_persons(self, store: Store):
        with store.transaction() as db:
            a_held_comment(db)
            claim_as(db, "mod_amal")
            assert give_back(db, site_id=SITE, person="mod_basim", comment_ids=None, now=NOON) == 0
            assert ids(claim_as(db, "mod_basim")) == []


class TestTwoPeopleAtOnce:
    def test_no_card_is_claimed_twice(self, store: Store):
        with store.transaction() as db:
            held = {a_held_comment(db) for _ in range(20)}
        taken: dict[str, list[str]] = {}

        def work(person: str) -> None:
            with store.transaction() as db:
                taken[person] = ids(claim_as(db, person, limit=10))

        _at_once([lambda name=name: work(name) for name in ("mod_amal", "mod_basim", "mod_carim")])
        everything = [each for claimed in taken.values() for each in claimed]
        assert len(everything) == len(set(everything))
        assert set(everything) <= held

    def test_exactly_one_of_two_decisions_wins(self, store: Store):
        with store.transaction() as db:
            held = [a_held_comment(db) for _ in range(8)]
        answers: dict[str, list[str]] = {}

        def work(person: str, action: Action) -> None:
            wishes = [Wish(each, 1, action, reason="abuse.insult") for each in held]
            if person == "mod_basim":
                wishes.reverse()
            decided = store.write(
                lambda db: decide(db, wishes, site_id=SITE, actor=Actor("moderator", person), now=NOON)
            )
            answers[person] = [
                result.status for result in sorted(decided.results, key=lambda r: r.comment_id)
            ]

        _at_once([lambda: work("mod_amal", Action.APPROVE), lambda: work("mod_basim", Action.REJECT)])
        for both in zip(answers["mod_amal"], answers["mod_basim"], strict=True):
            assert sorted(both) == ["done", "refused"]
        with store.read() as db:
            assert list(broken_links(db)) == []


def _at_once(works: list) -> None:
    """Run every work in its own thread, begun together; an error in one fails the test."""
    gate = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def run(work) -> None:
        gate.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
