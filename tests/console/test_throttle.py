"""Guessing passwords slows down the guesser, and never keeps the owner out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from service.http.app import create_app
from service.store.tables import sign_in_budget
from tests.console.desk import EMAIL, PASSWORD, Desk, text_of

NewDesk = Callable[[], Desk]
WRONG = "not the right sentence"


def at(desk: Desk, address: str) -> Desk:
    """The same person, asking from this address."""
    desk.client.environ_base["REMOTE_ADDR"] = address
    return desk


def guess(desk: Desk, times: int = 5, *, email: str = EMAIL) -> None:
    for _ in range(times):
        assert desk.sign_in(email=email, password=WRONG).status_code == 403
    # The first pauses last seconds, and a busy machine must not sit them out.
    with desk.store.transaction() as db:
        lasting = update(sign_in_budget).where(sign_in_budget.c.paused_until.is_not(None))
        db.execute(lasting.values(paused_until=datetime.now(UTC) + timedelta(minutes=10)))


class TestGuesser:
    def test_has_to_wait_after_five_wrong_ones_even_with_the_right_one(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        guess(new_desk())
        paused = new_desk().sign_in()
        assert paused.status_code == 403
        assert "تتوقف المحاولات مدة" in paused.text
        with desk.store.transaction() as db:
            db.execute(update(sign_in_budget).values(paused_until=None))
        assert new_desk().sign_in().status_code == 303

    def test_is_paused_by_every_process(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        guess(new_desk())
        settings = desk.client.application.extensions["taliq"].settings
        other = create_app(settings, store=desk.store).test_client()
        assert Desk(other, desk.store, desk.keyring).sign_in().status_code == 403

    def test_learns_from_the_pause_nothing_about_who_has_an_account(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        known, unknown = new_desk(), new_desk()
        guess(known)
        guess(unknown, email="nobody@newsroom.example")
        replies = (known.sign_in(), unknown.sign_in(email="nobody@newsroom.example"))
        assert {reply.status_code for reply in replies} == {403}
        assert text_of(replies[0].text) == text_of(replies[1].text)

    def test_is_slowed_down_across_accounts_too(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        guesser = at(new_desk(), "203.0.113.9")
        for number in range(30):
            guess(guesser, 1, email=f"n{number}@newsroom.example")
        assert guesser.sign_in().status_code == 403
        assert at(new_desk(), "203.0.113.10").sign_in().status_code == 303


class TestOwner:
    def test_comes_in_from_elsewhere_while_the_guesser_waits(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        guess(at(new_desk(), "203.0.113.9"))
        assert at(new_desk(), "198.51.100.7").sign_in().status_code == 303

    def test_comes_in_from_the_guessers_own_address_in_a_browser_used_before(
        self, desk: Desk, new_desk: NewDesk
    ):
        desk.come_in()
        desk.send("/console/sign-out", csrf_token=desk.token())
        guess(new_desk())
        assert desk.sign_in().status_code == 303

    def test_of_one_account_has_no_known_browser_for_another(self, desk: Desk, new_desk: NewDesk):
        new_desk().come_in(email="laith@newsroom.example")
        desk.come_in()
        guess(desk, email="laith@newsroom.example")
        assert desk.sign_in(email="laith@newsroom.example", password=PASSWORD).status_code == 403

    def test_is_slowed_down_in_a_known_browser_too(self, desk: Desk):
        desk.come_in()
        guess(desk)
        assert desk.sign_in().status_code == 403
