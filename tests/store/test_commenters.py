"""People are found by the keyed hash of their address, and never made twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import func, select

from service.store.commenters import Commenter, lock_commenter
from service.store.engine import Db, Store
from service.store.tables import commenter
from tests.support.rows import SITE


def lock(db: Db, now: datetime, *, index: str = "i" * 64) -> Commenter:
    return lock_commenter(
        db, SITE, index, seal=str.encode, email_domain="example.org", display_name="سلمى", now=now
    )


class TestLocking:
    def test_an_unknown_person_is_made_and_sealed_for_its_own_row(self, store: Store, noon: datetime):
        with store.transaction() as db:
            made = lock(db, noon)
            row = db.execute(select(commenter)).one()
        assert made == Commenter(row.id, is_new=True)
        assert row.email_ciphertext == row.id.encode()

    def test_a_known_one_is_found(self, store: Store, noon: datetime):
        with store.transaction() as db:
            first = lock(db, noon)
        with store.transaction() as db:
            assert lock(db, noon) == Commenter(first.id, is_new=False)

    def test_many_at_once_make_one_row(self, store: Store, noon: datetime):
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: store.write(lambda db: lock(db, noon)), range(24)))
        with store.read() as db:
            assert db.execute(select(func.count()).select_from(commenter)).scalar_one() == 1
        assert len({person.id for person in found}) == 1
        assert sum(person.is_new for person in found) == 1
