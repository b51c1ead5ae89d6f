"""The queue page: what a person sees of a held comment, and what becomes of their decision."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from service.store.tables import case, comment
from tests.console.desk import OWN_PAGE, Desk, text_of
from tests.support.held import INSULT, a_held_comment, a_published_comment, state_of
from tests.support.rows import an_article, an_edit

NewDesk = Callable[[], Desk]
HOSTILE = "<script>alert(1)</script> & \"<img src=x onerror='alert(2)'>"


def held(desk: Desk, body: str = INSULT, **columns: Any) -> str:
    with desk.store.transaction() as db:
        return a_held_comment(db, body, **columns)


def state(desk: Desk, comment_id: str) -> str:
    with desk.store.read() as db:
        return state_of(db, comment_id)


def card_ids(page: str) -> list[str]:
    return re.findall(r'data-comment-id="([^"]+)"', page)


class TestCard:
    def test_shows_all_that_a_decision_needs(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            article = an_article(db, title="ترام الميناء")
            parent = a_published_comment(db, "هل من موعد؟", article_id=article, author_name="ليث")
            a_held_comment(db, article_id=article, parent_id=parent, priority=62.0)
        page = desk.queue()
        shown = text_of(page)
        for expected in (
            "ترام الميناء",
            "رداً على ليث",
            "هل من موعد؟",
            "سلمى",
            INSULT,
            "في التعليق ألفاظ تشبه الإهانة.",
            "الأولوية 62 من 100",
            "أول تعليق لهذا الكاتب",
        ):
            assert expected in shown
        assert f'title="في التعليق ألفاظ تشبه الإهانة.">{INSULT[9:13]}</mark>' in page

    def test_most_urgent_comes_first(self, desk: Desk):
        desk.come_in()
        low, high = held(desk, priority=10.0), held(desk, priority=90.0)
        assert card_ids(desk.queue()) == [high, low]

    def test_says_how_long_it_has_waited(self, desk: Desk):
        desk.come_in()
        held(desk)
        with desk.store.transaction() as db:
            db.execute(update(case).values(opened_at=datetime.now(UTC) - timedelta(hours=2, minutes=5)))
        assert "ينتظر منذ ساعتين" in desk.queue()
        assert "Waiting for 2 hours" in desk.queue("?lang=en")

    def test_hostile_names_and_texts_are_text(self, desk: Desk):
        desk.come_in()
        held(desk, HOSTILE, author_name=HOSTILE, author_url="https://x.example/?<script>")
        page = desk.queue()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert HOSTILE in text_of(page)

    def test_offers_what_the_checks_suggest_as_the_reason(self, desk: Desk):
        desk.come_in()
        held(desk, reasons=("author.new", "abuse.model"))
        [form] = re.findall(r'<form class="decision".*?</form>', desk.queue(), re.DOTALL)
        assert re.findall(r'<option value="([^"]+)" selected>', form) == ["abuse"]

    def test_declares_its_keys(self, desk: Desk):
        desk.come_in()
        held(desk)
        assert re.findall(r'value="(\w+)"[^>]*aria-keyshortcuts="(\w)"', desk.queue()) == [
            ("approve", "a"),
            ("reject", "r"),
            ("spam", "s"),
            ("escalate", "e"),
        ]

    def test_of_which_a_colleague_is_working_has_no_buttons(self, desk: Desk):
        desk.come_in()
        held(desk)
        with desk.store.transaction() as db:
            until = datetime.now(UTC) + timedelta(minutes=5)
            db.execute(update(case).values(lease_by="mod_other", lease_until=until))
        page = desk.queue()
        assert "يعمل زميل على هذا التعليق الآن" in page
        assert 'class="decision"' not in page


class TestPages:
    def test_twenty_cards_then_the_rest(self, desk: Desk):
        desk.come_in()
        ids = [held(desk, f"{INSULT} {number}") for number in range(22)]
        first = desk.queue()
        [following] = re.findall(r'href="([^"]+)" rel="next"', first)
        second = desk.get(following.replace("&amp;", "&")).text
        assert card_ids(first) + card_ids(second) == ids

    def test_an_empty_queue_says_so(self, desk: Desk):
        desk.come_in()
        assert "لا تعليق بانتظار قرارك" in desk.queue()

    def test_a_broken_cursor_is_explained(self, desk: Desk):
        desk.come_in()
        reply = desk.get("/console/queue?cursor=nonsense")
        assert reply.status_code == 422
        assert "العودة إلى القائمة" in reply.text


class TestLanguage:
    def test_is_arabic_from_right_to_left(self, desk: Desk):
        assert '<html lang="ar" dir="rtl">' in desk.get("/console/sign-in").text

    @pytest.mark.parametrize(("path", "accepted"), [("?lang=en", "ar"), ("", "en-GB,en;q=0.9")])
    def test_is_english_where_that_is_wanted(self, desk: Desk, path: str, accepted: str):
        page = desk.get(f"/console/sign-in{path}", Accept_Language=accepted).text
        assert '<html lang="en" dir="ltr">' in page

    def test_a_choice_stays_through_forms_and_redirects(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        [form] = re.findall(r'action="([^"]+/cmt_[^"]+/decisions[^"]*)"', desk.queue("?lang=en"))
        reply = desk.send(form, csrf_token=desk.token(), action="approve", revision=1)
        assert f"about={comment_id}" in reply.location
        assert "Done: the comment is published." in desk.get(reply.location).text

    def test_signals_speak_it_too(self, desk: Desk):
        desk.come_in()
        held(desk)
        assert "The comment has words like an insult." in desk.queue("?lang=en")


class TestDecision:
    def test_approving_publishes(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        page = desk.decide(comment_id, "approve")
        assert "نُفِّذ قرارك: التعليق منشور." in page
        assert card_ids(page) == []
        assert state(desk, comment_id) == "published"

    def test_rejecting_takes_a_reason(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        assert "اختر سبب الرفض" in desk.decide(comment_id, "reject")
        assert state(desk, comment_id) == "held"
        assert "التعليق مرفوض" in desk.decide(comment_id, "reject", reason="abuse.insult")
        assert state(desk, comment_id) == "rejected"

    def test_about_a_text_that_changed_is_not_carried_out_and_shows_the_present_one(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        with desk.store.transaction() as db:
            an_edit(db, comment_id, "نص جديد تماماً")
        page = text_of(desk.decide(comment_id, "approve"))
        assert "لم يُنفَّذ قرارك لأن التعليق تغيّر" in page
        assert "نصه الآن: نص جديد تماماً" in page
        assert state(desk, comment_id) == "held"

    def test_the_second_of_two_people_hears_what_the_first_decided(self, desk: Desk, new_desk: NewDesk):
        desk.come_in()
        other = new_desk().come_in(email="laith@newsroom.example")
        comment_id = held(desk)
        desk.decide(comment_id, "approve")
        assert "لم يتغير شيء: التعليق منشور من قبل." in other.decide(comment_id, "approve")
        assert "هو الآن منشور" in other.decide(comment_id, "reject", reason="spam")
        assert state(desk, comment_id) == "published"

    def test_about_what_a_colleague_has_claimed_is_not_carried_out(self, desk: Desk):
        desk.come_in()
        comment_id = held(desk)
        with desk.store.transaction() as db:
            until = datetime.now(UTC) + timedelta(minutes=5)
            db.execute(update(case).values(lease_by="mod_other", lease_until=until))
        reply = desk.send(
            f"/console/comments/{comment_id}/decisions",
            csrf_token=re.findall(r'name="csrf_token" value="([^"]+)"', desk.queue())[0],
            action="approve",
            revision=1,
        )
        assert "لم يُنفَّذ قرارك: يعمل زميل على هذا التعليق الآن." in desk.get(reply.location).text
        assert state(desk, comment_id) == "held"

    @pytest.mark.parametrize(
        "fields",
        [
            {"action": "erase", "revision": "1"},
            {"action": "approve"},
            {"action": "approve", "revision": "-1"},
            {"action": "approve", "revision": "9" * 50},
            {"action": "approve", "revision": "١"},
        ],
    )
    def test_that_no_card_can_have_sent_is_refused(self, desk: Desk, fields: dict[str, str]):
        desk.come_in()
        path = f"/console/comments/{held(desk)}/decisions"
        assert desk.send(path, csrf_token=desk.token(), **fields).status_code == 422

    def test_of_a_comment_that_is_gone_leads_back(self, desk: Desk):
        desk.come_in()
        assert card_ids(desk.decide("cmt_" + "0" * 26, "approve")) == []


class TestRole:
    def test_a_viewer_sees_and_cannot_decide(self, desk: Desk):
        desk.come_in("viewer")
        comment_id = held(desk)
        page = desk.queue()
        assert INSULT in text_of(page)
        assert 'class="decision"' not in page
        assert "دورك «مطّلع»" in page
        reply = desk.send(
            f"/console/comments/{comment_id}/decisions",
            csrf_token=desk.token(),
            action="approve",
            revision=1,
        )
        assert (reply.status_code, state(desk, comment_id)) == (403, "held")
        assert "لا يسمح دورك بهذا" in reply.text

    @pytest.mark.parametrize("role", ["moderator", "editor", "admin"])
    def test_everybody_above_decides(self, desk: Desk, role: str):
        desk.come_in(role)
        comment_id = held(desk)
        desk.decide(comment_id, "approve")
        assert state(desk, comment_id) == "published"

    @pytest.mark.parametrize(
        ("headers", "token"),
        [(OWN_PAGE, ""), (OWN_PAGE, "cs_wrong"), ({"Sec-Fetch-Site": "cross-site"}, None)],
    )
    def test_nobody_decides_by_a_foreign_form(self, desk: Desk, headers: dict[str, str], token: str | None):
        desk.come_in()
        comment_id = held(desk)
        reply = desk.send(
            f"/console/comments/{comment_id}/decisions",
            headers,
            csrf_token=desk.token() if token is None else token,
            action="approve",
            revision=1,
        )
        assert (reply.status_code, state(desk, comment_id)) == (403, "held")


class TestPrivacy:
    def test_no_page_shows_an_address(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            a_held_comment(db, ip_prefix="203.0.113.0/24")
            assert db.execute(update(comment).values(author_name="سلمى")).rowcount == 1
        page = desk.queue()
        assert "203.0.113.0/24" in page
        assert "@" not in text_of(page)

    def test_every_page_forbids_scripts_styles_and_frames_of_others(self, desk: Desk):
        desk.come_in()
        for path in ("/console/sign-in/si_x", "/console/queue"):
            reply = desk.get(path)
            policy = reply.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert reply.headers["Cache-Control"] == "no-store"
            assert not re.search(
                r"\son\w+=|style=|<style|<script(?! (?:defer|type=\"module\") src=)", reply.text
            )
