"""Comments that are held for want of an answer: published by themselves once it comes."""

from datetime import timedelta

from sqlalchemy import update

from service.domain.states import Action, State
from service.moderation.cards import Viewer, comment_for_moderator
from service.moderation.casework import carry_out
from service.moderation.moves import Actor, Move
from service.store.cases import lock_open_cases
from service.store.moves import lock_comments
from service.store.tables import article, case, clearance, comment, recheck
from tests.support.evaluation import (
    INSULT,
    count,
    decisions_of,
    events_of,
    reasons_of,
    row_of,
    rows_of,
    signals_of,
    state_of,
    verdict_of,
)
from tests.support.rows import SITE, an_edit
from tests.workers.checkers.desk import Desk, saying
from tests.workers.webhooks.receiver import Receiver, answering

HARSH = {"code": "tone.harsh", "score": 0.9}
LATER = timedelta(minutes=1)
SEVEN = (
    "شكراً على المقال، قرأته مرتين وأرسلته إلى أخي.",
    "أين يمكن أن نجد نص القرار كاملاً؟",
    "الصورة الثانية ليست من المدينة التي تذكرونها.",
    "عشت في تلك الحارة عشرين سنة وأعرف أهلها.",
    "نرجو متابعة الموضوع بعد صدور الميزانية.",
    "الأرقام في الجدول لا تطابق ما جاء في المتن.",
    "تحليل هادئ، وليت القنوات تتعلم منه.",
)
PERSON = Actor("moderator", "mod_a")


def silent(desk: Desk, receive, **given) -> tuple[Receiver, str]:
    checker = receive(answering(503))
    return checker, desk.add(checker.url, **{"required": True, **given})[0]


def back(desk: Desk) -> int:
    """The sweep, then the checks; returns how many were put on the work list."""
    again = desk.sweep(after=LATER)
    while desk.evaluate().claimed:
        pass
    return again


def decide(desk: Desk, comment_id: str, action: Action) -> None:
    with desk.store.transaction() as db:
        found = lock_comments(db, [comment_id])[comment_id]
        cases = lock_open_cases(db, [comment_id])
        carry_out(db, [Move(found, action, PERSON, found.head_rev)], cases, now=desk.now)


class TestWhileItIsSilent:
    def test_the_card_names_the_checker_in_both_languages(self, desk: Desk, receive):
        silent(desk, receive)
        made = desk.checked()
        for language, words in (("ar", "لم يُجب الفاحص «tone»"), ("en", "The checker “tone” did not answer")):
            with desk.store.read() as db:
                card, _ = comment_for_moderator(
                    db, made, site_id=SITE, viewer=Viewer("mod_a", language), now=desk.now
                )
            assert card["reasons"] == [{"code": "check.unavailable", "message": words}]

    def test_one_question_is_asked_not_one_for_each_comment(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = [desk.checked() for _ in range(3)]
        before = len(checker.received)
        assert back(desk) == 0
        assert len(checker.received) == before + 1
        assert {state_of(desk.store, each) for each in made} == {State.HELD}

    def test_an_advisory_one_is_not_waited_for(self, desk: Desk, receive):
        silent(desk, receive, required=False)
        desk.checked()
        assert count(desk.store, recheck) == 0


class TestWhenItAnswersAgain:
    def test_a_comment_that_nothing_is_held_against_is_published(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        checker.behaviour = saying()
        assert back(desk) == 1
        assert state_of(desk.store, made) is State.PUBLISHED
        assert events_of(desk.store, made) == ["comment.held", "comment.published"]
        assert [(each["actor_kind"], each["action"]) for each in decisions_of(desk.store, made)] == [
            ("policy", "hold"),
            ("policy", "approve"),
        ]
        assert verdict_of(desk.store, made)["outcome"] == "publish"
        (evidence,) = rows_of(desk.store, clearance, clearance.c.comment_id == made)
        assert (evidence["source"], evidence["revision"]) == ("policy", 1)
        assert rows_of(desk.store, case, case.c.comment_id == made)[0]["decided_at"] is not None
        under = row_of(desk.store, made)["article_id"]
        assert rows_of(desk.store, article, article.c.id == under)[0]["published_count"] == 1
        assert count(desk.store, recheck) == 0

    def test_all_that_wait_for_it_are(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = [desk.checked(each) for each in SEVEN]  # the last ones met the open breaker
        checker.behaviour = saying()
        assert back(desk) == 7
        assert {state_of(desk.store, each) for each in made} == {State.PUBLISHED}

    def test_what_it_finds_holds_with_that_reason(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        checker.behaviour = saying(HARSH)
        back(desk)
        assert state_of(desk.store, made) is State.HELD
        assert reasons_of(desk.store, made) == ["tone.harsh"]
        assert back(desk) == 0

    def test_what_else_is_held_against_it_stays_with_its_signals_renewed(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked(INSULT)
        assert "check.unavailable" in reasons_of(desk.store, made)
        checker.behaviour = saying({"code": "tone.calm", "score": 0.1})
        back(desk)
        assert state_of(desk.store, made) is State.HELD
        assert "check.unavailable" not in reasons_of(desk.store, made)
        assert "tone.calm" in signals_of(desk.store, made)
        assert [each["action"] for each in decisions_of(desk.store, made)] == ["hold"]

    def test_one_that_waits_for_two_waits_for_the_second(self, desk: Desk, receive):
        first, _ = silent(desk, receive)
        second, _ = silent(desk, receive, name="links")
        made = desk.checked()
        first.behaviour = saying()
        back(desk)
        assert state_of(desk.store, made) is State.HELD
        assert [row["checker"] for row in rows_of(desk.store, recheck, recheck.c.comment_id == made)] == [
            "links"
        ]
        second.behaviour = saying()
        back(desk)
        assert state_of(desk.store, made) is State.PUBLISHED

    def test_an_article_that_is_under_review_meanwhile_still_holds(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        with desk.store.transaction() as db:
            db.execute(update(article).values(mode="pre"))
        checker.behaviour = saying()
        back(desk)
        assert (state_of(desk.store, made), reasons_of(desk.store, made)) == (State.HELD, ["article.pre"])

    def test_it_does_not_count_as_an_old_unchecked_comment(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        desk.checked()
        checker.behaviour = saying()
        desk.sweep(after=LATER)
        assert desk.oldest_unchecked() is None


class TestWithoutTheChecker:
    def test_deleting_it_ends_the_wait(self, desk: Desk, receive):
        _, checker_id = silent(desk, receive)
        made = desk.checked()
        desk.delete(checker_id)
        assert back(desk) == 1
        assert state_of(desk.store, made) is State.PUBLISHED

    def test_so_does_making_it_advisory(self, desk: Desk, receive):
        _, checker_id = silent(desk, receive)
        made = desk.checked()
        desk.change(checker_id, required=False)
        back(desk)
        assert state_of(desk.store, made) is State.PUBLISHED


class TestAPersonWasThere:
    def test_what_a_person_rejected_stays_so(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        decide(desk, made, Action.REJECT)
        checker.behaviour = saying()
        assert back(desk) == 0
        assert state_of(desk.store, made) is State.REJECTED

    def test_what_a_person_escalated_waits_for_a_person(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        decide(desk, made, Action.ESCALATE)
        checker.behaviour = saying()
        back(desk)
        assert state_of(desk.store, made) is State.HELD
        assert back(desk) == 0

    def test_what_a_person_has_claimed_is_left_until_the_claim_ends(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        ends = desk.now + 2 * LATER
        with desk.store.transaction() as db:
            db.execute(update(case).values(lease_by="mod_a", lease_until=ends))
        checker.behaviour = saying()
        assert (back(desk), state_of(desk.store, made)) == (0, State.HELD)
        assert (back(desk), state_of(desk.store, made)) == (1, State.PUBLISHED)

    def test_a_claim_while_it_is_being_checked_puts_it_off(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        checker.behaviour = saying()
        desk.sweep(after=LATER)
        with desk.store.transaction() as db:
            db.execute(update(case).values(lease_by="mod_a", lease_until=desk.now + LATER))
        desk.evaluate()
        assert state_of(desk.store, made) is State.HELD
        back(desk)
        assert state_of(desk.store, made) is State.PUBLISHED

    def test_an_edit_meanwhile_is_what_is_checked(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        checker.behaviour = saying()
        with desk.store.transaction() as db:
            an_edit(db, made, INSULT)
        back(desk)
        assert state_of(desk.store, made) is State.HELD
        assert row_of(desk.store, made)["public_rev"] is None


class TestAgainAndAgain:
    def test_it_is_published_once(self, desk: Desk, receive):
        checker, _ = silent(desk, receive)
        made = desk.checked()
        checker.behaviour = saying()
        assert [back(desk), back(desk)] == [1, 0]
        assert events_of(desk.store, made).count("comment.published") == 1
        assert count(desk.store, comment, comment.c.unchecked_rev.is_not(None)) == 0
