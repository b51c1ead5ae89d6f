"""Trust on the way from a submission to its verdict: who earned it, who cannot borrow it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from service.moderation.author_credentials import LIFE, issue_credential, proven_line
from service.moderation.evaluate import evaluate_pending
from service.moderation.policies import put_policy
from service.moderation.submit import Accepted, ClientFacts, Submission, submit_comment
from service.moderation.undo import undo_batch
from service.secrets import Keyring, Secret
from service.store.engine import Store
from service.store.sites import all_sites
from service.store.tables import comment
from tests.support.deciding import AMAL, decide_all, wish
from tests.support.evaluation import decisions_of, reasons_of, rules, signals_of
from tests.support.rows import SITE, an_article

DAY = timedelta(days=1)
SALMA = "salma@example.org"


class Reader:
    """A browser that sends comments under an address; token: what it kept from earlier replies."""

    def __init__(self, store: Store, keyring: Keyring, *, email: str = SALMA) -> None:
        self.store, self.keyring, self.email = store, keyring, email
        self.token: str | None = None
        self.sent = 0

    def sends(self, *, now: datetime) -> str:
        """Send a clean comment, have it checked, keep the credential; returns its id."""
        self.sent += 1
        body = f"شكراً على المقال، وهذه ملاحظتي رقم {self.sent} من {now:%d-%m} {id(self)}"
        with self.store.transaction() as db:
            accepted = self._submit(db, body, now)
        self.token = accepted.author_token
        evaluate_pending(self.store, rules(), now=now)
        return accepted.comment_id

    def _submit(self, db, body: str, now: datetime) -> Accepted:
        return submit_comment(
            db,
            keyring=self.keyring,
            site=next(found for found in all_sites(db) if found.id == SITE),
            article_external_id="a-1",
            submission=Submission(
                author_name="سلمى",
                author_email=Secret(self.email),
                author_url=None,
                body=body,
                raw_body=body,
                author_token=Secret(self.token) if self.token else None,
            ),
            client=ClientFacts(None, None),
            idempotency=None,
            now=now,
        )


def decides(store: Store, comment_id: str, action: str, *, now: datetime) -> str:
    """A moderator decides; returns the batch."""
    with store.transaction() as db:
        decided = decide_all(db, wish(comment_id, action, reason="abuse.insult"), now=now)
    assert decided.results[0].status == "done"
    return decided.batch_id


def with_record(reader: Reader, count: int, *, now: datetime) -> None:
    """A moderator approves that many comments of the reader."""
    for _ in range(count):
        decides(reader.store, reader.sends(now=now), "approve", now=now)


def trust_in(store: Store, comment_id: str) -> float | None:
    signal = signals_of(store, comment_id).get("author.trust")
    return None if signal is None else float(signal["evidence"]["trust"])


@pytest.fixture
def reader(store: Store, keyring: Keyring) -> Reader:
    """Somebody who writes under an article where every comment waits for a person."""
    with store.transaction() as db:
        an_article(db, key="a-1", mode="pre")
    return Reader(store, keyring)


class TestEarned:
    def test_five_good_decisions_make_the_sixth_comment_trusted(self, reader: Reader, noon: datetime):
        with_record(reader, 4, now=noon)
        assert trust_in(reader.store, reader.sends(now=noon)) is None
        with_record(reader, 1, now=noon)
        assert trust_in(reader.store, reader.sends(now=noon)) == pytest.approx(5 / 7, abs=0.001)

    def test_what_no_person_decided_is_no_decision(self, reader: Reader, noon: datetime):
        made = [reader.sends(now=noon) for _ in range(6)]
        assert [each["actor_kind"] for each in decisions_of(reader.store, made[0])] == ["policy"]
        assert trust_in(reader.store, made[-1]) is None

    def test_it_fades(self, reader: Reader, noon: datetime):
        with_record(reader, 6, now=noon)
        fresh, later = reader.sends(now=noon), reader.sends(now=noon + 90 * DAY)
        assert 0 < trust_in(reader.store, later) < trust_in(reader.store, fresh)

    def test_one_rejection_costs_more_than_one_approval_gave(self, reader: Reader, noon: datetime):
        with_record(reader, 6, now=noon)
        decides(reader.store, reader.sends(now=noon), "reject", now=noon)
        assert trust_in(reader.store, reader.sends(now=noon)) == pytest.approx(3 / 11, abs=0.001)

    def test_a_decision_taken_back_takes_its_weight_back(self, reader: Reader, noon: datetime):
        with_record(reader, 6, now=noon)
        before = trust_in(reader.store, made := reader.sends(now=noon))
        batch = decides(reader.store, made, "reject", now=noon)
        with reader.store.transaction() as db:
            undone = undo_batch(db, batch, site_id=SITE, actor=AMAL, now=noon)
        assert trust_in(reader.store, reader.sends(now=noon)) == before
        with reader.store.transaction() as db:
            undo_batch(db, undone.batch_id, site_id=SITE, actor=AMAL, now=noon)
        assert trust_in(reader.store, reader.sends(now=noon)) < before


class TestBorrowed:
    def test_the_typed_address_of_a_trusted_author_is_worth_nothing(
        self, reader: Reader, keyring: Keyring, noon: datetime
    ):
        with_record(reader, 6, now=noon)
        impostor = Reader(reader.store, keyring, email=reader.email)
        made = impostor.sends(now=noon)
        assert trust_in(reader.store, made) is None
        assert trust_in(reader.store, impostor.sends(now=noon)) is None

    def test_an_impostor_cannot_spoil_the_record_of_the_author(
        self, reader: Reader, keyring: Keyring, noon: datetime
    ):
        with_record(reader, 6, now=noon)
        before = trust_in(reader.store, reader.sends(now=noon))
        impostor = Reader(reader.store, keyring, email=reader.email)
        decides(reader.store, impostor.sends(now=noon), "reject", now=noon)
        assert trust_in(reader.store, reader.sends(now=noon)) == before

    def test_an_impostor_is_a_new_author(self, reader: Reader, keyring: Keyring, noon: datetime):
        with reader.store.transaction() as db:
            put_policy(db, site_id=SITE, changes={"new_author_holds": 2}, by="mod_amal", now=noon)
        with_record(reader, 2, now=noon)
        impostor = Reader(reader.store, keyring, email=reader.email)
        assert "author.new" in reasons_of(reader.store, impostor.sends(now=noon))
        assert "author.new" not in reasons_of(reader.store, reader.sends(now=noon))

    def test_a_credential_is_worth_nothing_under_another_address(self, reader: Reader, noon: datetime):
        with_record(reader, 6, now=noon)
        reader.email = "other@example.org"
        assert trust_in(reader.store, reader.sends(now=noon)) is None

    def test_a_text_sent_again_hands_nobody_the_authors_credential(
        self, reader: Reader, keyring: Keyring, noon: datetime
    ):
        with reader.store.transaction() as db:
            first = reader._submit(db, "نص رآه غيره", noon)
        thief = Reader(reader.store, keyring, email=reader.email)
        with reader.store.transaction() as db:
            again = thief._submit(db, "نص رآه غيره", noon)
            thief.token = again.author_token
            third = thief._submit(db, "نص آخر", noon)
            rows = {row.id: row.author_line for row in db.execute(select(comment))}
        assert again.comment_id == first.comment_id
        assert rows[third.comment_id] != rows[first.comment_id]


class TestCredential:
    NAMES = {"site_id": "sit_1", "commenter_id": "usr_1"}  # noqa: RUF012 - read only

    def made(self, keyring: Keyring, noon: datetime) -> str:
        return issue_credential(keyring, **self.NAMES, line="cmt_1", now=noon)

    def line_of(self, keyring: Keyring, text: str, now: datetime, **names: str) -> str | None:
        return proven_line(keyring, Secret(text), **{**self.NAMES, **names}, now=now)

    def test_it_proves_its_line(self, keyring: Keyring, noon: datetime):
        assert self.line_of(keyring, self.made(keyring, noon), noon) == "cmt_1"

    @pytest.mark.parametrize(("days", "line"), [(LIFE.days, "cmt_1"), (LIFE.days + 1, None)])
    def test_it_ends_after_180_days(self, keyring: Keyring, noon: datetime, days: int, line: str | None):
        assert self.line_of(keyring, self.made(keyring, noon), noon + days * DAY) == line

    @pytest.mark.parametrize("other", [{"site_id": "sit_2"}, {"commenter_id": "usr_2"}])
    def test_it_is_good_for_one_site_and_one_person(
        self, keyring: Keyring, noon: datetime, other: dict[str, str]
    ):
        assert self.line_of(keyring, self.made(keyring, noon), noon, **other) is None

    @pytest.mark.parametrize(
        "change",
        [
            lambda made: made.replace("cmt_1", "cmt_2"),
            lambda made: made.replace(".7", ".8"),
            lambda made: made[:-1] + ("A" if made[-1] != "A" else "B"),
            lambda made: made + "A",
            lambda made: made + "\n",
            lambda _: "",
            lambda _: "at_cmt_1.1." + "é" * 32,
            lambda _: "at_" + "x" * 5_000,
        ],
    )
    def test_a_changed_or_malformed_one_proves_nothing(self, keyring: Keyring, noon: datetime, change):
        assert self.line_of(keyring, change(self.made(keyring, noon)), noon) is None

    def test_another_key_proves_nothing(self, keyring: Keyring, noon: datetime):
        other = Keyring.derive("another secret of the tests, also long enough", [b"k" * 32])
        assert self.line_of(other, self.made(keyring, noon), noon) is None
