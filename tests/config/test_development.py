"""Development makes its own secrets, once, for itself alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.development import ensure_development_secrets, secrets_dir
from config.settings import Settings


class TestGeneratedSecrets:
    def test_they_are_made_once(self, tmp_path: Path):
        settings = Settings.from_env({"TALIQ_DATA_DIR": str(tmp_path / "var")})
        first = ensure_development_secrets(settings)
        assert len(first.secret_key) >= 32
        assert [len(key) for key in first.email_keys] == [32]
        assert ensure_development_secrets(settings) == first

    def test_nobody_else_may_read_them(self, tmp_path: Path):
        settings = Settings.from_env({"TALIQ_DATA_DIR": str(tmp_path)})
        ensure_development_secrets(settings)
        folder = secrets_dir(settings)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        files = sorted(folder.iterdir())
        assert [file.name for file in files] == ["email_keys", "secret_key"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}

    def test_processes_that_start_together_get_the_same(self, tmp_path: Path):
        settings = Settings.from_env({"TALIQ_DATA_DIR": str(tmp_path)})
        with ThreadPoolExecutor(8) as pool:
            made = set(pool.map(ensure_development_secrets, [settings] * 32))
        assert len(made) == 1

    def test_those_of_the_environment_win(self, tmp_path: Path):
        settings = Settings.from_env({"TALIQ_DATA_DIR": str(tmp_path), "TALIQ_SECRET_KEY": "k" * 40})
        assert ensure_development_secrets(settings).secret_key == "k" * 40
        assert not (secrets_dir(settings) / "secret_key").exists()
