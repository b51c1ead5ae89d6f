"""A newsroom's own ONNX model: read whole, explained, and refused when it cannot be trusted."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from service.checks.onnx_model import CHECK, OwnModelInvalid, load_own_model
from service.domain.verdicts import Effect
from tests.checks.comments import comment
from tests.support.onnx_models import LABELS, a_model

INSULT = LABELS["labels"][1]


def check(folder: Path, *bodies: str):  # type: ignore[no-untyped-def]
    return load_own_model(folder).check([comment(body) for body in bodies])


class TestScores:
    def test_a_batch_is_scored_in_its_order(self, tmp_path: Path):
        clean, rude, arabic = check(a_model(tmp_path), "a fine text", "how rude", "كلام فظ")
        assert (clean.signals, clean.error) == ((), None)
        for found in (rude, arabic):
            (signal,) = found.signals
            assert (found.check, signal.code, signal.effect) == (CHECK, "abuse.insult", Effect.HOLD)
            assert signal.score == pytest.approx(0.9975, abs=0.001)
            assert signal.evidence == {"label": "rude", "version": "tiny-1"}

    def test_a_batch_larger_than_one_run_is_scored_too(self, tmp_path: Path):
        results = check(a_model(tmp_path), *["how rude", "a fine text"] * 40)
        assert [bool(each.signals) for each in results] == [True, False] * 40

    @pytest.mark.parametrize(("hold_at", "effect"), [(0.95, Effect.HOLD), (0.999, Effect.NOTE)])
    def test_its_threshold_says_what_holds(self, tmp_path: Path, hold_at: float, effect: Effect):
        labels = [LABELS["labels"][0], INSULT | {"hold_at": hold_at}]
        (found,) = check(a_model(tmp_path, labels=labels), "how rude")
        assert found.signals[0].effect is effect

    def test_in_shadow_it_only_notes(self, tmp_path: Path):
        model = a_model(tmp_path, mode="shadow")
        assert check(model, "how rude")[0].signals[0].effect is Effect.NOTE
        assert not load_own_model(model).is_binding

    def test_softmax_is_taken_over_the_labels(self, tmp_path: Path):
        (found,) = check(a_model(tmp_path, scores="softmax"), "how rude")
        assert found.signals[0].score == pytest.approx(0.9975, abs=0.001)

    def test_an_empty_batch_gives_nothing(self, tmp_path: Path):
        assert check(a_model(tmp_path)) == []


class TestLongTexts:
    def test_the_end_is_read_as_well_as_the_beginning(self, tmp_path: Path):
        body = "كلمة " * 2000 + "فظ"
        (found,) = check(a_model(tmp_path), body)
        ((start, end),) = found.signals[0].spans
        assert "فظ" in body[start:end]
        assert end - start < 200

    def test_spans_count_code_points(self, tmp_path: Path):
        body = "👍🏽 " * 60 + "rude " + "كلمة " * 60
        (found,) = check(a_model(tmp_path), body)
        ((start, end),) = found.signals[0].spans
        assert "rude" in body[start:end]

    @pytest.mark.parametrize("body", ["", " ", "\u0301" * 5000, "م" * 9000, "👍🏽" * 5000])
    def test_any_text_has_a_result(self, tmp_path: Path, body: str):
        (found,) = check(a_model(tmp_path), body)
        assert found.error is None


class TestRefusal:
    @pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "labels.json"])
    def test_a_missing_file_is_named(self, tmp_path: Path, name: str):
        (a_model(tmp_path) / name).unlink()
        with pytest.raises(OwnModelInvalid, match=f"{name}: there is no such file; .*TALIQ_ONNX_MODEL"):
            load_own_model(tmp_path)

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            ("model.onnx", "it is no ONNX model that can be run"),
            ("tokenizer.json", "it is no tokenizer"),
            ("labels.json", "it is no JSON"),
        ],
    )
    @pytest.mark.parametrize("content", [b"", b"\x00\xff garbage"])
    def test_so_is_a_corrupt_one(self, tmp_path: Path, name: str, problem: str, content: bytes):
        (a_model(tmp_path) / name).write_bytes(content)
        with pytest.raises(OwnModelInvalid, match=f"{name}: {problem}.*TALIQ_ONNX_MODEL"):
            load_own_model(tmp_path)

    def test_a_model_cut_in_the_middle(self, tmp_path: Path):
        path = a_model(tmp_path) / "model.onnx"
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(OwnModelInvalid, match=r"model\.onnx"):
            load_own_model(tmp_path)

    def test_labels_of_another_model(self, tmp_path: Path):
        labels = [*LABELS["labels"], {"name": "third"}]
        with pytest.raises(OwnModelInvalid, match="names 3 labels"):
            load_own_model(a_model(tmp_path, labels=labels))

    def test_numbers_that_are_no_scores(self, tmp_path: Path):
        with pytest.raises(OwnModelInvalid, match="no scores from 0 to 1"):
            load_own_model(a_model(tmp_path, scores="as_is"))

    def test_an_input_that_nobody_gives(self, tmp_path: Path):
        with pytest.raises(OwnModelInvalid, match="pixel_values"):
            load_own_model(a_model(tmp_path, inputs=("input_ids", "pixel_values")))

    @pytest.mark.parametrize(
        "change",
        [
            {"max_length": 8},
            {"max_length": "256"},
            {"scores": "loud"},
            {"mode": "off"},
            {"required": 1},
            {"labels": []},
            {"labels": [{"code": "abuse.insult", "hold_at": 0.5}]},
            {"labels": [{"name": "a", "code": "abuse.insult"}]},
            {"labels": [{"name": "a", "code": "Abuse", "hold_at": 0.5}]},
            {"labels": [{"name": "a", "code": "abuse.insult", "hold_at": 0}]},
            {"labels": [{"name": "a", "colour": "red"}]},
            {"colour": "red"},
        ],
    )
    def test_a_file_of_labels_that_says_something_else(self, tmp_path: Path, change):
        with pytest.raises(OwnModelInvalid, match=r"labels\.json"):
            load_own_model(a_model(tmp_path, **change))

    @pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
    def test_a_missing_extra_names_the_remedy(self, tmp_path: Path, library: str):
        a_model(tmp_path)
        code = (
            f"import sys; sys.modules[{library!r}] = None; from pathlib import Path\n"
            "from service.checks.onnx_model import OwnModelInvalid, load_own_model\n"
            f"try: load_own_model(Path({str(tmp_path)!r}))\n"
            "except OwnModelInvalid as error: print(error)"
        )
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert f"needs `{library}`" in told
        assert "pip install 'taliq[onnx]'" in told


class TestWhileItRuns:
    def test_files_that_break_later_give_no_verdict(self, tmp_path: Path):
        folder = a_model(tmp_path)
        broken = load_own_model(folder)
        (folder / "labels.json").write_bytes(orjson.dumps(LABELS))
        (folder / "model.onnx").write_bytes(b"garbage")
        read, write = os.pipe()
        child = os.fork()  # another process has to open the files anew
        if child == 0:
            (found,) = broken.check([comment("how rude")])
            os.write(write, (found.error or "none").encode())
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(read, 100) == b"unavailable"
