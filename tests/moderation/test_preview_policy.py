"""What a changed policy would have done to comments that came in, and how people had judged them."""

from datetime import timedelta
from typing import Any

import pytest

from service.domain.errors import Invalid
from service.domain.states import State
from service.moderation.evaluate_rules import Rules
from service.moderation.preview import Range
from service.moderation.preview_policy import preview_policy
from service.store.engine import Store
from tests.support.evaluation import state_of
from tests.support.past import LINKS, PHONE, RULES, answer_of, checked, decided, numbers, only_rules
from tests.support.rows import NOON, PLAIN, SITE, a_commenter, an_article

LATER = NOON + timedelta(hours=1)


def preview(store: Store, *, days: int = 30, most: int | None = None, **changes: Any) -> dict[str, Any]:
    steps = preview_policy(store, site_id=SITE, changes=changes, wanted=Range(days, most), now=LATER)
    return answer_of(steps)


def hold_at(**changed: float) -> dict[str, float]:
    kept = {name: score for name, score in RULES["hold_at"].items() if changed.get(name) != 0}
    return {**kept, **{name: score for name, score in changed.items() if score}}


class TestOutcomes:
    def test_what_a_dropped_threshold_would_publish(self, store: Store):
        only_rules(store)
        checked(store, PHONE)
        checked(store, PLAIN)
        found = preview(store, hold_at=hold_at(privacy=0))
        assert (found["comments"], found["judged"], found["unchecked"]) == (2, 2, 0)
        assert found["present"] == {"publish": 1, "hold": 1, "reject": 0}
        assert found["proposed"] == {"publish": 2, "hold": 0, "reject": 0}
        assert numbers(found["newly_published"]) == (1, 0, 0, 1)
        assert found["newly_published"]["reasons"] == [{"code": "privacy.phone", "comments": 1}]

    def test_what_a_new_threshold_would_reject(self, store: Store):
        only_rules(store)
        checked(store, PHONE)
        found = preview(store, reject_at={"privacy": 0.5})
        assert numbers(found["newly_rejected"]) == (1, 0, 0, 1)

    def test_people_are_asked_about_those_very_comments(self, store: Store):
        only_rules(store)
        for action in ("approve", "approve", "reject", None):
            held = checked(store, PHONE, at=NOON)
            if action:
                decided(store, held, action)
        found = preview(store, hold_at=hold_at(privacy=0))
        assert numbers(found["newly_published"]) == (4, 2, 1, 1)

    def test_the_last_word_of_a_person_counts(self, store: Store):
        only_rules(store)
        changed_mind = checked(store, PHONE)
        decided(store, changed_mind, "approve")
        decided(store, changed_mind, "remove")
        assert numbers(preview(store, hold_at=hold_at(privacy=0))["newly_published"]) == (1, 0, 1, 0)

    def test_it_is_compared_with_the_present_rules_and_not_with_old_verdicts(self, store: Store):
        only_rules(store, hold_at=hold_at(privacy=0))
        assert state_of(store, checked(store, PHONE)) is State.PUBLISHED
        only_rules(store)
        found = preview(store, links_allowed=9)
        assert found["present"]["hold"] == found["proposed"]["hold"] == 1

    def test_an_article_under_review_holds_whatever_the_policy(self, store: Store):
        only_rules(store)
        with store.transaction() as db:
            article = an_article(db, mode="pre")
        checked(store, PLAIN, article_id=article)
        assert preview(store, hold_at={})["proposed"]["hold"] == 1

    @pytest.mark.parametrize(("required", "held"), [(["spam"], 1), (["names"], 0)])
    def test_a_check_that_could_not_run_holds_where_it_is_required(
        self, store: Store, required: list[str], held: int
    ):
        only_rules(store)
        checked(store, PLAIN, by=Rules(None))
        assert preview(store, required=required)["proposed"]["hold"] == held

    def test_examples_point_at_the_reason_in_the_text_as_sent(self, store: Store):
        only_rules(store)
        held = checked(store, PHONE)
        (shown,) = preview(store, hold_at=hold_at(privacy=0))["examples"]
        ((start, end),) = shown["spans"]
        assert (shown["comment_id"], shown["present"], shown["proposed"]) == (held, "hold", "publish")
        assert "79 123 4567" in shown["body"][start:end]

    def test_examples_are_a_dozen_at_most(self, store: Store):
        only_rules(store)
        for _ in range(14):
            checked(store, PHONE)
        assert len(preview(store, hold_at=hold_at(privacy=0))["examples"]) == 12


class TestSettingsOfChecks:
    @pytest.mark.parametrize(("allowed", "held"), [(3, 1), (4, 0)])
    def test_links_are_counted_anew(self, store: Store, allowed: int, held: int):
        only_rules(store)
        checked(store, LINKS)
        assert preview(store, links_allowed=allowed)["proposed"]["hold"] == held

    @pytest.mark.parametrize(("least", "held"), [(4.0, 0), (4.1, 1)])
    def test_the_forms_time_is_judged_anew(self, store: Store, least: float, held: int):
        only_rules(store)
        checked(store, PLAIN, form_seconds=4.0)
        found = preview(store, min_form_seconds=least, hold_at=hold_at(form=0.5))
        assert found["proposed"]["hold"] == held

    @pytest.mark.parametrize(("needed", "held"), [(1, 1), (2, 2)])
    def test_a_new_author_is_one_with_too_few_public_comments_before(
        self, store: Store, needed: int, held: int
    ):
        only_rules(store)
        with store.transaction() as db:
            author = a_commenter(db)
        for number in range(3):
            at = NOON + timedelta(minutes=20 * number)
            checked(store, f"{PLAIN} {number}", at=at, commenter_id=author)
        assert preview(store, new_author_holds=needed)["proposed"]["hold"] == held


class TestWhatIsLookedAt:
    @pytest.mark.parametrize(("age", "seen"), [(timedelta(days=7), 1), (timedelta(days=7, seconds=1), 0)])
    def test_the_days_end_with_now(self, store: Store, age: timedelta, seen: int):
        checked(store, PLAIN, at=LATER - age)
        assert preview(store, days=7)["comments"] == seen

    def test_a_comment_that_was_never_checked_is_counted_apart(self, store: Store):
        checked(store, PLAIN, attempts=5)
        checked(store, PLAIN)
        found = preview(store)
        assert (found["comments"], found["judged"], found["unchecked"]) == (2, 1, 1)

    def test_of_too_many_the_newest_are_seen_and_it_says_so(self, store: Store):
        for minutes in range(3):
            checked(store, PLAIN, at=NOON + timedelta(minutes=minutes))
        assert preview(store, most=3)["complete"] is True
        found = preview(store, most=2)
        assert (found["comments"], found["complete"]) == (2, False)
        assert found["notes"] == [{"code": "preview.cut", "params": {"count": 2}}]

    def test_it_tells_how_far_it_is(self, store: Store):
        checked(store, PLAIN)
        steps = list(preview_policy(store, site_id=SITE, changes={}, wanted=Range(), now=LATER))
        assert [(step.done, step.total, step.answer is None) for step in steps] == [
            (0, 1, True),
            (1, 1, True),
            (1, 1, False),
        ]


class TestGaps:
    @pytest.mark.parametrize(("score", "complete"), [(0.3, True), (0.29, False)])
    def test_scores_that_were_not_kept_make_it_incomplete(self, store: Store, score: float, complete: bool):
        found = preview(store, hold_at={"abuse": score, "spam": 0.6})
        assert found["complete"] is complete
        assert [note["params"]["check"] for note in found["notes"]] == ([] if complete else ["abuse"])

    @pytest.mark.parametrize(("limit", "complete"), [(8, True), (7, False)])
    def test_counts_that_were_not_kept_do_too(self, store: Store, limit: int, complete: bool):
        assert preview(store, velocity_per_10_minutes=limit)["complete"] is complete


class TestRefusals:
    def test_what_cannot_be_put_in_force_cannot_be_tried(self, store: Store):
        with pytest.raises(Invalid) as refused:
            preview(store, hold_at={"mood": 0.5})
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [
            ("hold_at.mood", "policy.check_unknown")
        ]

    def test_nothing_is_written(self, store: Store):
        held = checked(store, PHONE)
        before = state_of(store, held)
        preview(store, hold_at={})
        assert state_of(store, held) is before
