"""`taliq policy preview` as a person or a script uses it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from service.store.engine import Store
from tests.support.past import PHONE, RULES, checked, only_rules
from tests.support.rows import PLAIN

POLICY = {"hold_at": {name: score for name, score in RULES["hold_at"].items() if name != "privacy"}}
ENTRIES = [{"kind": "word", "value": "المقال"}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "change.json"


@pytest.fixture
def past(store: Store, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two comments of yesterday, one held for a phone number; the command looks at the same database."""
    monkeypatch.setenv("TALIQ_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("TALIQ_DATABASE_URL", database_url)
    only_rules(store)
    for body in (PHONE, PLAIN):
        checked(store, body, at=datetime.now(UTC) - timedelta(days=1))
    return store


def preview(file: Path, wanted: Any, *options: str) -> Result:
    file.write_text(wanted if isinstance(wanted, str) else json.dumps(wanted), encoding="utf-8")
    return CliRunner().invoke(main, ["policy", "preview", str(file), *options])


class TestPreview:
    def test_a_policy_in_json(self, past: Store, file: Path):
        done = preview(file, POLICY, "--json")
        assert done.exit_code == 0
        found = json.loads(done.stdout)
        assert (found["comments"], found["complete"], found["newly_published"]["comments"]) == (2, True, 1)

    @pytest.mark.parametrize("wanted", [ENTRIES, {"entries": ENTRIES}])
    def test_list_entries_in_json(self, past: Store, file: Path, wanted: Any):
        found = json.loads(preview(file, wanted, "--json").stdout)
        assert found["forms"] == [{"form": "المقال", "comments": 1, "innocent": 1}]
        assert found["newly_held"]["comments"] == 1

    def test_without_json_it_prints_tables(self, past: Store, file: Path):
        shown = preview(file, ENTRIES).stdout
        assert "newly held" in shown
        assert "المقال" in shown
        assert "touch 1 comments, 1 of them innocent" in shown

    def test_a_gap_is_told_in_words(self, past: Store, file: Path):
        low = {"hold_at": {"abuse": 0.1}}
        (note,) = json.loads(preview(file, low, "--json").stdout)["notes"]
        assert note["code"] == "preview.scores_not_stored"
        assert "below 0.3" in note["message"]
        assert "Not complete" in preview(file, low).stdout

    @pytest.mark.parametrize(("options", "seen"), [(["--days", "1"], 0), (["--days", "2"], 2), ([], 2)])
    def test_the_days_can_be_said(self, past: Store, file: Path, options: list[str], seen: int):
        assert json.loads(preview(file, POLICY, "--json", *options).stdout)["comments"] == seen


class TestRefusals:
    @pytest.mark.parametrize(
        ("wanted", "words"),
        [
            ('{"hold_at": ', "line 1"),
            ("7", "neither an object nor a list"),
            ({"hold_at": {"mood": 0.5}}, "hold_at.mood: There is no check of this name."),
            ({"hold_at": {"abuse": 2}}, "out of range"),
            ({"tone": 1}, "tone: This field is not known."),
            ([{"kind": "word", "value": "يا"}], "entries.0.value: So short a value"),
            ([{"kind": "sound", "value": "كلب"}], "entries.0.kind"),
        ],
    )
    def test_a_file_that_cannot_be_used_fails_with_a_sentence(
        self, past: Store, file: Path, wanted: Any, words: str
    ):
        done = preview(file, wanted)
        assert done.exit_code == 1
        assert words in done.stderr
        assert str(file) in done.stderr

    def test_bytes_that_are_no_text_fail_with_the_remedy(self, past: Store, file: Path):
        file.write_bytes(b"\xff\xfe\x00")
        done = CliRunner().invoke(main, ["policy", "preview", str(file)])
        assert (done.exit_code, '{"hold_at":' in done.stderr) == (1, True)

    @pytest.mark.parametrize("options", [["--days", "0"], ["--days", "366"], ["--site", "nowhere"]])
    def test_wrong_use_is_2(self, past: Store, file: Path, options: list[str]):
        assert preview(file, POLICY, *options).exit_code == 2

    def test_a_file_that_is_not_there_is_wrong_use(self, tmp_path: Path):
        done = CliRunner().invoke(main, ["policy", "preview", str(tmp_path / "none.json")])
        assert done.exit_code == 2

    def test_an_empty_database_fails_with_the_remedy(
        self, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("TALIQ_DATA_DIR", str(tmp_path / "var"))
        done = preview(file, POLICY)
        assert done.exit_code == 1
        assert "taliq db upgrade" in done.stderr
