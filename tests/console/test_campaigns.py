"""Campaigns in the console: what they are, one decision for all, one undo."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import campaign, campaign_member, comment
from tests.console.desk import Desk, text_of
from tests.support.held import a_held_comment, state_of
from tests.support.rows import NOON, SITE

OFFER = "اربح هاتفاً جديداً"


def a_campaign(db: Db, size: int = 5) -> tuple[str, list[str]]:
    made, ids = new_id("cmp"), [a_held_comment(db, f"{OFFER} {number}") for number in range(size)]
    db.execute(
        insert(campaign).values(
            id=made, site_id=SITE, size=size, authors=size, articles=size, shown=True,
            first_seen_at=NOON, last_seen_at=NOON + timedelta(hours=1),
        )
    )  # fmt: skip
    for row in db.execute(comment.select().where(comment.c.id.in_(ids))).mappings().all():
        names = ("commenter_id", "article_id")
        db.execute(
            insert(campaign_member).values(
                comment_id=row["id"], campaign_id=made, created_at=NOON, **{name: row[name] for name in names}
            )
        )
    return made, ids


@pytest.fixture
def made(desk: Desk) -> tuple[str, list[str]]:
    with desk.store.transaction() as db:
        return a_campaign(db)


def states(desk: Desk, ids: list[str]) -> set[str]:
    with desk.store.read() as db:
        return {state_of(db, each) for each in ids}


class TestCampaigns:
    def test_are_listed_with_what_makes_them(self, desk: Desk, made: tuple[str, list[str]]):
        desk.come_in()
        shown = text_of(desk.get("/console/campaigns").text)
        assert "5 تعليقات من 5 كتّاب تحت 5 مقالات" in shown
        assert OFFER in shown
        assert "5.0 في الساعة" in shown

    def test_none_says_what_would_be_one(self, desk: Desk):
        desk.come_in()
        assert "لا حملات بعد" in desk.get("/console/campaigns").text

    def test_a_card_leads_to_its_campaign(self, desk: Desk, made: tuple[str, list[str]]):
        desk.come_in()
        assert f'href="/console/campaigns/{made[0]}"' in desk.queue()

    def test_one_act_decides_all_and_one_undo_takes_all_back(self, desk: Desk, made: tuple[str, list[str]]):
        desk.come_in()
        campaign_id, ids = made
        before = desk.get(f"/console/campaigns/{campaign_id}").text
        assert "يشمل: 5 تعليقات" in before
        reply = desk.send(
            f"/console/campaigns/{campaign_id}/decisions",
            action="reject",
            reason="spam",
            csrf_token=desk.token(),
        )
        after = desk.get(reply.location).text
        assert "نُفِّذ القرار في: 5 تعليقات." in after
        assert states(desk, ids) == {"rejected"}
        [undo] = re.findall(r'action="([^"]+/undo/[^"]+)"', after)
        reply = desk.send(undo, csrf_token=desk.token())
        assert "تُراجع عن القرار في: 5 تعليقات." in desk.get(reply.location).text
        assert states(desk, ids) == {"held"}

    @pytest.mark.parametrize(
        ("action", "reason"), [("reject", ""), ("erase", "spam"), ("reject", "nonsense")]
    )
    def test_a_decision_that_is_none_changes_nothing(
        self, desk: Desk, made: tuple[str, list[str]], action: str, reason: str
    ):
        desk.come_in()
        reply = desk.send(
            f"/console/campaigns/{made[0]}/decisions", action=action, reason=reason, csrf_token=desk.token()
        )
        assert reply.status_code == 422
        assert states(desk, made[1]) == {"held"}

    def test_a_viewer_looks_and_does_not_decide(self, desk: Desk, made: tuple[str, list[str]]):
        desk.come_in("viewer")
        assert "<select" not in desk.get(f"/console/campaigns/{made[0]}").text
        fields = {"action": "approve", "csrf_token": desk.token()}
        assert desk.send(f"/console/campaigns/{made[0]}/decisions", **fields).status_code == 403
