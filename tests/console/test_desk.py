"""A day at the desk in real browsers: by keyboard only, two at a time, without a connection."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.settings import Settings
from service.store.engine import Store
from tests.console.browsers import INSULT, PHONE, Window, hold, insults
from tests.support.product import Product
from tests.support.rows import an_edit

pytestmark = pytest.mark.browser
NewWindow = Callable[..., Window]
AXE = Path(__file__).parent.parent / "support" / "axe" / "axe.min.js"
HOSTILE = (
    "<script>document.title='taken'</script> أنت غبي يا كلب",
    '"><img src=x onerror="document.title=\'taken\'"> أنت غبي يا كلب',
    "<svg/onload=document.title='taken'> {{7*7}} ${7*7} أنت غبي يا كلب",
    "</textarea><iframe srcdoc='<script>parent.document.title=1</script>'></iframe> أنت غبي يا كلب",
)


def state(product: Product, comment_id: str, key: str) -> str:
    reply = product.get(f"/v1/moderation/comments/{comment_id}", headers={"Authorization": f"Bearer {key}"})
    return str(reply.json["comment"]["state"])


def edit(product: Product, comment_id: str, text: str) -> None:
    """A new revision, as if its author had sent it now."""
    store = Store(Settings.from_env(product.settings).database_url)
    with store.transaction() as db:
        an_edit(db, comment_id, text)
    store.close()


@pytest.fixture(scope="module")
def key(product: Product) -> str:
    return product.key("moderate")


def grave(page: Page) -> list[str]:
    """What axe finds on a page that is serious or critical."""
    # The page's own policy forbids foreign scripts; the tool is put in beside it, as the browser's tools are.
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


class TestHour:
    def test_by_keyboard_only(self, window: Window, product: Product, key: str):
        ids = window.open_held(*insults(6))
        window.press("a")
        window.expect_current(ids[1])
        window.press("r")
        window.expect_current(ids[2])
        window.press("s")
        window.expect_current(ids[3])
        window.press("j")
        window.expect_current(ids[4])
        window.press("d")
        window.expect_current(ids[5])
        window.expect_told("التعليق مرفوض")
        window.press("u")
        window.expect_told("تُراجع عن القرار")
        window.expect_current(ids[4])
        window.press("k", "a")
        window.expect_told("التعليق منشور")
        states = [state(product, each, key) for each in ids]
        assert states == ["published", "rejected", "rejected", "published", "held", "held"]

    def test_the_next_card_is_there_before_the_server_has_answered(self, window: Window):
        ids = window.open_held(*insults(8))
        expect(window.page.locator("#cards [data-next]")).to_have_count(1)
        window.page.wait_for_load_state("networkidle")
        window.page.route("**/decisions*", lambda _route: None)  # never answers
        frames = window.page.evaluate(
            """async (next) => {
                document.body.dispatchEvent(new KeyboardEvent("keydown", {code: "KeyA", bubbles: true}));
                const there = () => document.querySelector('[aria-current="true"]')?.dataset.commentId === next;
                let frames = 0;
                for (; !there() && frames < 600; frames++) await new Promise(requestAnimationFrame);
                return frames;
            }""",
            ids[1],
        )
        assert frames <= 1  # of the browser's pictures; sixty of them are a second


class TestPicked:
    def test_cards_are_decided_in_one_act_and_taken_back_in_one(
        self, window: Window, product: Product, key: str
    ):
        ids = window.open_held(*insults(4))
        window.press("x", "j")
        window.expect_current(ids[1])
        window.press("x")
        expect(window.page.locator("#bulk")).to_contain_text("تعليقان مختاران")
        window.press("Shift+S")
        window.expect_told("نُفِّذ القرار في: تعليقان.")
        assert [state(product, each, key) for each in ids] == ["rejected", "rejected", "held", "held"]
        window.press("u")
        window.expect_told("تُراجع عن القرار في: تعليقان.")
        assert [state(product, each, key) for each in ids] == ["held"] * 4
        assert window.ids == ids


class TestTwo:
    def test_never_have_the_same_card(self, new_window: NewWindow):
        one, other = new_window(), new_window()
        ids = one.open_held(*insults(3))
        other.open(one.page.url.removeprefix(one.product.url))
        expect(other.current).to_be_visible()
        assert one.current_id == ids[0]
        assert other.current_id == ids[1]
        one.press("j")
        one.expect_current(ids[2])
        other.page.reload()
        other.expect_current(ids[0])

    def test_the_second_is_told_that_a_colleague_has_the_only_card(self, new_window: NewWindow):
        one, other = new_window(), new_window()
        one.open_held(*insults(1))
        other.open(one.page.url.removeprefix(one.product.url))
        expect(other.page.locator(".claimed")).to_contain_text("يعمل زميل")
        expect(other.current).to_have_count(0)

    def test_a_card_is_free_again_when_its_page_is_closed(self, new_window: NewWindow):
        one, other = new_window(), new_window()
        [only] = one.open_held(*insults(1))
        address = one.page.url.removeprefix(one.product.url)
        one.open("/console/queue?article=none")
        other.open(address)
        other.expect_current(only)


class TestStale:
    def test_decision_overwrites_nothing_and_brings_the_new_text(
        self, window: Window, product: Product, key: str
    ):
        sent = product.comment("stale", f"{INSULT} أولاً", author_email="stale@reader.example")
        assert product.decided(sent) == "held"
        window.open("/console/queue?article=stale")
        window.expect_current(sent["id"])
        edit(product, sent["id"], f"{INSULT} ثانياً")
        window.press("a")
        expect(window.warned).to_contain_text("لم يُنفَّذ قرارك لأن التعليق تغيّر")
        expect(window.warned).to_contain_text("ثانياً")
        assert state(product, sent["id"], key) == "held"
        expect(window.current).to_contain_text("ثانياً")


class TestConnection:
    def test_without_one_decisions_wait_and_are_told_and_arrive_once(
        self, window: Window, product: Product, key: str
    ):
        ids = window.open_held(*insults(3))
        window.page.context.set_offline(True)
        window.press("a")
        window.press("s")
        expect(window.warned).to_contain_text("لا اتصال بالخادم. قراران محفوظان")
        assert window.ids == ids[2:]
        window.page.context.set_offline(False)
        window.expect_told("نُفِّذ قرارك")
        expect(window.warned).to_have_count(0)
        headers = {"Authorization": f"Bearer {key}"}
        for each, expected in zip(ids, ("published", "rejected"), strict=False):
            known = product.get(f"/v1/moderation/comments/{each}", headers=headers).json
            assert known["comment"]["state"] == expected
            assert len([made for made in known["decisions"] if made["actor"]["kind"] == "moderator"]) == 1

    def test_an_answer_that_is_lost_on_its_way_decides_once(self, window: Window, product: Product, key: str):
        [first, _] = window.open_held(*insults(2))
        lost: list[str] = []

        def lose(route: object) -> None:
            if lost:
                route.continue_()  # type: ignore[attr-defined]
                return
            lost.append(route.fetch().text())  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]

        window.page.route("**/decisions*", lose)
        window.press("a")
        window.expect_told("التعليق منشور")
        known = product.get(
            f"/v1/moderation/comments/{first}", headers={"Authorization": f"Bearer {key}"}
        ).json
        assert [made["action"] for made in known["decisions"] if made["actor"]["kind"] == "moderator"] == [
            "approve"
        ]

    def test_what_could_not_be_sent_is_sent_by_the_next_page(
        self, window: Window, product: Product, key: str
    ):
        ids = window.open_held(*insults(2))
        window.page.on("dialog", lambda dialog: dialog.accept())
        window.page.route("**/decisions*", lambda route: route.abort())
        window.press("a")
        expect(window.warned).to_contain_text("قرار واحد محفوظ")
        window.page.unroute("**/decisions*")
        window.page.reload()
        window.expect_told("التعليق منشور")
        assert state(product, ids[0], key) == "published"


class TestNews:
    def test_move_nothing_until_they_are_asked_for(self, window: Window, product: Product):
        [only] = window.open_held(*insults(1))
        article = re.findall(r"article=([^&]+)", window.page.url)[0]
        hold(product, article, *insults(2))
        window.page.evaluate("document.getElementById('news').dispatchEvent(new Event('look'))")
        button = window.page.locator("[data-news]")
        expect(button).to_have_text("وصل تعليقان")
        assert window.ids == [only]
        button.click()
        expect(window.page.locator("[data-comment-id]")).to_have_count(3)
        window.expect_current(only)
        expect(button).to_have_count(0)


class TestHostileText:
    def test_is_text_in_every_place(self, window: Window, product: Product):
        for body in HOSTILE:
            hold(product, "hostile", body, name=f"<b onclick=alert(1)>{HOSTILE.index(body)}")
        window.open("/console/queue?article=hostile")
        expect(window.page.locator("[data-comment-id]")).to_have_count(len(HOSTILE))
        title = window.page.title()
        shown = window.page.locator(".text").all_inner_texts()
        assert sorted(shown) == sorted(HOSTILE)
        window.press("a")
        window.expect_told("التعليق منشور")
        window.press("u")
        window.expect_told("تُراجع عن القرار")
        assert window.page.title() == title
        assert window.page.locator("main svg, main img, main iframe, main script").count() == 0


class TestAccess:
    @pytest.mark.parametrize(
        ("lang", "options"),
        [
            ("ar", {}),
            ("en", {"color_scheme": "dark"}),
            ("ar", {"viewport": PHONE, "color_scheme": "dark"}),
        ],
    )
    def test_axe_finds_nothing_serious(self, new_window: NewWindow, lang: str, options: dict[str, object]):
        window = new_window(**options)
        window.open_held(*insults(3), query=f"lang={lang}")
        assert grave(window.page) == []
        window.open(f"/console/queue?article=none&lang={lang}")
        assert grave(window.page) == []

    def test_axe_finds_nothing_serious_on_the_pages_beside_the_queue(self, window: Window):
        [only] = window.open_held(*insults(1))
        for path in (f"/console/comments/{only}", "/console/campaigns", "/console/care", "/console/pause"):
            window.open(path)
            assert grave(window.page) == [], path
