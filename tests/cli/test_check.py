"""`taliq check` as a person reads it, on a terminal and in a pipe."""

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from service.checks.lists import compile_lists
from service.checks.policy import DEFAULT_POLICY
from service.checks.starter import load_starter_lists
from service.cli.check import check
from service.cli.verdict_text import verdict_lines
from service.moderation.check_text import TextVerdict, check_text
from service.moderation.evaluate_rules import SiteRules
from service.store import migrate
from service.store.engine import Store
from service.store.rules import RulesStamp
from tests.support.evaluation import INSULT, models
from tests.support.rows import NOON

ARABIC = re.compile("[\u0621-\u064a]")
ESCAPE = "\x1b["
TEXT = f"{INSULT}، وهذا رقمي 0501234567"
RULES = SiteRules(RulesStamp(1, ""), compile_lists(load_starter_lists()), DEFAULT_POLICY, models())


def judged(body: str) -> TextVerdict:
    return check_text(RULES, body, now=NOON)


def lines(body: str, language: str = "ar") -> list[str]:
    return [line.plain for line in verdict_lines(judged(body), body, language)]


def on_terminal(body: str, language: str = "ar") -> str:
    """What a terminal with colours gets."""
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=300)
    for line in verdict_lines(judged(body), body, language):
        console.print(line, soft_wrap=True)
    return console.file.getvalue()


class TestLines:
    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_every_signal_is_told_with_its_sentence_and_places(self, language: str):
        found, told = judged(TEXT), "\n".join(lines(TEXT, language))
        assert {"privacy.phone", "abuse.model"} <= {signal.code for signal in found.verdict.signals}
        for signal in found.verdict.signals:
            assert f"{signal.score:.2f}  {signal.code}" in told
            for start, end in signal.spans[:8]:
                assert f"{start}-{end}" in told

    def test_the_entry_and_the_strongest_words_are_named(self):
        told = "\n".join(lines(TEXT, "en"))
        assert "entry\u2069: " in told
        assert "strongest words\u2069: " in told

    def test_the_strongest_words_are_told_with_their_weights_the_weightiest_first(self):
        (told,) = [line for line in lines(INSULT, "en") if "strongest words" in line]
        weights = [float(each) for each in re.findall(r"\+\d\.\d\d", told)]
        assert weights
        assert weights == sorted(weights, reverse=True)

    @pytest.mark.parametrize(("language", "words"), [("ar", "يُحجز"), ("en", "held for a moderator")])
    def test_it_speaks_the_readers_language(self, language: str, words: str):
        assert words in lines(TEXT, language)[0]

    def test_a_clean_text_says_that_nothing_was_found(self):
        assert any("found nothing" in line for line in lines("شكراً على المقال", "en"))

    def test_texts_stand_in_isolates_that_are_closed_on_their_line(self):
        for line in lines(f"{TEXT}\nand English\u2069 \u202ewords", "ar"):
            assert line.count("\u2068") == line.count("\u2069")
            assert "\u202e" not in line

    def test_nothing_in_the_text_can_steer_the_terminal(self):
        told = "\n".join(lines("قبل \x1b[2J\x07\r بعد\x9b0m", "en"))
        assert not set(told) & set("\x1b\x07\r\x9b")
        assert "␛[2J␇␍" in told


class TestColour:
    def test_marked_places_are_highlighted_in_the_text(self):
        shown = on_terminal(TEXT)
        assert re.search(r"\x1b\[1;30;43m0501234567\x1b\[0m", shown)


class TestCommand:
    @pytest.fixture(autouse=True)
    def database(self, tmp_path: Path) -> None:
        (tmp_path / "var").mkdir()
        self.environ = {"TALIQ_DATA_DIR": str(tmp_path / "var"), "TALIQ_LOG_LEVEL": "error"}
        store = Store(f"sqlite:///{tmp_path / 'var' / 'taliq.db'}")
        migrate.upgrade(store)
        store.close()

    def run(self, *arguments: str, **environ: str) -> Result:
        return CliRunner(env={**self.environ, **environ}).invoke(check, arguments)

    @pytest.mark.parametrize("environ", [{}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
    def test_pipes_and_no_color_get_plain_text(self, environ: dict[str, str]):
        result = self.run(TEXT, **environ)
        assert result.exit_code == 0
        assert ESCAPE not in result.stdout
        assert TEXT in result.stdout

    def test_colour_may_be_forced(self):
        assert ESCAPE in self.run(TEXT, FORCE_COLOR="1", TERM="xterm-256color").stdout

    @pytest.mark.parametrize(("option", "arabic"), [("ar", True), ("en", False)])
    def test_the_language_is_chosen(self, option: str, arabic: bool):
        result = self.run("call 0501234567", "--lang", option)
        assert bool(ARABIC.search(result.stdout)) is arabic

    def test_json_names_the_evidence_and_the_words(self):
        found = json.loads(self.run(TEXT, "--json", "--lang", "en").stdout)
        signals = {signal["code"]: signal for signal in found["signals"]}
        assert found["verdict"] == "hold"
        assert signals["privacy.phone"]["words"] == ["0501234567"]
        assert signals["privacy.phone"]["weights"] == {}
        assert set(signals["abuse.model"]["weights"]) == set(signals["abuse.model"]["words"])
        assert signals["abuse.model"]["evidence"] == {"model": found["model"]}
