"""Learning from the desk as an operator does it: `taliq evaluate`, `train` and `model` on a real database."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main
from service.moderation import model_versions
from service.store.engine import Store
from tests.support.desk import decided, models_against, texts_like
from tests.support.rows import NOON

COMMENTS = Path(__file__).parents[1] / "data" / "comments.jsonl"
GOOD, BAD, SPAM = "شكرا على المقال المفيد", "يا كلب يا حمار", "اربح الآن من الرابط"

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `taliq` on the database of the test."""
    monkeypatch.setenv("TALIQ_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TALIQ_DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def decide(store: Store, text: str, count: int, action: str, reason: str | None = None) -> None:
    """Decisions on variants of a text, most of them to learn from and six kept apart."""
    with store.transaction() as db:
        for apart, number in ((False, count), (True, 6)):
            for body in texts_like(text, number, kept_apart=apart):
                decided(db, body, action, reason)


def data(result: Result) -> dict:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


class TestEvaluate:
    def test_it_prints_figures_and_a_threshold_for_each_model(self, run: Run, store: Store):
        decide(store, GOOD, 45, "approve")
        decide(store, BAD, 45, "reject", "abuse.insult")
        found = data(run("evaluate", "--from-decisions", "--json"))
        assert found["decisions"] == 102
        assert found["abuse"]["positive"] == 51
        assert found["abuse"]["auc"] == 1.0
        suggested = found["abuse"]["suggestion"]
        assert (suggested["caught"], suggested["false_holds"]) == (1.0, 0.0)
        assert suggested["sentence"]["en"].startswith(f"abuse: hold at {suggested['threshold']:.2f} would")
        assert found["spam"]["suggestion"]["threshold"] is None
        plain = run("evaluate", "--from-decisions").output
        for model in ("abuse", "spam"):
            assert all(sentence in plain for sentence in found[model]["suggestion"]["sentence"].values())

    def test_without_a_decision_it_says_so(self, run: Run):
        done = run("evaluate", "--from-decisions")
        assert done.exit_code == 1
        assert "no decision" in done.output

    @pytest.mark.parametrize("words", [(), (COMMENTS, "--from-decisions")])
    def test_it_wants_files_or_the_desk(self, run: Run, words: tuple):
        assert run("evaluate", *words).exit_code == 2


class TestTrain:
    def test_the_new_models_go_on_trial_and_are_used_and_left_by_one_command_each(
        self, run: Run, store: Store
    ):
        decide(store, GOOD, 20, "approve")
        decide(store, BAD, 20, "reject", "abuse.insult")
        decide(store, SPAM, 20, "reject", "spam.advertising")
        made = data(run("train", COMMENTS, "--from-decisions", "--json"))
        assert (made["objection"], made["decisions"], made["kept_apart"]) == (None, 78, 18)
        assert made["new"]["abuse"]["auc"] >= made["present"]["abuse"]["auc"]
        version = made["version"]
        assert states(run) == {version: "shadow", "shipped": "live"}
        assert data(run("model", "use", version, "--json")) == {"live": version}
        assert states(run) == {version: "live", "shipped": "kept"}
        # The live models are measured on what they did not learn from.
        assert data(run("evaluate", "--from-decisions", "--json"))["decisions"] == 18
        assert data(run("model", "rollback", "--json")) == {"live": "shipped"}
        assert states(run) == {version: "kept", "shipped": "live"}

    def test_worse_models_are_refused_unless_forced(self, run: Run, store: Store, tmp_path: Path):
        decide(store, GOOD, 20, "approve")
        decide(store, BAD, 20, "reject", "abuse.insult")
        with store.transaction() as db:  # the desk was of another mind about what is learned from
            for body in texts_like(BAD, 80, kept_apart=False)[20:]:
                decided(db, body, "approve")
        turned = tmp_path / "turned.jsonl"
        rows = [{"text": f"{BAD} {n} جدا", "abuse": 0, "spam": 0} for n in range(40)]
        rows += [{"text": f"{GOOD} {n} جدا", "abuse": 1, "spam": 0} for n in range(40)]
        rows += [{"text": f"{SPAM} {n}", "abuse": 0, "spam": 1} for n in range(40)]
        turned.write_text("".join(json.dumps(row) + "\n" for row in rows))
        refused = run("train", turned, "--from-decisions")
        assert refused.exit_code == 1
        assert "worse on the decisions kept apart: abuse AUC 1.000" in refused.output
        assert states(run) == {"shipped": "live"}
        assert run("train", turned, "--from-decisions", "--force").exit_code == 0
        assert "shadow" in states(run).values()

    def test_too_few_decisions_to_compare_are_refused_unless_forced(self, run: Run, store: Store):
        with store.transaction() as db:
            decided(db, BAD, "reject", "abuse.insult")
        done = run("train", COMMENTS, "--from-decisions")
        assert done.exit_code == 1
        assert "Too few decisions to compare" in done.output
        assert states(run) == {"shipped": "live"}

    def test_without_a_decision_it_says_so(self, run: Run):
        done = run("train", COMMENTS, "--from-decisions")
        assert done.exit_code == 1
        assert "Nobody has decided" in done.output


class TestModel:
    def test_a_version_that_is_not_stored_is_a_sentence(self, run: Run):
        done = run("model", "use", "linear-none")
        assert done.exit_code == 1
        assert "taliq model list" in done.output

    def test_there_is_nothing_before_the_shipped_models(self, run: Run):
        assert run("model", "rollback").exit_code == 1

    def test_compare_says_what_a_version_has_judged(self, run: Run, store: Store, tmp_path: Path):
        version = models_against("بطيخ", folder=tmp_path / "models").version
        with store.transaction() as db:
            folder = tmp_path / "models"
            model_versions.put_on_trial(db, folder, version=version, figures={}, now=NOON)
        assert "has judged nothing yet" in run("model", "compare").output
        found = data(run("model", "compare", "--json"))
        assert (found["version"], found["compared"], found["agreement"]) == (version, 0, None)
        assert version in run("model", "list").output

    def test_shadow_puts_an_older_version_on_trial_again(self, run: Run, store: Store, tmp_path: Path):
        version = models_against("بطيخ", folder=tmp_path / "models").version
        with store.transaction() as db:
            folder = tmp_path / "models"
            model_versions.put_on_trial(db, folder, version=version, figures={}, now=NOON)
        run("model", "use", version)
        run("model", "rollback")
        assert data(run("model", "shadow", version, "--json")) == {"shadow": version}
        assert states(run)[version] == "shadow"


def states(run: Run) -> dict[str, str]:
    return {each["version"]: each["state"] for each in json.loads(run("model", "list", "--json").stdout)}
