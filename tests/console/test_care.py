"""Care: severe texts are folded until they are opened, for each person as they like, and a pause is offered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from service.moderation.care import RUN
from tests.console.browsers import Window, hold
from tests.console.desk import Desk
from tests.support.held import INSULT, a_held_comment
from tests.support.product import Product

NewDesk = Callable[[], Desk]
FOLDED = '<details class="severe">'


def severe(desk: Desk) -> None:
    with desk.store.transaction() as db:
        a_held_comment(db, INSULT, reasons=("abuse.threat",))


class TestFolding:
    def test_hides_a_severe_text_and_says_why(self, desk: Desk):
        desk.come_in()
        severe(desk)
        page = desk.queue()
        assert FOLDED in page
        assert "نص قاسٍ مطويّ: تهديد" in page

    def test_leaves_a_plain_insult_open(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            a_held_comment(db)
        assert FOLDED not in desk.queue()

    def test_is_each_persons_own_choice(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        other = new_desk().come_in(email="laith@newsroom.example")
        severe(desk)
        reply = desk.send("/console/care", csrf_token=desk.token(), pause="on")
        assert "حُفظ اختيارك" in desk.get(reply.location).text
        assert FOLDED not in desk.queue()
        assert FOLDED in other.queue()

    def test_may_be_switched_on_again(self, desk: Desk):
        desk.come_in()
        severe(desk)
        for fold in ("", "on"):
            desk.send("/console/care", csrf_token=desk.token(), fold=fold)
        assert FOLDED in desk.queue()


class TestPause:
    def test_is_offered_only_to_who_wants_it(self, desk: Desk):
        desk.come_in()
        assert 'id="pause"' in desk.queue()
        desk.send("/console/care", csrf_token=desk.token(), fold="on")
        assert 'id="pause"' not in desk.queue()

    def test_has_a_page_with_nothing_to_decide(self, desk: Desk):
        desk.come_in()
        page = desk.get("/console/pause").text
        assert "خذ وقتك" in page
        assert "<select" not in page

    @pytest.mark.browser
    def test_is_offered_after_a_run(self, window: Window, product: Product):
        # A threat by the site's own list, each in words of its own.
        hold(product, "severe", *(f"سأقتلك يا كلب {number}" for number in range(RUN + 1)))
        window.open("/console/queue?article=severe")
        expect(window.current).to_be_visible()
        expect(window.current.locator(".text")).to_be_hidden()
        window.press("v")
        expect(window.current.locator(".text")).to_be_visible()
        offer = window.page.get_by_role("dialog")
        for _ in range(RUN):
            expect(offer).to_be_hidden()
            window.press("s")
        expect(offer).to_contain_text("استراحة قصيرة؟")
        offer.get_by_role("button", name="أتابع").click()
        expect(offer).to_be_hidden()
