"""`taliq lists import wordpress` as an operator uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from service.store import migrate
from service.store.engine import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store(f"sqlite:///{tmp_path / 'taliq.db'}")
    migrate.upgrade(store)
    store.close()
    (tmp_path / "moderation.txt").write_bytes("\ufeffكلب\r\nيا حمار\r\n203.0.113.7\r\n".encode())
    (tmp_path / "disallowed.txt").write_text("casino-bonus.net\nreader@example.org\n", encoding="utf-8")
    return tmp_path


def imported(folder: Path, *arguments: str) -> Result:
    environ = {"TALIQ_DATA_DIR": str(folder), "TALIQ_DATABASE_URL": f"sqlite:///{folder / 'taliq.db'}"}
    return CliRunner(env=environ).invoke(main, ["lists", "import", "wordpress", *arguments])


class TestImport:
    def test_json_counts_what_came_of_both_files_and_of_a_second_run(self, folder: Path):
        both = (
            "--moderation",
            f"{folder / 'moderation.txt'}",
            "--disallowed",
            f"{folder / 'disallowed.txt'}",
        )
        first, again = (json.loads(imported(folder, *both, "--json").stdout) for _ in range(2))
        assert (first["imported"], first["skipped"], first["failed"]) == (3, 2, 0)
        assert first["reasons"] == {"email_address": 1, "ip_address": 1}
        assert (again["imported"], again["reasons"]["already_there"]) == (0, 3)

    def test_a_person_reads_why_a_line_was_left_out_and_not_the_line(self, folder: Path):
        done = imported(folder, "--disallowed", str(folder / "disallowed.txt"))
        assert done.exit_code == 0
        assert "imported 1" in done.stdout
        assert "disallowed, line 2: email_address" in done.stdout
        assert "reader@" not in done.stdout

    def test_without_a_file_it_is_wrong_use(self, folder: Path):
        assert imported(folder).exit_code == 2

    def test_an_unknown_site_is_wrong_use(self, folder: Path):
        done = imported(folder, "--moderation", str(folder / "moderation.txt"), "--site", "nowhere")
        assert done.exit_code == 2
        assert "default" in done.stderr

    def test_a_file_in_another_encoding_fails_with_a_sentence(self, folder: Path):
        (folder / "old.txt").write_bytes("كلب".encode("cp1256"))
        done = imported(folder, "--moderation", str(folder / "old.txt"))
        assert done.exit_code == 1
        assert "UTF-8" in done.stderr
