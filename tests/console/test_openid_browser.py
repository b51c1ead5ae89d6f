"""Signing in through a provider of another site, in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdProvider, providing
from tests.support.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    # Another site than 127.0.0.1: the browser keeps cookies that are `Strict` to itself on the way back.
    with providing("localhost") as listening:
        yield listening


@pytest.fixture
def newsroom(tmp_path: Path, provider: OpenIdProvider) -> Iterator[Product]:
    environ = {
        "TALIQ_OIDC_ISSUER": provider.url,
        "TALIQ_OIDC_CLIENT_ID": CLIENT_ID,
        "TALIQ_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "TALIQ_OIDC_NAME": "حساب الجريدة",
        "TALIQ_RATE_LIMITS": "off",
    }
    with Product(tmp_path, environ=environ) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser without script, on a narrow phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 760}, locale="ar", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


class TestProvider:
    def test_lets_in_by_invitation_and_then_by_its_button(self, page: Page, newsroom: Product) -> None:
        made = newsroom.taliq("user", "add", "nada@newsroom.example", "--role", "editor", "--json")
        page.goto(json.loads(made.stdout)["sign_in_url"])
        page.get_by_role("link", name="من دون كلمة مرور: الدخول عبر حساب الجريدة").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("أضف عاملاً ثانياً")
        page.get_by_role("button", name="لاحقاً").click()
        page.get_by_role("button", name="تسجيل الخروج").click()
        page.get_by_role("link", name="الدخول عبر حساب الجريدة").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("بانتظار القرار")
