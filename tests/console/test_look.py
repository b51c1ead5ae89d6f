"""What all pages look like: one set of tokens, fonts of our own, and words in both languages."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from service.http import console, look
from service.http.console.words import PAIRS
from tests.console.desk import Desk
from tests.support.held import INSULT, a_held_comment

CONSOLE = Path(console.__file__).parent
LOOK = Path(look.__file__).parent / "static"
SHEETS = sorted((CONSOLE / "static").glob("*.css"))
TEMPLATES = sorted((CONSOLE / "templates").rglob("*.html"))
KIB = 1024


class TestTokens:
    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
    def test_are_the_only_place_of_colours(self, sheet: Path):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet.read_text()) == []

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
    def test_a_sheet_knows_no_left_and_no_right(self, sheet: Path):
        assert re.findall(r"(?:^|[\s:-])(?:left|right)\b", re.sub(r"/\*.*?\*/", "", sheet.read_text())) == []

    def test_every_one_that_is_used_exists(self):
        tokens = set(re.findall(r"(--[a-z0-9-]+):", (LOOK / "tokens.css").read_text()))
        used = {name for sheet in SHEETS for name in re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text())}
        assert used <= tokens


class TestFiles:
    def test_fonts_are_served_by_ourselves_and_kept(self, app: Flask):
        reply = app.test_client().get("/look/fonts/taliq-sans-regular.woff2")
        assert (reply.status_code, reply.mimetype) == (200, "font/woff2")
        assert "max-age=86400" in reply.headers["Cache-Control"]

    def test_their_licence_lies_beside_them(self):
        assert "SIL OPEN FONT LICENSE" in (LOOK / "fonts" / "OFL.txt").read_text()

    def test_texts_come_compressed_and_are_known_again(self, app: Flask):
        client, packed = app.test_client(), {"Accept-Encoding": "gzip"}
        plain, reply = client.get("/look/tokens.css"), client.get("/look/tokens.css", headers=packed)
        assert gzip.decompress(reply.data) == plain.data
        again = client.get("/look/tokens.css", headers=packed | {"If-None-Match": reply.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    @pytest.mark.parametrize("path", ["/look/../app.py", "/look/nothing.css", "/console/static/../words.py"])
    def test_nothing_else_is(self, app: Flask, path: str):
        assert app.test_client().get(path).status_code == 404


class TestWords:
    def test_every_one_that_a_template_asks_for_exists(self):
        asked = {
            (path.name, name)
            for path in TEMPLATES
            for name in re.findall(r"\bd\.([a-z_]+)|\bd\[\"([a-z_.]+)\"\]", path.read_text())
        }
        assert {(path, one or two) for path, (one, two) in asked if (one or two) not in PAIRS} == set()

    def test_both_languages_name_the_same_things_in_a_sentence(self):
        braces = re.compile(r"\{\w+\}")
        unlike = {
            name
            for name, (arabic, english) in PAIRS.items()
            if sorted(braces.findall(arabic)) != sorted(braces.findall(english))
        }
        assert unlike == set()

    def test_none_is_left_in_the_other_language(self):
        letters = re.compile("[\u0620-\u064a]")
        assert [name for name, both in PAIRS.items() if not letters.search(both[0])] == []
        assert [name for name, both in PAIRS.items() if letters.search(both[1])] == []


class TestFirstView:
    def test_of_a_full_queue_takes_at_most_150_kb(self, desk: Desk):
        desk.come_in()
        with desk.store.transaction() as db:
            for number in range(20):
                a_held_comment(db, f"{INSULT} {number}")
        packed = {"Accept-Encoding": "gzip"}
        reply = desk.client.get("/console/queue", headers=packed)
        html = gzip.decompress(reply.data).decode()
        parts = re.findall(r'(?:src|href)="(/(?:look|console/static)/[^"]+)"', html)
        fonts = [f"/look/fonts/{path.name}" for path in LOOK.glob("fonts/*.woff2")]
        scripts = [f"/console/static/{path.name}" for path in (CONSOLE / "static").glob("*.js")]
        sizes = [len(desk.client.get(part, headers=packed).data) for part in {*parts, *fonts, *scripts}]
        assert len(parts) > 4
        assert len(reply.data) + sum(sizes) <= 150 * KIB
