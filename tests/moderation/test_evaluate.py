"""From pending to decided: what is published, what waits for a person, and why it can be told later."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from service.domain.states import State
from service.moderation.evaluate import evaluate_pending
from service.store.engine import Store
from service.store.tables import (
    article,
    case,
    case_reason,
    check_result,
    comment,
    fingerprint,
    list_entry,
    policy,
    revision,
    site,
)
from tests.support.evaluation import (
    INSULT,
    count,
    decisions_of,
    events_of,
    reasons_of,
    row_of,
    rows_of,
    rules,
    signals_of,
    state_of,
    verdict_of,
)
from tests.support.rows import (
    PLAIN,
    SITE,
    a_commenter,
    a_pending_comment,
    a_sanction,
    an_article,
    change_site,
)

SECOND = timedelta(seconds=1)


def a_comment(store: Store, body: str = PLAIN, **columns: object) -> str:
    with store.transaction() as db:
        return a_pending_comment(db, body, **columns)  # type: ignore[arg-type]


class TestPublishing:
    def test_it_is_dated_when_it_is_written_not_when_it_was_claimed(self, store: Store, noon: datetime):
        with store.transaction() as db:
            comment_id = a_pending_comment(db)
        evaluate_pending(store, rules(), now=noon, clock=lambda: noon + SECOND)
        with store.read() as db:
            since = db.execute(select(comment.c.state_since).where(comment.c.id == comment_id)).scalar_one()
        assert since == noon + SECOND

    def test_a_comment_that_no_check_doubts_is_published(self, store: Store, noon: datetime):
        made = a_comment(store)
        assert evaluate_pending(store, rules(), now=noon + SECOND).claimed == 1
        assert state_of(store, made) is State.PUBLISHED
        assert events_of(store, made) == ["comment.published"]

    def test_its_page_is_named_and_its_articles_count_grows(self, store: Store, noon: datetime):
        with store.transaction() as db:
            under = an_article(db, key="a-1")
            a_pending_comment(db, article_id=under)
        assert evaluate_pending(store, rules(), now=noon).pages == {"a-1"}
        assert rows_of(store, article, article.c.id == under)[0]["published_count"] == 1

    def test_the_decision_names_the_policy_and_the_revision(self, store: Store, noon: datetime):
        made = a_comment(store)
        evaluate_pending(store, rules(), now=noon)
        (logged,) = decisions_of(store, made)
        assert (logged["actor_kind"], logged["action"], logged["revision"]) == ("policy", "approve", 1)
        assert logged["policy_version"]

    def test_it_leaves_the_work_list(self, store: Store, noon: datetime):
        made = a_comment(store)
        evaluate_pending(store, rules(), now=noon)
        assert evaluate_pending(store, rules(), now=noon + timedelta(days=1)).claimed == 0
        assert (row_of(store, made)["unchecked_rev"], row_of(store, made)["lease_until"]) == (None, None)

    def test_nothing_waits_and_nothing_happens(self, store: Store, noon: datetime):
        assert evaluate_pending(store, rules(), now=noon).claimed == 0


class TestHolding:
    def test_a_doubtful_comment_waits_for_a_person_with_its_reasons(self, store: Store, noon: datetime):
        made = a_comment(store, INSULT)
        evaluate_pending(store, rules(), now=noon)
        (opened,) = rows_of(store, case, case.c.comment_id == made)
        assert state_of(store, made) is State.HELD
        assert (opened["kind"], opened["due_at"] - noon) == ("new", timedelta(minutes=60))
        assert opened["reasons"][0] == "abuse.insult"
        assert opened["rank"] == -round(sum(opened["priority_parts"].values()), 2)
        codes = rows_of(store, case_reason, case_reason.c.case_id == opened["id"])
        assert sorted(row["code"] for row in codes) == sorted(opened["reasons"])

    def test_each_signal_is_kept_with_its_place_and_a_sentence_in_both_languages(
        self, store: Store, noon: datetime
    ):
        text = "رأيي أنك يا كلب لا تفهم"
        made = a_comment(store, text)
        evaluate_pending(store, rules(), now=noon)
        signal = signals_of(store, made)["abuse.insult"]
        ((start, end),) = signal["spans"]
        assert text[start:end] == "يا كلب"
        assert "إهانة" in signal["message"]["ar"]
        assert "Insult" in signal["message"]["en"]

    def test_the_verdict_names_every_check_that_ran_and_the_rows_only_what_they_found(
        self, store: Store, noon: datetime
    ):
        made = a_comment(store)
        evaluate_pending(store, rules(), now=noon)
        kept = verdict_of(store, made)
        assert kept is not None
        assert {"lists", "spam", "abuse", "velocity"} <= {each["check"] for each in kept["checks"]}
        assert kept["model_version"].startswith("taliq-")
        assert count(store, check_result, check_result.c.comment_id == made) == 0

    def test_how_the_text_was_read_is_kept_for_search(self, store: Store, noon: datetime):
        made = a_comment(store, "شُكْراً جزيـلاً")
        evaluate_pending(store, rules(), now=noon)
        (kept,) = rows_of(store, revision, revision.c.comment_id == made)
        assert (kept["folded"], kept["language"]) == ("شكرا جزيلا", "ar")

    @pytest.mark.parametrize(("mode", "reason"), [("pre", "article.pre"), ("closed", "article.closed")])
    def test_an_article_under_review_or_closed_publishes_nothing(
        self, store: Store, noon: datetime, mode: str, reason: str
    ):
        with store.transaction() as db:
            made = a_pending_comment(db, article_id=an_article(db, mode=mode))
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, made), reasons_of(store, made)) == (State.HELD, [reason])

    @pytest.mark.parametrize(("closes_in", "state"), [(SECOND, State.PUBLISHED), (timedelta(0), State.HELD)])
    def test_an_article_closes_by_its_time(
        self, store: Store, noon: datetime, closes_in: timedelta, state: State
    ):
        with store.transaction() as db:
            made = a_pending_comment(db, article_id=an_article(db, closes_at=noon + closes_in))
        evaluate_pending(store, rules(), now=noon)
        assert state_of(store, made) is state


class TestFacts:
    def test_a_banned_author_is_rejected(self, store: Store, noon: datetime):
        with store.transaction() as db:
            author = a_commenter(db)
            a_sanction(db, kind="ban", scope="author", subject=author)
            made = a_pending_comment(db, commenter_id=author)
        evaluate_pending(store, rules(), now=noon)
        assert state_of(store, made) is State.REJECTED
        assert events_of(store, made) == ["comment.rejected"]

    @pytest.mark.parametrize(("ends_in", "state"), [(SECOND, State.HELD), (timedelta(0), State.PUBLISHED)])
    def test_a_sanction_ends_with_its_time(
        self, store: Store, noon: datetime, ends_in: timedelta, state: State
    ):
        with store.transaction() as db:
            author = a_commenter(db)
            a_sanction(db, kind="hold_all", scope="author", subject=author, until=noon + ends_in)
            made = a_pending_comment(db, commenter_id=author)
        evaluate_pending(store, rules(), now=noon)
        assert state_of(store, made) is state

    def test_a_sanction_on_a_domain_covers_its_subdomains_and_no_lookalike(
        self, store: Store, noon: datetime
    ):
        with store.transaction() as db:
            a_sanction(db, kind="hold_all", scope="domain", subject="spam.example")
            below = a_pending_comment(db, commenter_id=a_commenter(db, email_domain="mail.spam.example"))
            beside = a_pending_comment(db, commenter_id=a_commenter(db, email_domain="nospam.example"))
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, below), state_of(store, beside)) == (State.HELD, State.PUBLISHED)

    def test_a_borrowed_staff_name_is_held(self, store: Store, noon: datetime):
        with store.transaction() as db:
            change_site(db, staff_names=["ليلى حداد"])
            made = a_pending_comment(db, author_name="ليلى حداد")
        evaluate_pending(store, rules(), now=noon)
        assert reasons_of(store, made) == ["name.impersonation"]

    def test_one_text_from_many_people_is_a_campaign_even_within_one_batch(
        self, store: Store, noon: datetime
    ):
        text = "صوّتوا جميعا للمرشح الوحيد الذي يهتم بمدينتنا ولا تصدقوا ما يكتب عنه في الصحف"
        made = [a_comment(store, text, submitted_at=noon + SECOND * number) for number in range(5)]
        evaluate_pending(store, rules(), now=noon + timedelta(minutes=1))
        assert [state_of(store, each) for each in made[:3]] == [State.PUBLISHED] * 3
        assert reasons_of(store, made[4]) == ["repetition.campaign"]

    def test_a_text_is_remembered_for_a_day(self, store: Store, noon: datetime):
        with store.transaction() as db:
            author = a_commenter(db)
            text = "أطالب البلدية بإصلاح الطريق المؤدي إلى المدرسة قبل الشتاء"
            a_pending_comment(db, text, commenter_id=author)
        evaluate_pending(store, rules(), now=noon)
        soon, late = noon + timedelta(hours=23), noon + timedelta(hours=25)
        for moment, held in ((soon, True), (late + timedelta(hours=23), False)):
            made = a_comment(store, text, commenter_id=author, submitted_at=moment)
            evaluate_pending(store, rules(), now=moment)
            assert ("repetition.same_author" in reasons_of(store, made)) is held
        assert count(store, fingerprint) == 3

    def test_what_another_author_wrote_is_no_repetition(self, store: Store, noon: datetime):
        text = "أطالب البلدية بإصلاح الطريق المؤدي إلى المدرسة قبل الشتاء"
        made = [a_comment(store, text, submitted_at=noon + SECOND * number) for number in range(2)]
        evaluate_pending(store, rules(), now=noon + timedelta(minutes=1))
        assert reasons_of(store, made[1]) == []


class TestRules:
    def test_an_entry_of_the_site_is_in_force_for_the_next_batch_after_two_seconds(
        self, store: Store, noon: datetime
    ):
        clock = [0.0]
        used = rules(monotonic=lambda: clock[0])
        evaluate_pending(store, used, now=noon)
        with store.transaction() as db:
            db.execute(insert(list_entry).values(an_entry("بطيخ", noon)))
            db.execute(update(site).where(site.c.id == SITE).values(rules_version=2))
        clock[0] += 2.0
        made = a_comment(store, "عندي بطيخ كثير هذا العام")
        evaluate_pending(store, used, now=noon)
        assert reasons_of(store, made) == ["list.match"]

    @pytest.mark.parametrize(("ends_in", "state"), [(SECOND, State.HELD), (timedelta(0), State.PUBLISHED)])
    def test_an_entry_ends_with_its_time(
        self, store: Store, noon: datetime, ends_in: timedelta, state: State
    ):
        with store.transaction() as db:
            db.execute(insert(list_entry).values(an_entry("بطيخ", noon, expires_at=noon + ends_in)))
        made = a_comment(store, "عندي بطيخ كثير هذا العام")
        evaluate_pending(store, rules(), now=noon)
        assert state_of(store, made) is state

    def test_a_policy_of_the_site_takes_the_place_of_the_built_in_one(self, store: Store, noon: datetime):
        with store.transaction() as db:
            body = {"hold_at": {"abuse": 0.0}, "required": ["abuse"], "new_author_holds": 1}
            db.execute(insert(policy).values(site_id=SITE, version="v2", body=body, created_at=noon))
            change_site(db, policy_version="v2")
        made = a_comment(store)
        evaluate_pending(store, rules(), now=noon)
        assert reasons_of(store, made) == ["author.new"]
        assert decisions_of(store, made)[0]["policy_version"] == "v2"

    def test_a_site_made_a_moment_ago_has_rules(self, store: Store, noon: datetime):
        used = rules(monotonic=lambda: 0.0)
        evaluate_pending(store, used, now=noon)
        with store.transaction() as db:
            (default,) = db.execute(select(site)).mappings()
            db.execute(insert(site).values({**default, "id": "sit_new", "key": "new"}))
            under = an_article(db)
            db.execute(update(article).values(site_id="sit_new"))
            made = a_pending_comment(db, article_id=under, site_id="sit_new")
        evaluate_pending(store, used, now=noon)
        assert state_of(store, made) is State.PUBLISHED

    def test_a_site_whose_policy_is_missing_waits_and_others_go_on(self, store: Store, noon: datetime):
        with store.transaction() as db:
            (default,) = db.execute(select(site)).mappings()
            db.execute(
                insert(site).values({**default, "id": "sit_new", "key": "new", "policy_version": "v9"})
            )
            under = an_article(db)
            db.execute(update(article).values(site_id="sit_new"))
            waits = a_pending_comment(db, article_id=under, site_id="sit_new")
            goes = a_pending_comment(db)
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, waits), state_of(store, goes)) == (State.PENDING, State.PUBLISHED)


def an_entry(value: str, noon: datetime, **columns: object) -> dict[str, object]:
    return {
        "id": f"lst_{value}",
        "site_id": SITE,
        "kind": "word",
        "value": value,
        "match": "word",
        "action": "hold",
        "reason": "list.match",
        "mode": "live",
        "created_at": noon,
        "updated_at": noon,
    } | columns
