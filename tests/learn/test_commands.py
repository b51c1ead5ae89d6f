"""`taliq train` and `taliq evaluate` as a person or a script uses them."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.evaluate import evaluate
from service.cli.train import train
from service.learn.disguise import DISGUISES

COMMENTS = Path(__file__).parents[1] / "data" / "comments.jsonl"
ROWS = (
    {"text": "يا كلب يا حمار", "abuse": 1, "spam": None, "source": "street", "lang": "ar", "dialect": "gulf"},
    {"text": "شكراً على المقال", "abuse": 0, "spam": 0, "source": "street", "lang": "ar"},
    {"text": "thank you for the clear report", "abuse": None, "spam": None},
)


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_bytes(lines)
    packed.write_bytes(gzip.compress(lines))
    return plain, packed


class TestEvaluate:
    def test_json_has_figures_overall_per_file_source_language_and_dialect(self, files):
        result = run(evaluate, *files, "--json")
        assert result.exit_code == 0
        found = json.loads(result.stdout)
        assert found["hold_at"] == {"abuse": 0.6, "spam": 0.6}
        assert found["abuse"] == {
            "texts": 6, "labelled": 4, "positive": 2, "auc": 1.0, "macro_f1": 1.0,
            "recall": 1.0, "precision": 1.0, "share_held": 0.3333,
        }  # fmt: skip
        assert list(found["files"]) == [str(path) for path in files]
        assert list(found["sources"]) == ["a.jsonl", "b.jsonl.gz", "street"]
        assert list(found["languages"]) == ["ar"]
        assert found["dialects"]["gulf"]["abuse"]["positive"] == 2
        assert found["sources"]["street"]["abuse"]["share_held"] == 0.5
        assert found["sources"]["a.jsonl"]["abuse"]["auc"] is None
        assert found["spam"]["labelled"] == 2

    def test_without_json_it_prints_a_table_per_model(self, files):
        output = run(evaluate, files[0]).stdout
        assert "abuse" in output
        assert "spam" in output
        assert "source street" in output

    def test_disguises_say_what_part_of_the_catches_stays(self):
        found = json.loads(run(evaluate, COMMENTS, "--disguises", "--json").stdout)["disguises"]
        assert set(found["kept"]) == set(DISGUISES)
        assert found["kept"]["tatweel"] == found["kept"]["diacritics"] == 1.0
        assert found["caught"] > 20

    def test_published_comments_say_what_is_caught_at_a_fixed_share(self, tmp_path):
        path = tmp_path / "rows.jsonl"
        abusive = [{"text": "يا كلب يا حمار", "abuse": 1, "source": "street", "lang": "ar"}] * 4
        calm = [{"text": f"شكرا على المقال {n}", "source": "paper", "lang": "ar"} for n in range(40)]
        path.write_text("".join(json.dumps(row) + "\n" for row in [*abusive, *calm]))
        found = json.loads(run(evaluate, path, "--published", "paper", "--json").stdout)["published"]
        assert found["recall"] == found["by_source"]["street"] == 1.0
        assert "100.0% are held" in run(evaluate, path, "--published", "paper").stdout

    def test_published_comments_that_are_not_there_are_named(self, files):
        result = run(evaluate, files[0], "--published", "gazette")
        assert result.exit_code == 1
        assert "gazette" in result.output

    def test_a_broken_line_fails_with_a_sentence(self, tmp_path):
        path = tmp_path / "broken.jsonl"
        path.write_text("{")
        result = run(evaluate, path)
        assert result.exit_code == 1
        assert "line 1" in result.output

    def test_a_folder_without_models_fails_with_the_remedy(self, files, tmp_path):
        result = run(evaluate, files[0], "--models", tmp_path)
        assert result.exit_code == 1
        assert "taliq train" in result.output

    def test_a_file_that_is_not_there_is_wrong_use(self, tmp_path):
        assert run(evaluate, tmp_path / "none.jsonl").exit_code == 2


class TestTrain:
    def test_it_writes_models_that_evaluate_reads(self, tmp_path):
        out = tmp_path / "models"
        result = run(train, COMMENTS, "--out", out, "--seed", 3, "--json")
        assert result.exit_code == 0
        assert json.loads(result.stdout)["folder"] == str(out)
        found = run(evaluate, COMMENTS, "--models", out, "--json")
        assert json.loads(found.stdout)["model"] == json.loads(result.stdout)["version"]

    def test_texts_without_labels_teach_it_more_words(self, tmp_path):
        more = tmp_path / "more.jsonl"
        lines = [json.loads(line) for line in COMMENTS.read_text(encoding="utf-8").splitlines()] * 8
        more.write_text("".join(json.dumps({"text": line["text"]}) + "\n" for line in lines))
        versions = set()
        for options in ((), ("--unlabelled", more)):
            result = run(train, COMMENTS, "--out", tmp_path / "models", "--json", *options)
            versions.add(json.loads(result.stdout)["version"])
        assert len(versions) == 2

    def test_a_broken_file_of_texts_without_labels_fails_with_a_sentence(self, tmp_path):
        more = tmp_path / "more.jsonl"
        more.write_text('{"words": "a"}')
        result = run(train, COMMENTS, "--out", tmp_path / "models", "--unlabelled", more)
        assert result.exit_code == 1
        assert "line 1" in result.output

    def test_it_needs_to_know_where_to(self):
        assert run(train, COMMENTS).exit_code == 2

    def test_data_that_teaches_nothing_fails_with_a_sentence(self, tmp_path):
        path = tmp_path / "harmless.jsonl"
        path.write_text('{"text": "a", "abuse": 0, "spam": 0}')
        result = run(train, path, "--out", tmp_path / "models")
        assert result.exit_code == 1
        assert "both needed" in result.output
