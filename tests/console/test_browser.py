"""The console in a real browser, against the running product."""

import json
import shutil
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.product import Product

pytestmark = pytest.mark.browser

PASSWORD = "a lighthouse keeper counts gulls"
INSULT = "أنت كاتب غبي يا كلب"
_numbers = count(1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium where there is one, else the one that Playwright installed."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    """A moderator's browser, on a narrow phone and in Arabic, who came in by a one-time link."""
    context = browser.new_context(viewport={"width": 360, "height": 760}, locale="ar")
    opened = context.new_page()
    made = product.taliq(
        "user", "add", f"m{next(_numbers)}@newsroom.example", "--role", "moderator", "--json"
    )
    opened.goto(json.loads(made.stdout)["sign_in_url"])
    opened.get_by_label("كلمة المرور", exact=True).fill(PASSWORD)
    opened.get_by_role("button", name="حفظ والدخول").click()
    opened.get_by_role("button", name="لاحقاً").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("بانتظار القرار")
    yield opened
    context.close()


def wait_in_the_queue(product: Product, page: Page, number: int) -> list[str]:
    """Comments that are held, and the page that shows them; returns the ids of all cards."""
    for _ in range(number):
        one = next(_numbers)
        made = product.comment("console", f"{INSULT} {one}", author_email=f"c{one}@reader.example")
        assert product.decided(made) == "held"
    page.goto(f"{product.url}/console/queue")
    cards = page.locator("[data-comment-id]")
    return [card.get_attribute("data-comment-id") or "" for card in cards.all()]


def current(page: Page) -> str | None:
    return page.locator('[aria-current="true"]').get_attribute("data-comment-id")


class TestKeys:
    def test_walk_through_the_cards(self, page: Page, product: Product) -> None:
        first, second, *_ = wait_in_the_queue(product, page, 2)
        assert current(page) == first
        page.keyboard.press("j")
        assert current(page) == second
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("k")
        page.keyboard.press("k")
        assert current(page) == first

    def test_decide_by_their_place_whatever_the_layout(self, page: Page, product: Product) -> None:
        first, *_ = wait_in_the_queue(product, page, 1)
        # The key of the letter A under an Arabic layout types «ش».
        page.evaluate(
            """() => document.body.dispatchEvent(
                new KeyboardEvent("keydown", {code: "KeyA", key: "ش", bubbles: true, cancelable: true}))"""
        )
        expect(page.get_by_role("status")).to_contain_text("التعليق منشور")
        assert product.get(f"/v1/comments/{first}").status == 200

    def test_reject_with_the_suggested_reason(self, page: Page, product: Product) -> None:
        wait_in_the_queue(product, page, 1)
        page.keyboard.press("r")
        expect(page.get_by_role("status")).to_contain_text("التعليق مرفوض")

    def test_do_nothing_while_a_reason_is_chosen_or_with_another_key_held(
        self, page: Page, product: Product
    ) -> None:
        ids = wait_in_the_queue(product, page, 1)
        page.locator("select").first.focus()
        page.keyboard.press("a")
        page.locator("h1").click()
        page.keyboard.press("Control+a")
        page.reload()
        assert page.locator("[data-comment-id]").count() == len(ids)

    def test_rejecting_without_a_reason_asks_for_one(self, page: Page, product: Product) -> None:
        wait_in_the_queue(product, page, 1)
        reason = page.locator("select").first
        reason.select_option("")
        page.locator("h1").click()
        page.keyboard.press("r")
        expect(reason).to_be_focused()


class TestLayout:
    def test_needs_no_sideways_scrolling_on_a_narrow_phone(self, page: Page, product: Product) -> None:
        wait_in_the_queue(product, page, 1)
        for query in ("", "?lang=en"):
            page.goto(f"{product.url}/console/queue{query}")
            assert page.evaluate("document.documentElement.scrollWidth") == 360


class TestWithoutScript:
    def test_everything_works(self, browser: Browser, page: Page, product: Product) -> None:
        context = browser.new_context(java_script_enabled=False, locale="ar")
        context.add_cookies(page.context.cookies())
        plain = context.new_page()
        wait_in_the_queue(product, plain, 1)
        plain.get_by_role("button", name="نشر", exact=True).first.click()
        expect(plain.get_by_role("status")).to_contain_text("التعليق منشور")
        context.close()


class TestContentPolicy:
    def test_the_pages_break_none_of_their_own_rules(self, page: Page, product: Product) -> None:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        wait_in_the_queue(product, page, 1)
        page.keyboard.press("j")
        assert refused == []


class TestFigures:
    def test_the_chart_is_read_by_keyboard(self, product: Product, page: Page):
        wait_in_the_queue(product, page, 1)
        page.goto(f"{product.url}/console/figures")
        chart = page.locator(".plot")
        expect(chart.locator("canvas")).to_be_visible()
        chart.press("ArrowLeft")
        expect(page.get_by_role("status")).to_contain_text("المجموع")

    def test_it_needs_no_script(self, browser: Browser, product: Product, page: Page):
        page.goto(f"{product.url}/console/figures")
        context = browser.new_context(
            java_script_enabled=False, locale="ar", storage_state=page.context.storage_state()
        )
        plain = context.new_page()
        plain.goto(f"{product.url}/console/figures")
        expect(plain.locator("#chart")).to_be_hidden()
        plain.get_by_text("الأرقام في جدول").click()
        expect(plain.get_by_role("columnheader", name="المجموع")).to_be_visible()
        context.close()
