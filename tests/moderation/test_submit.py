"""Accepting a comment: one transaction, or nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from service.domain.errors import Invalid, NotFound, Refused
from service.domain.ids import new_id
from service.moderation.submit import Accepted, ClientFacts, Submission, submit_comment
from service.secrets import CannotDecrypt, Keyring, Secret, token_hash
from service.store.commenters import email_place
from service.store.engine import Db, Store
from service.store.sites import Site, all_sites
from service.store.tables import article, comment, commenter, revision, site
from tests.support.held import a_published_comment
from tests.support.rows import SITE, an_article
from tests.support.submissions import number_of_comments

ADDRESS = "Salma@Example.ORG"
CLIENT = ClientFacts(ip_key="name-of-the-day", ip_prefix="203.0.113.0/24")
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def submit(keyring: Keyring, noon: datetime):
    """Submit with defaults; `now`, `key_of_article` and fields of the submission may be given."""

    def run(db: Db, *, now: datetime = noon, key_of_article: str = "a-1", **fields: Any) -> Accepted:
        values = {
            "author_name": "سلمى",
            "author_email": Secret(ADDRESS),
            "author_url": None,
            "body": "شكراً على المقال",
            "raw_body": "شكراً على المقال",
        }
        return submit_comment(
            db,
            keyring=keyring,
            site=default_site(db),
            article_external_id=key_of_article,
            submission=Submission(**{**values, **fields}),
            client=CLIENT,
            idempotency=None,
            now=now,
        )

    return run


def default_site(db: Db) -> Site:
    return next(found for found in all_sites(db) if found.id == SITE)


def row_of(db: Db, comment_id: str) -> Any:
    return db.execute(select(comment).where(comment.c.id == comment_id)).one()


class TestAccepted:
    def test_it_waits_for_its_checks_and_is_not_public(self, store: Store, submit):
        with store.transaction() as db:
            row = row_of(db, submit(db).comment_id)
        assert (row.state, row.unchecked_rev, row.head_rev, row.attempts) == ("pending", 1, 1, 0)
        assert (row.public_rev, row.checked_rev) == (None, None)

    def test_the_first_revision_holds_the_text(self, store: Store, submit):
        with store.transaction() as db:
            made = submit(db, body="نص", raw_body="نص\r\n")
            row = db.execute(select(revision).where(revision.c.comment_id == made.comment_id)).one()
        assert (row.number, row.body) == (1, "نص")

    def test_the_token_is_stored_as_a_hash_only(self, store: Store, submit):
        with store.transaction() as db:
            made = submit(db)
            assert row_of(db, made.comment_id).token_hash == token_hash(made.token)

    def test_the_network_is_kept_and_the_address_is_not(self, store: Store, submit):
        with store.transaction() as db:
            row = row_of(db, submit(db).comment_id)
        assert (row.ip_key, row.ip_prefix) == ("name-of-the-day", "203.0.113.0/24")

    def test_it_may_be_edited_for_five_minutes(self, store: Store, submit, noon: datetime):
        with store.transaction() as db:
            assert submit(db).edit_until == noon + 5 * MINUTE

    @pytest.mark.parametrize(("shown", "seconds"), [(-10.0, 10.0), (+10.0, 0.0)])
    def test_the_time_in_the_form_is_never_negative(
        self, store: Store, submit, noon: datetime, shown: float, seconds: float
    ):
        with store.transaction() as db:
            made = submit(db, rendered_at=noon + timedelta(seconds=shown))
            assert row_of(db, made.comment_id).form_seconds == seconds

    def test_a_filled_honeypot_is_noted_and_not_refused(self, store: Store, submit):
        with store.transaction() as db:
            assert row_of(db, submit(db, honeypot_filled=True).comment_id).honeypot_filled


class TestCommenter:
    def test_one_person_is_one_row_however_the_address_is_written(self, store: Store, submit):
        with store.transaction() as db:
            first = row_of(db, submit(db).comment_id)
            second = row_of(db, submit(db, author_email=Secret("salma@example.org"), body="ثانٍ").comment_id)
        assert first.commenter_id == second.commenter_id

    def test_the_address_opens_in_its_own_row_only(self, store: Store, submit, keyring: Keyring):
        with store.transaction() as db:
            submit(db)
            row = db.execute(select(commenter)).one()
        assert keyring.decrypt(row.email_ciphertext, place=email_place(row.id)).reveal() == ADDRESS
        with pytest.raises(CannotDecrypt):
            keyring.decrypt(row.email_ciphertext, place=email_place("usr_other"))

    def test_the_database_holds_the_domain_but_not_the_address(self, store: Store, submit):
        with store.transaction() as db:
            submit(db)
            row = db.execute(select(commenter)).one()
        assert row.email_domain == "example.org"
        assert b"alma" not in row.email_ciphertext
        assert "alma" not in row.email_index


class TestArticle:
    def test_an_unknown_one_is_made_in_the_sites_mode(self, store: Store, submit):
        with store.transaction() as db:
            db.execute(update(site).values(default_mode="pre"))
            submit(db, key_of_article="جديد", article_title="عنوان", article_url="https://news.example/x")
            row = db.execute(select(article)).one()
        assert (row.external_id, row.mode, row.title, row.url) == (
            "جديد",
            "pre",
            "عنوان",
            "https://news.example/x",
        )

    def test_a_site_of_known_articles_refuses_an_unknown_one(self, store: Store, submit):
        with store.transaction() as db:
            db.execute(update(site).values(known_articles_only=True))
            with pytest.raises(NotFound, match=r"article\.unknown"):
                submit(db)

    def test_what_nobody_said_is_filled_in_and_what_is_known_stays(self, store: Store, submit):
        with store.transaction() as db:
            an_article(db, key="a-1", title="")
            submit(db, article_title="عنوان", article_url="https://elsewhere.example/")
            row = db.execute(select(article)).one()
        assert (row.title, row.url) == ("عنوان", "https://news.example/a")

    def test_a_closed_one_takes_nothing(self, store: Store, submit):
        with store.transaction() as db:
            an_article(db, key="a-1", mode="closed")
            with pytest.raises(Refused, match=r"article\.comments_closed"):
                submit(db)
            assert number_of_comments(db) == 0

    @pytest.mark.parametrize(("left", "accepted"), [(SECOND, True), (timedelta(0), False)])
    def test_it_closes_at_its_time(
        self, store: Store, submit, noon: datetime, left: timedelta, accepted: bool
    ):
        with store.transaction() as db:
            an_article(db, key="a-1", closes_at=noon + left)
            if accepted:
                assert submit(db).status == 202
            else:
                with pytest.raises(Refused):
                    submit(db)


class TestReply:
    def test_it_hangs_one_level_below_its_parent(self, store: Store, submit):
        with store.transaction() as db:
            parent = a_published_comment(db, article_id=an_article(db, key="a-1"))
            row = row_of(db, submit(db, parent_id=parent).comment_id)
        assert (row.parent_id, row.depth) == (parent, 1)

    def test_a_parent_that_is_not_public_is_unknown(self, store: Store, submit):
        with store.transaction() as db:
            waiting = submit(db).comment_id
            assert _refused_parent(submit, db, waiting)

    def test_a_parent_of_another_article_is_unknown(self, store: Store, submit):
        with store.transaction() as db:
            elsewhere = a_published_comment(db, article_id=an_article(db, key="a-2"))
            an_article(db, key="a-1")
            assert _refused_parent(submit, db, elsewhere)

    def test_a_parent_that_never_was_is_unknown(self, store: Store, submit):
        with store.transaction() as db:
            assert _refused_parent(submit, db, new_id("cmt"))


class TestSameTextAgain:
    @pytest.mark.parametrize(("waited", "status"), [(10 * MINUTE - SECOND, 200), (10 * MINUTE, 202)])
    def test_within_ten_minutes_it_is_the_same_comment(
        self, store: Store, submit, noon: datetime, waited: timedelta, status: int
    ):
        with store.transaction() as db:
            first = submit(db)
            again = submit(db, now=noon + waited)
        assert again.status == status
        assert (again.comment_id == first.comment_id) is (status == 200)

    def test_its_receipt_is_the_first_one(self, store: Store, submit, noon: datetime):
        with store.transaction() as db:
            first, again = submit(db), submit(db, now=noon + MINUTE)
        assert (again.token, again.edit_until, again.replayed) == (first.token, first.edit_until, True)

    @pytest.mark.parametrize(
        "change",
        [
            {"body": "نص آخر"},
            {"author_email": Secret("other@example.org")},
            {"key_of_article": "a-2"},
        ],
    )
    def test_another_text_person_or_article_is_another_comment(
        self, store: Store, submit, change: dict[str, Any]
    ):
        with store.transaction() as db:
            submit(db)
            assert submit(db, **change).status == 202

    def test_a_withdrawn_one_may_be_sent_again(self, store: Store, submit):
        with store.transaction() as db:
            first = submit(db).comment_id
            db.execute(update(comment).where(comment.c.id == first).values(state="withdrawn"))
            assert submit(db).status == 202


class TestSites:
    def test_one_address_is_two_people_on_two_sites(
        self, store: Store, submit, keyring: Keyring, noon: datetime
    ):
        with store.transaction() as db:
            first = default_site(db)
            row = dict(db.execute(select(site)).mappings().one())
            db.execute(insert(site).values(**{**row, "id": "sit_two", "key": "two"}))
            made = [
                submit_comment(
                    db,
                    keyring=keyring,
                    site=found,
                    article_external_id="a-1",
                    submission=Submission("سلمى", Secret(ADDRESS), None, "نص", "نص"),
                    client=CLIENT,
                    idempotency=None,
                    now=noon,
                ).comment_id
                for found in all_sites(db)
            ]
            people = {row_of(db, comment_id).commenter_id for comment_id in made}
        assert first.key == "default"
        assert len(people) == 2


def _refused_parent(submit: Any, db: Db, parent: str) -> bool:
    with pytest.raises(Invalid) as refusal:
        submit(db, body="رد", parent_id=parent)
    (fault,) = refusal.value.faults
    return (fault.field, fault.code) == ("parent_id", "parent.unknown")
