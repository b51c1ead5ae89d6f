"""A newsroom's own ONNX model decides with the others, or nothing starts."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from service.checks.onnx_model import CHECK, load_own_model
from service.domain.states import State
from service.moderation.evaluate import evaluate_pending
from service.store.engine import Store
from tests.support.evaluation import reasons_of, rules, signals_of, state_of
from tests.support.onnx_models import a_model
from tests.support.rows import PLAIN, SITE, a_pending_comment
from tests.support.settings import EMAIL_KEY, SECRET_KEY


def started(part: str, data_dir: Path, model: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TALIQ_")}
    own = {
        "TALIQ_DATA_DIR": str(data_dir),
        "TALIQ_SECRET_KEY": SECRET_KEY,
        "TALIQ_EMAIL_KEYS": EMAIL_KEY,
        "TALIQ_ONNX_MODEL": str(model),
    }
    return subprocess.run(
        [sys.executable, "-m", *part.split()],
        env=kept | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class TestVerdict:
    def test_what_it_finds_holds(self, store: Store, tmp_path: Path, noon: datetime):
        with store.transaction() as db:
            rude = a_pending_comment(db, "أسلوب فظ يا أستاذ، لكن شكراً")
            fine = a_pending_comment(db, PLAIN)
        used = rules(own_model=load_own_model(a_model(tmp_path)))
        evaluate_pending(store, used, now=noon)
        assert (state_of(store, rude), reasons_of(store, rude)) == (State.HELD, ["abuse.insult"])
        assert signals_of(store, rude)["abuse.insult"]["message"] == {
            "ar": "الفاحص «onnx.model»: إهانة.",
            "en": "The checker “onnx.model”: Insult.",
        }
        assert state_of(store, fine) is State.PUBLISHED

    @pytest.mark.parametrize(
        ("labels", "required"), [({}, True), ({"required": False}, False), ({"mode": "shadow"}, False)]
    )
    def test_without_its_answer_nothing_is_published_unless_it_is_advisory(
        self, sqlite_store: Store, tmp_path: Path, labels, required: bool
    ):
        used = rules(own_model=load_own_model(a_model(tmp_path, **labels)))
        assert (CHECK in used.of_sites(sqlite_store)[SITE].policy.required) is required


class TestStart:
    @pytest.mark.parametrize(
        "part", ["workers.runtime worker", "workers.runtime loop", "service.cli.main up"]
    )
    def test_a_model_that_cannot_be_used_is_a_refusal_with_its_remedy(self, tmp_path: Path, part: str):
        model = a_model(tmp_path / "model")
        (model / "model.onnx").write_bytes(b"garbage")
        ended = started(part, tmp_path / "data", model)
        assert ended.returncode == 1
        assert "it is no ONNX model that can be run" in ended.stderr
        assert "clear TALIQ_ONNX_MODEL" in ended.stderr
        assert "Traceback" not in ended.stderr
