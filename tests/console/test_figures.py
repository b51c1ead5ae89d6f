"""`/console/figures`: the newsroom's days in pictures, tables and files."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from service.http.console.figure_tables import csv_of
from service.store.engine import Store
from tests.console.desk import Desk, text_of
from tests.support.deciding import decide_one
from tests.support.held import a_held_comment, a_published_comment

DAYS = "from=2026-03-01&to=2026-03-02"


@pytest.fixture
def busy_desk(desk: Desk, sqlite_store: Store) -> Desk:
    """An admin at a desk that turned down one comment, published another, and has one left."""
    with sqlite_store.transaction() as db:
        right, wrong, _ = (a_held_comment(db) for _ in range(3))
        decide_one(db, right, "reject", reason="abuse.insult")
        decide_one(db, wrong, "approve")
        a_published_comment(db)
    return desk.come_in("admin")


class TestPage:
    def test_tells_what_came_and_what_became_of_it(self, busy_desk: Desk):
        text = text_of(busy_desk.get(f"/console/figures?{DAYS}").text)
        assert "التعليقات الواردة 4" in text
        assert "منها منشور 50٪" in text
        assert "بانتظار قرار الآن 1" in text
        assert "abuse.insult 3 1 1 1 50٪" in text

    def test_speaks_english(self, busy_desk: Desk):
        text = text_of(busy_desk.get(f"/console/figures?{DAYS}&lang=en").text)
        assert "Comments received 4" in text
        assert "Of them published 50 %" in text

    def test_is_there_without_a_single_comment(self, desk: Desk):
        reply = desk.come_in("viewer").get("/console/figures")
        assert reply.status_code == 200
        assert "لا شيء في هذه الأيام." in reply.text

    def test_names_moderators_to_administrators_alone(self, desk: Desk, new_desk, sqlite_store: Store):
        desk.come_in("moderator")
        with sqlite_store.transaction() as db:
            held = a_held_comment(db, at=datetime.now(UTC) - timedelta(minutes=1))
        desk.decide(held, "approve")
        admin = new_desk().come_in("admin", email="chief@newsroom.example")
        assert "nada@newsroom.example" not in desk.get("/console/figures").text
        assert "nada@newsroom.example" in admin.get("/console/figures").text

    @pytest.mark.parametrize(
        "query", ["from=2026-03-02&to=2026-03-01", "from=x", "zone=Mars", "article=none", "to=%00"]
    )
    def test_days_that_are_none_are_told_and_the_last_seven_shown(self, desk: Desk, query: str):
        reply = desk.come_in().get(f"/console/figures?{query}")
        assert reply.status_code == 200
        assert "لم تُعرض الأيام التي طلبتها" in reply.text

    def test_nobody_sees_it_without_signing_in(self, desk: Desk):
        assert desk.get("/console/figures").status_code == 303
        assert desk.get("/console/figures/volume.csv").status_code == 303


class TestFiles:
    def test_hold_the_numbers_of_the_page(self, busy_desk: Desk):
        reply = busy_desk.get(f"/console/figures/reasons.csv?{DAYS}&lang=en")
        assert reply.mimetype == "text/csv"
        assert "taliq-reasons-2026-03-01-2026-03-02.csv" in reply.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"))))
        assert rows[0] == ["Reason", "code", "Held", "Upheld", "Overturned", "Undecided"]
        assert rows[1][1:] == ["abuse.insult", "3", "1", "1", "1"]

    @pytest.mark.parametrize("table", ["volume", "reasons", "moderators"])
    def test_begin_with_a_mark_by_which_spreadsheets_know_arabic(self, busy_desk: Desk, table: str):
        assert busy_desk.get(f"/console/figures/{table}.csv?{DAYS}").data.startswith(b"\xef\xbb\xbf")

    @pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_run_nothing_in_a_spreadsheet(self, text: str):
        (row,) = csv.reader(io.StringIO(csv_of(iter([[text, -1]])).removeprefix("\ufeff"), newline=""))
        assert row == [f"'{text}", "-1"]

    def test_a_table_that_there_is_not(self, desk: Desk):
        assert desk.come_in().get("/console/figures/secrets.csv").status_code == 404

    def test_days_that_are_none_give_no_file(self, desk: Desk):
        assert desk.come_in().get("/console/figures/volume.csv?from=x").status_code == 422
