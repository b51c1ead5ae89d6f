"""The command `taliq`: what its help says, how it refuses, what its exit codes mean."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from service.cli.main import COMMANDS, main


class TestHelp:
    def test_it_names_every_command(self):
        done = CliRunner().invoke(main, ["--help"])
        assert done.exit_code == 0
        assert all(f"  {name} " in done.output for name in COMMANDS)

    @pytest.mark.parametrize("name", sorted(COMMANDS))
    def test_its_sentence_is_the_commands_own(self, name: str):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert command.name == name
        assert command.help is not None
        assert command.help.splitlines()[0] == COMMANDS[name].help


class TestRefusals:
    def test_settings_that_cannot_be_used_are_a_sentence_each(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("TALIQ_PORT", "http")
        monkeypatch.setenv("TALIQ_ENV", "production")
        done = CliRunner().invoke(main, ["db", "upgrade"])
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        for name in ("TALIQ_PORT", "TALIQ_SECRET_KEY", "TALIQ_EMAIL_KEYS"):
            assert name in done.output

    def test_a_data_folder_that_cannot_be_made_is_a_sentence(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("TALIQ_DATA_DIR", "/dev/null/var")
        done = CliRunner().invoke(main, ["db", "upgrade"])
        assert done.exit_code == 1
        assert "/dev/null" in done.output

    @pytest.mark.parametrize("words", [["nothing"], ["up", "extra"], ["key", "create"]])
    def test_wrong_use_is_2(self, words: list[str]):
        assert CliRunner().invoke(main, words).exit_code == 2

    @pytest.mark.parametrize(
        "words", [("key", "create", "desk", "--scope", "moderate"), ("key", "list"), ("user", "list")]
    )
    def test_a_database_without_tables_is_a_sentence_with_the_remedy(
        self, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ):
        monkeypatch.setenv("TALIQ_DATA_DIR", str(tmp_path))
        done = CliRunner().invoke(main, list(words))
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        assert "taliq db upgrade" in done.output
