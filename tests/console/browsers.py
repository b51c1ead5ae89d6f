"""A person at the console in a real browser, against the running product."""

import json
from dataclasses import dataclass, field
from itertools import count

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.product import Product

PASSWORD = "a lighthouse keeper counts gulls"
INSULT = "أنت كاتب غبي يا كلب"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 760}
_numbers = count(1)


@dataclass
class Window:
    """One person's browser. refused: what the browser complained about."""

    page: Page
    product: Product
    refused: list[str] = field(default_factory=list)

    def open(self, path: str = "/console/queue") -> None:
        self.page.goto(f"{self.product.url}{path}")

    def open_held(self, *bodies: str, query: str = "") -> list[str]:
        """Comments that wait, sent now, and a page that shows no others; returns the ids of its cards."""
        article = f"window-{next(_numbers)}"
        hold(self.product, article, *bodies)
        joined = f"&{query}" if query else ""
        self.open(f"/console/queue?article={article}{joined}")
        if bodies:
            expect(self.current).to_be_visible()
        return self.ids

    @property
    def current(self) -> Locator:
        """The card under the cursor."""
        return self.page.locator('[data-comment-id][aria-current="true"]')

    @property
    def current_id(self) -> str:
        return self.current.get_attribute("data-comment-id") or ""

    @property
    def ids(self) -> list[str]:
        """Ids of all cards, from the top."""
        cards = self.page.locator("[data-comment-id]").all()
        return [card.get_attribute("data-comment-id") or "" for card in cards]

    @property
    def told(self) -> Locator:
        """What became of a decision."""
        return self.page.get_by_role("status")

    @property
    def warned(self) -> Locator:
        """What did not go well."""
        return self.page.get_by_role("alert")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def expect_current(self, comment_id: str) -> None:
        expect(self.current).to_have_attribute("data-comment-id", comment_id)

    def expect_told(self, text: str) -> None:
        expect(self.told).to_contain_text(text)


def open_window(browser: Browser, product: Product, **options: object) -> Window:
    """The console for a new moderator, who came in by a one-time link. options: of the browser's context."""
    kept = {"viewport": WIDE, "locale": "ar"} | options
    context = browser.new_context(**kept)  # type: ignore[arg-type]
    page = context.new_page()
    opened = Window(page, product)
    page.on("console", lambda each: opened.refused.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda error: opened.refused.append(str(error)))
    made = product.taliq(
        "user", "add", f"m{next(_numbers)}@newsroom.example", "--role", "moderator", "--json"
    )
    page.goto(json.loads(made.stdout)["sign_in_url"])
    page.locator("#password").fill(PASSWORD)
    page.locator("form button.primary").click()
    page.locator("button", has_text="لاحقاً").or_(page.locator("button", has_text="Later")).click()
    page.wait_for_url("**/console/queue*")
    return opened


def hold(product: Product, article: str, *bodies: str, name: str = "سلمى") -> list[str]:
    """Comments under an article that the checks hold; returns their ids."""
    made = []
    for body in bodies:
        one = next(_numbers)
        sent = product.comment(article, body, author_email=f"c{one}@reader.example", author_name=name)
        assert product.decided(sent) == "held", body
        made.append(str(sent["id"]))
    return made


def insults(number: int) -> list[str]:
    """Texts that wait for a person, each of its own."""
    return [f"{INSULT} {next(_numbers)}" for _ in range(number)]
