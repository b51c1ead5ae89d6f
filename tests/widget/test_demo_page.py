"""The demo article in a real browser, against the running product.

`live_url` is the base address of a product that this test may write to.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

THREAD = "**/v1/articles/*/comments?*"
STATUS = "**/v1/comments/*/status"
HOSTILE_NAME = '<img src=x onerror="document.title=1">'
HOSTILE_BODY = '<script>document.title = "taken"</script>\n\n<b>عريض</b>'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page whose clock says that its form was shown two minutes ago."""
    context = browser.new_context(viewport={"width": 360, "height": 760})
    opened = context.new_page()
    opened.clock.install(time=datetime.now(UTC) - timedelta(minutes=2))
    yield opened
    context.close()


def open_demo(page: Page, live_url: str, query: str = "") -> None:
    page.goto(f"{live_url}/demo{query}")
    expect(page.locator("[data-count]")).not_to_have_text(re.compile("…"))


def fill_in(page: Page, *, body: str, name: str = "سلمى", email: str = "salma@example.org") -> None:
    page.get_by_label("الاسم *").fill(name)
    page.get_by_label("البريد الإلكتروني *").fill(email)
    page.get_by_label("التعليق *").fill(body)


def send(page: Page) -> None:
    page.get_by_role("button", name="إرسال التعليق").click()


def public_comment(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"cmt_{number}",
        "parent_id": None,
        "author": {"name": "ندى", "url": None},
        "body": "هل يُسمح بالدراجات؟",
        "body_html": "",
        "published_at": "2026-11-23T09:00:00Z",
        "edited_at": None,
        "depth": 0,
        "masked": False,
        **changes,
    }


def serve_thread(page: Page, *comments: dict[str, Any]) -> None:
    """Answers the page's reading of the thread: what the checks would hold can then be shown."""
    article = {"id": "tram-returns", "state": "open", "count": len(comments)}
    thread = json.dumps({"article": article, "comments": comments, "next_cursor": None})

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=thread)

    page.route(THREAD, answer)


class TestLanguage:
    def test_the_page_is_arabic_and_right_to_left(self, page: Page, live_url: str) -> None:
        open_demo(page, live_url)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("html")).to_have_attribute("lang", "ar")
        expect(page.get_by_role("heading", name="اترك تعليقاً")).to_be_visible()
        expect(page.get_by_text("لن يتم نشر عنوان بريدك الإلكتروني.")).to_be_visible()
        expect(page.get_by_text("الحقول الإلزامية مشار إليها بـ *")).to_be_visible()
        expect(page.get_by_label("الموقع الإلكتروني")).to_be_visible()

    def test_it_is_english_and_left_to_right_when_asked(self, page: Page, live_url: str) -> None:
        open_demo(page, live_url, "?lang=en")
        expect(page.locator("html")).to_have_attribute("dir", "ltr")
        expect(page.get_by_role("button", name="Post comment")).to_be_visible()

    def test_it_needs_no_sideways_scrolling_on_a_narrow_phone(self, page: Page, live_url: str) -> None:
        open_demo(page, live_url)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


class TestSubmission:
    def test_the_reader_sees_that_the_comment_waits(self, page: Page, live_url: str) -> None:
        page.route(STATUS, lambda route: route.abort())
        open_demo(page, live_url)
        fill_in(page, body="خبر طال انتظاره، شكراً للكاتبة.")
        send(page)
        expect(page.locator(".notice")).to_contain_text("تعليقك بانتظار المراجعة.")
        expect(page.locator(".notice")).to_contain_text("خبر طال انتظاره")
        expect(page.get_by_label("التعليق *")).to_have_value("")

    def test_the_comment_appears_without_a_reload_once_it_is_published(
        self, page: Page, live_url: str
    ) -> None:
        open_demo(page, live_url)
        fill_in(page, name="ليث", email="laith@example.org", body="هل تصل العربة إلى الجامعة قبل الثامنة؟")
        send(page)
        expect(page.locator("[data-thread]")).to_contain_text("قبل الثامنة؟", timeout=15_000)
        expect(page.locator(".notice")).to_have_count(0)

    def test_a_faulty_field_is_marked_explained_and_focused(self, page: Page, live_url: str) -> None:
        open_demo(page, live_url)
        fill_in(page, email="salma@", body="سننزل يوم السبت.")
        send(page)
        email = page.get_by_label("البريد الإلكتروني *")
        expect(email).to_have_attribute("aria-invalid", "true")
        expect(email).to_be_focused()
        message = page.locator(f"#{email.get_attribute('aria-describedby')}")
        expect(message).to_be_visible()
        expect(message).not_to_be_empty()
        expect(page.get_by_label("التعليق *")).to_have_value("سننزل يوم السبت.")

    def test_all_faults_are_shown_together_and_the_first_is_focused(self, page: Page, live_url: str) -> None:
        open_demo(page, live_url)
        send(page)
        expect(page.locator("[aria-invalid=true]")).to_have_count(3)
        expect(page.get_by_label("التعليق *")).to_be_focused()

    def test_nothing_is_lost_when_the_server_is_away(self, page: Page, live_url: str) -> None:
        open_demo(page, live_url)
        page.route("**/v1/articles/*/comments", lambda route: route.abort())
        fill_in(page, body="كلام لا يضيع.")
        send(page)
        expect(page.get_by_role("alert")).to_contain_text("تعذّر الوصول إلى الخادم")
        expect(page.get_by_label("التعليق *")).to_have_value("كلام لا يضيع.")


class TestThread:
    def test_replying_puts_the_cursor_into_the_text_field(self, page: Page, live_url: str) -> None:
        serve_thread(page, public_comment(1))
        open_demo(page, live_url)
        page.get_by_role("button", name=re.compile("^رد")).click()
        expect(page.get_by_label("التعليق *")).to_be_focused()
        expect(page.get_by_role("heading", name="اترك رداً على ندى")).to_be_visible()
        page.get_by_role("button", name="إلغاء الرد").click()
        expect(page.get_by_role("heading", name="اترك تعليقاً")).to_be_visible()

    def test_a_reply_stands_below_its_parent(self, page: Page, live_url: str) -> None:
        serve_thread(
            page, public_comment(1), public_comment(2), public_comment(3, parent_id="cmt_1", depth=1)
        )
        open_demo(page, live_url)
        expect(page.locator("#cmt_1 #cmt_3")).to_be_visible()
        expect(page.locator("[data-thread] > li")).to_have_count(2)

    def test_hostile_names_and_texts_are_shown_as_text(self, page: Page, live_url: str) -> None:
        author = {"name": HOSTILE_NAME, "url": "javascript:alert(1)"}
        serve_thread(page, public_comment(1, author=author, body=HOSTILE_BODY))
        open_demo(page, live_url)
        expect(page.locator("#cmt_1 bdi")).to_have_text(HOSTILE_NAME)
        expect(page.locator("#cmt_1")).to_contain_text("<b>عريض</b>")
        assert page.locator("#cmt_1").locator("img, script, b, a").count() == 0
        assert "المرفأ" in page.title()

    def test_a_removed_parent_keeps_its_place_and_says_nothing_else(self, page: Page, live_url: str) -> None:
        tombstone = {"id": "cmt_1", "parent_id": None, "depth": 0, "removed": True}
        serve_thread(page, tombstone, public_comment(2, parent_id="cmt_1", depth=1))
        open_demo(page, live_url)
        expect(page.get_by_text("حُذف هذا التعليق.")).to_be_visible()
        expect(page.locator("#cmt_1 #cmt_2")).to_be_visible()

    def test_a_covered_part_is_announced(self, page: Page, live_url: str) -> None:
        serve_thread(page, public_comment(1, body="رقمي ██████", masked=True))
        open_demo(page, live_url)
        expect(page.get_by_text("حُجب جزء من هذا التعليق.")).to_be_visible()


class TestContentPolicy:
    def test_the_page_breaks_none_of_its_own_rules(self, page: Page, live_url: str) -> None:
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        open_demo(page, live_url)
        assert refused == []
        policy = page.request.get(f"{live_url}/demo").headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
