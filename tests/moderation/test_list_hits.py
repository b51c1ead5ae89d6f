"""List entries at work: where they count, what a trial leaves behind, and how often each hits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from service.domain.states import State
from service.moderation.evaluate import evaluate_pending
from service.moderation.lists import add_entry, get_entry
from service.store.engine import Db, Store
from service.store.list_entries import count_hits
from service.store.tables import article
from tests.support.evaluation import reasons_of, rules, signals_of, state_of
from tests.support.rows import NOON, SITE, a_pending_comment, an_article, an_edit

MELON = "عندي بطيخ كثير وبطيخ حلو هذا العام"
MINUTE = timedelta(minutes=1)


def an_entry(store: Store, value: str = "بطيخ", **fields: Any) -> str:
    """An entry as the API makes it; its id."""
    wanted: dict[str, Any] = {
        "kind": "word", "value": value, "match": "word", "action": "hold", "reason": "list.match",
        "language": None, "mode": "live", "section": None, "note": None, "expires_at": None,
    }  # fmt: skip
    with store.transaction() as db:
        made = add_entry(db, site_id=SITE, fields=wanted | fields, by="key_1", now=NOON)
    return str(made["id"])


def in_section(db: Db, name: str | None) -> str:
    made = an_article(db)
    db.execute(update(article).where(article.c.id == made).values(section=name))
    return made


def counted(store: Store, entry_id: str) -> tuple[int, datetime | None]:
    with store.read() as db:
        entry: Mapping[str, Any] = get_entry(db, site_id=SITE, entry_id=entry_id)
    return entry["hits"], entry["last_hit_at"]


class TestSection:
    def test_an_entry_holds_only_under_articles_of_its_section(self, store: Store, noon: datetime):
        an_entry(store, section="الرياضة")
        with store.transaction() as db:
            here = a_pending_comment(db, MELON, article_id=in_section(db, "الرياضة"))
            there = a_pending_comment(db, MELON, article_id=in_section(db, "السياسة"))
            nowhere = a_pending_comment(db, MELON, article_id=in_section(db, None))
        evaluate_pending(store, rules(), now=noon)
        assert reasons_of(store, here) == ["list.match"]
        assert [state_of(store, each) for each in (there, nowhere)] == [State.PUBLISHED] * 2


class TestTrial:
    def test_a_shadow_entry_notes_and_never_holds(self, store: Store, noon: datetime):
        entry_id = an_entry(store, mode="shadow", action="reject")
        with store.transaction() as db:
            made = a_pending_comment(db, MELON)
        evaluate_pending(store, rules(), now=noon)
        assert state_of(store, made) is State.PUBLISHED
        signal = signals_of(store, made)["list.match"]
        assert (signal["effect"], signal["evidence"]["entry"]) == ("note", entry_id)
        assert counted(store, entry_id) == (1, noon)


class TestHits:
    def test_an_entry_that_nothing_touched_has_none(self, store: Store, noon: datetime):
        entry_id = an_entry(store)
        with store.transaction() as db:
            a_pending_comment(db)
        evaluate_pending(store, rules(), now=noon)
        assert counted(store, entry_id) == (0, None)

    def test_each_comment_counts_once_however_often_it_says_the_word(self, store: Store, noon: datetime):
        melon, plum = an_entry(store), an_entry(store, "خوخ")
        with store.transaction() as db:
            for body in (MELON, "أحب بطيخ الصيف", "خوخ وبطيخ من السوق"):
                a_pending_comment(db, body)
        evaluate_pending(store, rules(), now=noon)
        assert (counted(store, melon), counted(store, plum)) == ((3, noon), (1, noon))

    def test_they_add_up_over_batches_and_edits(self, store: Store, noon: datetime):
        entry_id = an_entry(store)
        with store.transaction() as db:
            made = a_pending_comment(db, MELON)
        evaluate_pending(store, rules(), now=noon)
        with store.transaction() as db:
            an_edit(db, made, "عندي بطيخ قليل")
        evaluate_pending(store, rules(), now=noon + MINUTE)
        assert counted(store, entry_id) == (2, noon + MINUTE)

    def test_starter_and_deleted_entries_are_passed_over(self, store: Store, noon: datetime):
        entry_id = an_entry(store)
        with store.transaction() as db:
            count_hits(db, {"lst_starter_1": 1, entry_id: 2, "lst_gone": 1}, now=noon)
            count_hits(db, {}, now=noon)
        assert counted(store, entry_id) == (2, noon)
