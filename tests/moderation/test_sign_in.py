"""Attempts are counted before they are looked at: how many are free, how long the pauses are, who is spared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from service.domain.errors import Refused
from service.moderation import people
from service.moderation.sessions import Client
from service.moderation.sign_in import CEILING, FREE, Attempt, begin_attempt, come_in
from service.secrets import Keyring
from service.store.engine import Store

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
EMAIL = "nada@newsroom.example"


def invited(store: Store, keyring: Keyring) -> str:
    with store.transaction() as db:
        return people.invite(db, keyring=keyring, email=EMAIL, role="editor", now=NOON).token


def try_once(
    store: Store,
    keyring: Keyring,
    *,
    at: datetime = NOON,
    address: str = "203.0.113.9/32",
    browser: str | None = None,
) -> Attempt | None:
    """An attempt with a wrong password; None where it was refused without a look."""
    client = Client("", None, address, browser)
    try:
        return store.write(lambda db: begin_attempt(db, keyring=keyring, email=EMAIL, client=client, now=at))
    except Refused:
        return None


def succeed(
    store: Store, keyring: Keyring, attempt: Attempt | None, *, at: datetime, browser: str | None = None
) -> str:
    """The password was right; returns the token of the browser."""
    assert attempt is not None
    client = Client("", None, "203.0.113.9/32", browser)
    entry = store.write(
        lambda db: come_in(db, attempt, keyring=keyring, client=client, replaced=None, rehashed=None, now=at)
    )
    assert entry is not None
    return entry.browser


class TestPauses:
    def test_double_up_to_a_quarter_of_an_hour(self, store: Store, keyring: Keyring):
        moment = NOON
        for _ in range(FREE):
            assert try_once(store, keyring, at=moment)
        for pause_s in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900):
            pause = pause_s * SECOND
            assert try_once(store, keyring, at=moment + pause - SECOND / 10) is None
            moment += pause
            assert try_once(store, keyring, at=moment)

    def test_hold_when_all_guesses_come_at_once(self, store: Store, keyring: Keyring):
        with ThreadPoolExecutor(8) as pool:
            tries = list(pool.map(lambda _: try_once(store, keyring), range(24)))
        assert sum(attempt is not None for attempt in tries) == FREE

    def test_are_over_once_the_password_was_right(self, store: Store, keyring: Keyring):
        invited(store, keyring)
        for _ in range(FREE - 1):
            try_once(store, keyring)
        succeed(store, keyring, try_once(store, keyring), at=NOON)
        for _ in range(FREE):
            assert try_once(store, keyring)


class TestCeiling:
    @pytest.fixture
    def besieged(self, store: Store, keyring: Keyring) -> str:
        """A hundred wrong attempts from as many addresses; returns the token of a browser used before them."""
        invited(store, keyring)
        browser = succeed(store, keyring, try_once(store, keyring), at=NOON)
        for number in range(CEILING):
            assert try_once(store, keyring, address=f"198.51.100.{number}/32")
        return browser

    def test_stops_every_browser_never_seen(self, store: Store, keyring: Keyring, besieged: str):
        later = NOON + timedelta(days=7)
        assert try_once(store, keyring, at=later, address="192.0.2.1/32") is None
        assert try_once(store, keyring, at=later, address="192.0.2.1/32", browser="br_made_up") is None

    def test_is_lifted_by_the_owner_in_a_browser_used_before(
        self, store: Store, keyring: Keyring, besieged: str
    ):
        succeed(store, keyring, try_once(store, keyring, browser=besieged), at=NOON, browser=besieged)
        assert try_once(store, keyring, address="192.0.2.1/32")

    def test_is_lifted_by_a_new_link(self, store: Store, keyring: Keyring, besieged: str):
        token = invited(store, keyring)
        with store.transaction() as db:
            people.accept_invitation(db, token=token, password_hash="hash", keyring=keyring, now=NOON)
        assert try_once(store, keyring, address="192.0.2.1/32")
