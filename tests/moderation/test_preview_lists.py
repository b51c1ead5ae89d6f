"""What list entries would have touched: the words as readers typed them, and the innocent among them."""

from datetime import timedelta
from typing import Any

import pytest

from service.checks.starter import load_starter_lists
from service.domain.errors import Invalid
from service.moderation.articles import put_article
from service.moderation.lists import add_entry
from service.moderation.preview import Range
from service.moderation.preview_lists import ListChange, preview_lists
from service.store.engine import Store
from tests.support.past import answer_of, checked, decided, numbers, only_rules
from tests.support.rows import NOON, PLAIN, SITE, an_article

LATER = NOON + timedelta(hours=1)
FIELDS = {
    "kind": "word",
    "match": "word",
    "action": "hold",
    "reason": "list.match",
    "language": None,
    "mode": "live",
    "note": None,
    "expires_at": None,
}
TREE = "رأيت شجرة في الحديقة"
TREES = "وبالشجرة يبدأ كل شيء"


def preview(store: Store, *entries: dict[str, Any], without: tuple[str, ...] = ()) -> dict[str, Any]:
    change = ListChange([FIELDS | entry for entry in entries], without)
    return answer_of(preview_lists(store, site_id=SITE, change=change, wanted=Range(), now=LATER))


def in_force(store: Store, **fields: Any) -> str:
    with store.transaction() as db:
        return add_entry(db, site_id=SITE, fields=FIELDS | fields, by="mod_tests", now=NOON)["id"]


class TestOutcomes:
    def test_a_word_holds_what_was_published(self, store: Store):
        only_rules(store)
        checked(store, TREE)
        checked(store, PLAIN)
        found = preview(store, {"value": "شجرة"})
        assert (found["comments"], found["hits"]) == (2, 1)
        assert numbers(found["newly_held"]) == (1, 0, 0, 1)
        assert found["newly_held"]["reasons"] == [{"code": "list.match", "comments": 1}]

    def test_one_that_rejects_rejects_and_a_shadow_changes_nothing(self, store: Store):
        only_rules(store)
        checked(store, TREE)
        assert preview(store, {"value": "شجرة", "action": "reject"})["newly_rejected"]["comments"] == 1
        shadow = preview(store, {"value": "شجرة", "action": "reject", "mode": "shadow"})
        assert (shadow["hits"], shadow["present"]) == (1, shadow["proposed"])

    def test_what_the_present_lists_hold_already_is_not_new(self, store: Store):
        only_rules(store)
        checked(store, TREE)
        in_force(store, value="شجرة")
        found = preview(store, {"value": "الحديقة"})
        assert found["present"] == found["proposed"] == {"publish": 0, "hold": 1, "reject": 0}
        assert found["hits"] == 1

    def test_leaving_an_entry_out_publishes_what_it_alone_held(self, store: Store):
        only_rules(store)
        entry = in_force(store, value="شجرة")
        decided(store, checked(store, TREE), "approve")
        decided(store, checked(store, TREE), "reject")
        found = preview(store, without=(entry,))
        assert numbers(found["newly_published"]) == (2, 1, 1, 0)
        assert [shown["proposed"] for shown in found["examples"]] == ["publish", "publish"]

    def test_an_entry_that_came_with_the_service_can_be_left_out(self, store: Store):
        starter = next(entry for entry in load_starter_lists() if entry.action == "hold")
        only_rules(store)
        checked(store, starter.value)
        found = preview(store, without=(starter.id,))
        assert (found["present"]["hold"], found["proposed"]["publish"]) == (1, 1)

    def test_an_entry_of_a_section_counts_there_only(self, store: Store):
        only_rules(store)
        for section in ("رياضة", "رأي"):
            with store.transaction() as db:
                article = an_article(db, key="a-" + section)
                put_article(
                    db, site_id=SITE, article_id="a-" + section, changes={"section": section}, now=NOON
                )
            checked(store, TREE, article_id=article)
        assert preview(store, {"value": "شجرة", "section": "رياضه"})["newly_held"]["comments"] == 1

    def test_a_hit_in_the_authors_name_counts_without_a_place(self, store: Store):
        only_rules(store)
        checked(store, PLAIN, author_name="شجرة الدر")
        found = preview(store, {"value": "شجرة"})
        assert (found["newly_held"]["comments"], found["forms"]) == (1, [])
        assert found["examples"][0]["spans"] == []

    def test_what_is_quoted_from_the_title_asks_for_nothing(self, store: Store):
        only_rules(store)
        with store.transaction() as db:
            article = an_article(db, title="لماذا قطعوا شجرة الزيتون القديمة")
        checked(store, "قرأت عن شجرة الزيتون القديمة اليوم", article_id=article)
        found = preview(store, {"value": "شجرة"})
        assert (found["hits"], found["newly_held"]["comments"]) == (1, 0)


class TestForms:
    def test_they_are_counted_as_typed_most_frequent_first(self, store: Store):
        for body in (TREE, TREE, TREES, "شَجَــــرة جميلة"):
            checked(store, body)
        found = preview(store, {"value": "شجرة"})
        assert [(form["form"], form["comments"]) for form in found["forms"]] == [
            ("شجرة", 3),
            ("وبالشجرة", 1),
        ]

    def test_one_that_is_sought_inside_shows_the_whole_word(self, store: Store):
        checked(store, "التشجير عمل نافع")
        found = preview(store, {"value": "شجي", "match": "inside"})
        assert [form["form"] for form in found["innocent_forms"]] == ["التشجير"]

    def test_innocent_is_what_stayed_public_or_was_approved(self, store: Store):
        only_rules(store)
        checked(store, TREE)
        in_force(store, value="الحديقة")
        decided(store, checked(store, f"{TREE} العامة"), "approve")
        decided(store, checked(store, f"{TREE} الخلفية"), "reject")
        checked(store, f"{TREE} الأمامية")
        found = preview(store, {"value": "شجرة"})
        assert (found["hits"], found["innocent_hits"]) == (4, 2)
        assert found["forms"] == [{"form": "شجرة", "comments": 4, "innocent": 2}]
        (entry,) = found["entries"]
        assert (entry["value"], numbers(entry), entry["innocent"]) == ("شجرة", (4, 1, 1, 2), 2)

    def test_a_published_comment_that_was_removed_is_not_innocent(self, store: Store):
        only_rules(store)
        decided(store, checked(store, TREE), "remove")
        found = preview(store, {"value": "شجرة"})
        assert (found["innocent_hits"], found["innocent_forms"]) == (0, [])

    def test_a_comment_that_was_never_checked_is_matched_too(self, store: Store):
        checked(store, TREE, attempts=5)
        found = preview(store, {"value": "شجرة"})
        assert (found["unchecked"], found["hits"]) == (1, 1)
        assert found["examples"][0]["present"] is None

    def test_examples_mark_the_places_in_the_text_as_sent(self, store: Store):
        body = "انظروا إلى هذه الشَّجَرة 🌳 يا ناس"
        checked(store, body)
        (shown,) = preview(store, {"value": "شجرة"})["examples"]
        ((start, end),) = shown["spans"]
        assert shown["body"] == body
        assert body[start:end] == "الشَّجَرة"


class TestRefusals:
    def test_every_entry_that_cannot_be_looked_for_is_named(self, store: Store):
        with pytest.raises(Invalid) as refused:
            preview(store, {"value": "يا"}, {"value": "شجرة"}, {"kind": "pattern", "value": "("})
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [
            ("entries.0.value", "list.too_short"),
            ("entries.2.value", "list.pattern_invalid"),
        ]

    def test_only_what_is_in_force_can_be_left_out(self, store: Store):
        with pytest.raises(Invalid) as refused:
            preview(store, without=("lst_nothing",))
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [
            ("without.0", "list.not_in_force")
        ]
