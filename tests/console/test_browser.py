"""The console in a real browser: keys, both directions, a phone, no script, and its own rules."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.console.browsers import PHONE, Window, hold, insults
from tests.support.product import Product

pytestmark = pytest.mark.browser
NewWindow = Callable[..., Window]


class TestKeys:
    def test_walk_through_the_cards_and_stop_at_the_ends(self, window: Window):
        first, second = window.open_held(*insults(2))
        window.expect_current(first)
        window.press("j")
        window.expect_current(second)
        window.press("j", "k")
        window.expect_current(first)
        window.press("k")
        window.expect_current(first)

    def test_decide_by_their_place_whatever_the_layout(self, window: Window, product: Product):
        [only] = window.open_held(*insults(1))
        # The key of the letter A under an Arabic layout types «ش».
        window.page.evaluate(
            """() => document.body.dispatchEvent(
                new KeyboardEvent("keydown", {code: "KeyA", key: "ش", bubbles: true, cancelable: true}))"""
        )
        window.expect_told("التعليق منشور")
        assert product.get(f"/v1/comments/{only}").status == 200

    def test_reject_with_the_suggested_reason(self, window: Window):
        window.open_held(*insults(1))
        window.press("r")
        window.expect_told("التعليق مرفوض")

    def test_do_nothing_while_a_reason_is_chosen_or_with_another_key_held(self, window: Window):
        ids = window.open_held(*insults(2))
        window.page.locator(".decision select").first.focus()
        window.press("a")
        window.page.locator("h1").click()
        window.press("Control+a", "Alt+r")
        window.page.reload()
        assert window.ids == ids

    def test_rejecting_without_a_reason_asks_for_one_and_the_choice_decides(self, window: Window):
        window.open_held(*insults(1))
        reason = window.page.locator(".decision select").first
        reason.select_option("")
        window.page.locator("h1").click()
        window.press("r")
        expect(reason).to_be_focused()
        reason.select_option("offtopic")
        window.expect_told("التعليق مرفوض")

    def test_escalating_keeps_the_card_and_marks_it(self, window: Window):
        [only] = window.open_held(*insults(1))
        window.press("e")
        window.expect_told("التعليق بانتظار القرار")
        assert window.ids == [only]
        window.page.reload()
        expect(window.current).to_contain_text("مرفوع")

    def test_a_question_mark_shows_them_all(self, window: Window):
        window.open_held(*insults(1))
        sheet = window.page.get_by_role("dialog")
        window.press("?")
        expect(sheet).to_contain_text("تراجع عن آخر قرار")
        window.press("a")
        window.press("Escape")
        expect(sheet).to_be_hidden()
        assert len(window.ids) == 1


class TestLayout:
    @pytest.mark.parametrize("lang", ["ar", "en"])
    def test_needs_no_sideways_scrolling_on_a_narrow_phone(self, new_window: NewWindow, lang: str):
        window = new_window(viewport=PHONE)
        endless = "https://example.com/" + "a" * 300
        window.open_held("أنت كاتب غبي يا كلب " + endless, *insults(2), query=f"lang={lang}")
        assert window.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    @pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
    def test_runs_in_the_direction_of_the_language(self, window: Window, lang: str, direction: str):
        window.open_held(*insults(1), query=f"lang={lang}")
        assert window.page.evaluate("getComputedStyle(document.body).direction") == direction
        text = window.page.locator("[data-comment-id] .text").first
        assert text.evaluate("each => getComputedStyle(each).direction") == "rtl"

    def test_buttons_are_large_enough_for_a_thumb(self, new_window: NewWindow):
        window = new_window(viewport=PHONE, has_touch=True)
        window.open_held(*insults(1))
        for button in window.page.locator(".decision button:visible").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44

    def test_a_tap_decides(self, new_window: NewWindow):
        window = new_window(viewport=PHONE, has_touch=True)
        window.open_held(*insults(2))
        window.page.locator("button.approve").first.tap()
        window.expect_told("التعليق منشور")
        assert len(window.ids) == 1


class TestWithoutScript:
    def test_deciding_and_taking_back_work(self, new_window: NewWindow, product: Product):
        plain = new_window(java_script_enabled=False)
        hold(product, "without-script", *insults(1))
        plain.open("/console/queue?article=without-script")
        plain.page.get_by_role("button", name="نشر", exact=True).first.click()
        plain.expect_told("التعليق منشور")
        plain.page.get_by_role("button", name="تراجع").click()
        plain.expect_told("تُراجع عن القرار: التعليق بانتظار القرار")


class TestContentPolicy:
    def test_the_pages_break_none_of_their_own_rules(self, window: Window):
        window.open_held(*insults(3))
        window.press("j", "a", "u", "?")
        window.page.wait_for_load_state("networkidle")
        assert window.refused == []


class TestFigures:
    def test_the_chart_is_read_by_keyboard(self, window: Window):
        window.open_held(*insults(1))
        window.open("/console/figures")
        chart = window.page.locator(".plot")
        expect(chart.locator("canvas")).to_be_visible()
        chart.press("ArrowLeft")
        expect(window.told).to_contain_text("المجموع")
        assert window.refused == []

    def test_they_need_no_script(self, new_window: NewWindow):
        plain = new_window(java_script_enabled=False)
        plain.open("/console/figures")
        expect(plain.page.locator("#chart")).to_be_hidden()
        plain.page.get_by_text("الأرقام في جدول").click()
        expect(plain.page.get_by_role("columnheader", name="المجموع")).to_be_visible()
