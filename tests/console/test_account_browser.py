"""Signing in and one's own settings in a real browser, against the running product."""

import json
from collections.abc import Iterator
from itertools import count

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.product import Product

pytestmark = pytest.mark.browser

PASSWORD = "a lighthouse keeper counts gulls"
_numbers = count(1)


class Person:
    """Somebody invited as an admin, with a browser of their own on a narrow phone."""

    def __init__(self, page: Page, product: Product, host: str = "127.0.0.1") -> None:
        self.page, self.url = page, product.url.replace("127.0.0.1", host)
        self.email = f"a{next(_numbers)}@newsroom.example"
        made = product.taliq("user", "add", self.email, "--role", "admin", "--json")
        page.goto(json.loads(made.stdout)["sign_in_url"].replace("127.0.0.1", host))
        page.get_by_label("كلمة المرور", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="حفظ والدخول").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)

    def with_code(self, secret: str, button: str) -> None:
        """Send the authenticator's present code; once more where its half minute ended on the way."""
        while True:
            self.page.locator("#code").fill(pyotp.TOTP(secret).now())
            self.press(button)
            if self.page.locator(".fault").count() == 0:
                return


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def person(request: pytest.FixtureRequest, browser: Browser, product: Product) -> Iterator[Person]:
    context = browser.new_context(
        viewport={"width": 360, "height": 760}, locale="ar", java_script_enabled=request.param
    )
    yield Person(context.new_page(), product)
    context.close()


class TestSecondFactor:
    def test_is_set_up_and_a_recovery_code_stands_in_for_it(self, person: Person) -> None:
        person.heading("أضف عاملاً ثانياً")
        secret = person.page.locator(".secret").inner_text().replace(" ", "")
        person.with_code(secret, "تفعيل")
        person.heading("رموز الاسترداد")
        code = person.page.locator(".codes li").first.inner_text()
        person.page.get_by_role("link", name="حفظتها، تابع").click()
        person.press("تسجيل الخروج")
        person.page.get_by_label("البريد الإلكتروني").fill(person.email)
        person.page.get_by_label("كلمة المرور", exact=True).fill(PASSWORD)
        person.press("دخول")
        person.heading("الخطوة الثانية")
        person.page.locator("#code").fill(code)
        person.press("دخول")
        person.heading("بانتظار القرار")


class TestPeople:
    def test_are_invited_and_a_narrow_phone_needs_no_sideways_scrolling(self, person: Person) -> None:
        person.press("لاحقاً")
        address = f"a.rather.long.name.{next(_numbers)}@comments.of.the.newsroom.example"
        for path in (
            "/console/people",
            "/console/people?lang=en",
            "/console/settings",
            "/console/second-factor",
        ):
            person.page.goto(person.url + path)
            assert person.page.evaluate("document.documentElement.scrollWidth") == 360
        person.page.goto(f"{person.url}/console/people")
        person.page.get_by_label("البريد الإلكتروني").fill(address)
        person.press("دعوة")
        expect(person.page.get_by_role("status")).to_contain_text("/console/sign-in/si_")
        expect(person.page.get_by_role("heading", name=address)).to_be_visible()
        assert person.page.evaluate("document.documentElement.scrollWidth") == 360


class TestPasskey:
    def test_is_added_used_and_removed(self, browser: Browser, product: Product) -> None:
        context = browser.new_context(viewport={"width": 360, "height": 760}, locale="ar")
        page = context.new_page()
        # A passkey inside the browser, as a phone's: Chrome DevTools Protocol, domain WebAuthn.
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        person = Person(page, product, host="localhost")
        page.get_by_role("link", name="استعمل مفتاح مرور بدلاً منه").click()
        page.get_by_label("اسم تعرفه به").fill("حاسوب المكتب")
        person.press("إضافة")
        person.heading("رموز الاسترداد")
        page.goto(f"{person.url}/console/settings")
        expect(page.get_by_text("حاسوب المكتب")).to_be_visible()
        person.press("تسجيل الخروج")
        person.press("الدخول بمفتاح مرور")
        person.heading("بانتظار القرار")
        page.goto(f"{person.url}/console/settings")
        expect(page.get_by_text("استُعمل قبل أقل من دقيقة")).to_be_visible()
        page.locator("form[action*='/passkeys/']").get_by_role("button").click()
        expect(page.get_by_role("status")).to_contain_text("أُزيل مفتاح المرور")
        person.press("تسجيل الخروج")
        person.press("الدخول بمفتاح مرور")
        expect(page.get_by_role("alert")).to_contain_text("لم يُقبل مفتاح المرور")
        assert [text for text in refused if "403" not in text] == []
        context.close()
