"""Training on the project's own few hundred texts: same seed, same files; what is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from service.checks.features import FeatureSettings
from service.checks.models import MODEL_NAMES, Models
from service.checks.text import fold
from service.learn.evaluate import score_rows
from service.learn.figures import area_under_curve
from service.learn.rows import LearningFailed, Row, read_all
from service.learn.train import CARD, TrainOptions, train

COMMENTS = Path(__file__).parents[1] / "data" / "comments.jsonl"
OPTIONS = TrainOptions(settings=FeatureSettings(bits=14), sentences=False, epochs=4)
TODAY = date(2026, 11, 23)


def silent(*_: object) -> None:
    """Hears how far the training is, and says nothing."""


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_all([COMMENTS])


@pytest.fixture(scope="module")
def trained(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> tuple[Models, Path]:
    folder = tmp_path_factory.mktemp("models") / "new"
    return train(rows, folder, OPTIONS, TODAY, silent), folder


class TestTrain:
    def test_the_same_rows_and_seed_give_the_same_files(self, rows, trained, tmp_path):
        models, folder = trained
        again = train(rows, tmp_path, OPTIONS, TODAY, silent)
        assert again.version == models.version
        for path in folder.iterdir():
            assert (tmp_path / path.name).read_bytes() == path.read_bytes()

    def test_another_seed_gives_another_version(self, rows, trained, tmp_path):
        assert train(rows, tmp_path, replace(OPTIONS, seed=2), TODAY, silent).version != trained[0].version

    def test_it_learns_its_lesson(self, rows, trained):
        scores = score_rows(rows, trained[0], silent)
        for name in MODEL_NAMES:
            truth = [row.labels[name] == 1 for row in rows]
            assert area_under_curve(scores[name], np.array(truth)) > 0.95

    def test_the_card_tells_the_data_and_the_figures(self, trained):
        text = (trained[1] / CARD).read_text(encoding="utf-8")
        for fact in (trained[0].version, "2026-11-23", "comments.jsonl", "not stated", "| abuse | all |"):
            assert fact in text

    def test_progress_reaches_its_end(self, rows, tmp_path):
        heard = {}
        train(rows, tmp_path, OPTIONS, TODAY, lambda stage, done, total: heard.update({stage: (done, total)}))
        assert set(heard) == {"features", "fit"}
        assert all(done == total for done, total in heard.values())


class TestOwnTexts:
    def test_the_card_names_the_sentences_and_the_spam_of_our_own(self, rows, tmp_path):
        options = replace(OPTIONS, settings=FeatureSettings(bits=10), sentences=True, epochs=1)
        train(rows, tmp_path, options, TODAY, silent)
        text = (tmp_path / CARD).read_text(encoding="utf-8")
        for source in ("taliq_sentences", "taliq_spam"):
            assert f"| spam | {source} |" in text
            assert f"| {source} | " in text


class TestLicences:
    def test_a_forbidden_row_leaves_no_trace(self, rows, trained, tmp_path):
        forbidden = [replace(row, text=f"{row.text} زيادة", licence="CC-BY-NC-4.0") for row in rows[:40]]
        assert train([*rows, *forbidden], tmp_path, OPTIONS, TODAY, silent).version == trained[0].version
        assert "40 left out" in (tmp_path / CARD).read_text(encoding="utf-8")

    def test_only_open_licences_uses_only_rows_that_state_one(self, rows, trained, tmp_path):
        openly = [replace(row, licence="MIT") for row in rows]
        closed = [replace(row, text=f"{row.text} زيادة") for row in rows[:40]]
        options = replace(OPTIONS, open_licences_only=True)
        assert train([*openly, *closed], tmp_path, options, TODAY, silent).version == trained[0].version

    def test_without_a_row_that_may_be_used_it_says_so(self, rows, tmp_path):
        with pytest.raises(LearningFailed, match="licence"):
            train(rows, tmp_path, replace(OPTIONS, open_licences_only=True), TODAY, silent)


class TestMeanings:
    def test_texts_without_labels_teach_the_meaning_of_words(self, rows, tmp_path):
        more = tuple(replace(row, labels={"abuse": None, "spam": None}) for row in rows * 8)
        models = train(rows, tmp_path, replace(OPTIONS, unlabelled=more), TODAY, silent)
        assert models.meanings.width > 0
        assert len(models.meanings.keys) > 100

    def test_a_forbidden_text_teaches_none(self, rows, trained, tmp_path):
        more = tuple(replace(row, licence="CC-BY-NC-SA-4.0") for row in rows * 8)
        again = train(rows, tmp_path, replace(OPTIONS, unlabelled=more), TODAY, silent)
        assert again.version == trained[0].version

    def test_what_was_learned_before_can_be_kept(self, rows, tmp_path):
        more = tuple(rows * 8)
        first = train(rows, tmp_path / "first", replace(OPTIONS, unlabelled=more), TODAY, silent)
        again = train(rows, tmp_path / "again", replace(OPTIONS, meanings=first.meanings), TODAY, silent)
        assert np.array_equal(again.meanings.levels, first.meanings.levels)


class TestLessons:
    def test_both_labels_are_needed(self, rows, tmp_path):
        harmless = [row for row in rows if row.labels["spam"] == 0]
        with pytest.raises(LearningFailed, match='"spam": 1 are both needed'):
            train(harmless, tmp_path, OPTIONS, TODAY, silent)

    def test_a_dozen_rows_are_enough_to_try_it(self, tmp_path):
        texts = {"شكرا على المقال": (0, 0), "يا كلب": (1, 0), "اربح الآن من الرابط": (0, 1)}
        few = [
            Row(f"{text} {number}", {"abuse": abuse, "spam": spam}, "own", None, None)
            for text, (abuse, spam) in texts.items()
            for number in "١٢٣٤"
        ]
        models = train(few, tmp_path, OPTIONS, TODAY, silent)
        scores = models.score([fold("يا كلب").folded, fold("شكرا").folded])["abuse"]
        assert scores[0] > scores[1]
