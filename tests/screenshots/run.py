"""Take the pictures: `python -m tests.screenshots.run [--out FOLDER] [--only NAME]`.

Every page in Arabic and English, 1280 and 360 pixels wide, light and dark; not every
combination, but each value of each, and both widths in both languages.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.screenshots.data import fill
from tests.support.chromium import open_browser
from tests.support.product import Product

PASSWORD = "a lighthouse keeper counts gulls"
OUT = Path(__file__).parent.parent.parent / "docs" / "screenshots"
SIZES = {"wide": (1280, 900), "phone": (360, 780)}
VARIANTS = (
    ("ar", "wide", "light"),
    ("ar", "wide", "dark"),
    ("en", "wide", "light"),
    ("ar", "phone", "light"),
    ("en", "phone", "dark"),
)


@dataclass(frozen=True)
class Shot:
    """One picture: a page, and what is done on it first. moment: of the page's state, in the file's name."""

    name: str
    path: str
    prepare: Callable[[Page], object] | None = None
    signed_in: bool = True


def _nothing(_page: Page) -> None:
    """The page as it opens."""


def _open_first_comment(page: Page) -> None:
    page.locator("[data-key=o]").nth(1).click()
    page.wait_for_load_state()


def _open_first_campaign(page: Page) -> None:
    page.locator(".row-text a").first.click()
    page.wait_for_load_state()


def _wait_for_cursor(page: Page) -> None:
    page.locator('[aria-current="true"][data-comment-id]').wait_for()


def _decide(page: Page) -> None:
    """One decision made, and the comparison of an edit open."""
    _wait_for_cursor(page)
    page.keyboard.press("r")
    page.locator("#told button").wait_for()
    page.wait_for_timeout(400)
    page.keyboard.press("u")
    page.wait_for_timeout(400)


def _show_keys(page: Page) -> None:
    _wait_for_cursor(page)
    page.keyboard.press("?")


def _show_edit(page: Page) -> None:
    _wait_for_cursor(page)
    page.locator(".edits summary").click()
    page.locator(".priority summary").first.click()
    page.locator(".edits").scroll_into_view_if_needed()


SHOTS = (
    Shot("queue", "/console/queue", _wait_for_cursor),
    Shot("queue-undone", "/console/queue", _decide),
    Shot("queue-edit", "/console/queue?q=متعجلة", _show_edit),
    Shot("queue-keys", "/console/queue", _show_keys),
    Shot("queue-filters", "/console/queue?section=المدينة&state=any&q=ترام"),
    Shot("care", "/console/care"),
    Shot("pause", "/console/pause"),
    Shot("queue-empty", "/console/queue?article=none"),
    Shot("comment", "/console/queue?article=port-tram", _open_first_comment),
    Shot("campaigns", "/console/campaigns"),
    Shot("campaign", "/console/campaigns", _open_first_campaign),
    Shot("figures", "/console/figures"),
    Shot("settings", "/console/settings"),
    Shot("people", "/console/people"),
    Shot("second-factor", "/console/second-factor"),
    Shot("sign-in", "/console/sign-in", signed_in=False),
)


def main() -> int:
    """Start the product on a folder of its own, fill it, and write the pictures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--only", default="", help="names that begin so")
    wanted = arguments.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="taliq-pictures-") as folder,
        Product(Path(folder), environ={"TALIQ_RATE_LIMITS": "off"}) as product,
    ):
        fill(product)
        _take_all(product, wanted.out, [shot for shot in SHOTS if shot.name.startswith(wanted.only)])
    return 0


def _take_all(product: Product, out: Path, shots: list[Shot]) -> None:
    with open_browser() as browser:
        state = _signed_in(browser, product)
        for lang, size, theme in VARIANTS:
            for shot in shots:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    locale=lang,
                    color_scheme="dark" if theme == "dark" else "light",
                    storage_state=state if shot.signed_in else None,
                    reduced_motion="reduce",
                )
                page = context.new_page()
                page.goto(f"{product.url}{shot.path}{'&' if '?' in shot.path else '?'}lang={lang}")
                (shot.prepare or _nothing)(page)
                page.evaluate("document.fonts.ready")
                overflow = page.evaluate("document.documentElement.scrollWidth") - width
                if overflow > 0:
                    print(f"{shot.name} {lang} {size}: {overflow} px too wide", file=sys.stderr)
                page.screenshot(path=out / f"console-{shot.name}-{lang}-{size}-{theme}.png")
                context.close()


def _signed_in(browser: Browser, product: Product) -> Path:
    made = product.taliq("user", "add", "editor@newsroom.example", "--role", "admin", "--json")
    context = browser.new_context(locale="ar")
    page = context.new_page()
    page.goto(json.loads(made.stdout)["sign_in_url"])
    page.locator("#password").fill(PASSWORD)
    page.locator("form button.primary").click()
    page.get_by_role("button", name="لاحقاً").click()  # the second factor
    page.wait_for_url("**/console/queue*")
    path = product.data_dir / "browser.json"
    context.storage_state(path=path)
    context.close()
    return path


if __name__ == "__main__":
    sys.exit(main())
