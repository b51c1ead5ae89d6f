"""Codes of an authenticator: only the present one, and once, also when two processes are asked at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from service.domain.errors import Invalid, Refused
from service.moderation import people, second_factor
from service.moderation.second_factor import is_code_right, offer_totp
from service.secrets import Keyring
from service.store.engine import Db, Store
from service.store.factors import totp_secret
from service.store.moderators import set_on_moderator

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


def set_up(db: Db, keyring: Keyring) -> tuple[str, str]:
    """(id of a person, secret of their authenticator); the code of noon is used."""
    person = people.invite(db, keyring=keyring, email="nada@newsroom.example", role="editor", now=NOON)
    offer = offer_totp(keyring=keyring, moderator_id=person.moderator_id, name="nada", now=NOON)
    secret = offer.secret.replace(" ", "")
    second_factor.accept_totp(
        db,
        keyring=keyring,
        moderator_id=person.moderator_id,
        offer=offer.sealed,
        code=pyotp.TOTP(secret).at(NOON),
        now=NOON,
    )
    return person.moderator_id, secret


class TestCode:
    @pytest.mark.parametrize(("made", "counts"), [(0, False), (1, True), (2, False)])
    def test_counts_in_its_own_half_minute_only(
        self, store: Store, keyring: Keyring, made: int, counts: bool
    ):
        with store.transaction() as db:
            person, secret = set_up(db, keyring)
            code = pyotp.TOTP(secret).at(NOON + made * STEP)
            asked_at = NOON + 2 * STEP - timedelta(seconds=1)
            assert is_code_right(db, keyring=keyring, moderator_id=person, code=code, now=asked_at) is counts

    def test_that_set_it_up_is_used(self, store: Store, keyring: Keyring):
        with store.transaction() as db:
            person, secret = set_up(db, keyring)
            code = pyotp.TOTP(secret).at(NOON)
            assert not is_code_right(db, keyring=keyring, moderator_id=person, code=code, now=NOON)

    def test_counts_once_however_many_ask_at_the_same_moment(self, store: Store, keyring: Keyring):
        with store.transaction() as db:
            person, secret = set_up(db, keyring)
        later = NOON + STEP
        code = pyotp.TOTP(secret).at(later)

        def ask(_: int) -> bool:
            return store.write(
                lambda db: is_code_right(db, keyring=keyring, moderator_id=person, code=code, now=later)
            )

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, range(8))) == 1

    def test_of_recovery_counts_once_however_many_ask_at_the_same_moment(
        self, store: Store, keyring: Keyring
    ):
        with store.transaction() as db:
            person, _ = set_up(db, keyring)
            code = second_factor.renew_recovery_codes(db, person)[0]

        def ask(_: int) -> bool:
            return store.write(
                lambda db: is_code_right(db, keyring=keyring, moderator_id=person, code=code, now=NOON)
            )

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(ask, range(8))) == 1

    @pytest.mark.parametrize("code", ["", "000", "x" * 5000, "１２３", "\u0000", "-" * 26])
    def test_that_is_none_is_wrong(self, sqlite_store: Store, keyring: Keyring, code: str):
        with sqlite_store.transaction() as db:
            person, _ = set_up(db, keyring)
            assert not is_code_right(db, keyring=keyring, moderator_id=person, code=code, now=NOON)


class TestOffer:
    def test_holds_for_an_hour(self, sqlite_store: Store, keyring: Keyring):
        offer = offer_totp(keyring=keyring, moderator_id="mod_x", name="nada", now=NOON)
        with sqlite_store.transaction() as db, pytest.raises(Refused) as refused:
            second_factor.accept_totp(
                db,
                keyring=keyring,
                moderator_id="mod_x",
                offer=offer.sealed,
                code="1",
                now=NOON + timedelta(hours=1),
            )
        assert refused.value.code == "proof.not_valid"

    def test_changes_nothing_by_a_wrong_code(self, sqlite_store: Store, keyring: Keyring):
        offer = offer_totp(keyring=keyring, moderator_id="mod_x", name="nada", now=NOON)
        with sqlite_store.transaction() as db:
            with pytest.raises(Invalid):
                second_factor.accept_totp(
                    db, keyring=keyring, moderator_id="mod_x", offer=offer.sealed, code="1", now=NOON
                )
            assert totp_secret(db, "mod_x") is None


class TestSecret:
    def test_opens_in_its_own_row_only(self, sqlite_store: Store, keyring: Keyring):
        with sqlite_store.transaction() as db:
            person, secret = set_up(db, keyring)
            sealed = totp_secret(db, person)
            set_on_moderator(db, person, role="viewer")
        assert sealed is not None
        assert secret.encode() not in sealed
        assert keyring.decrypt(sealed, place=f"totp|secret|{person}").reveal() == secret
