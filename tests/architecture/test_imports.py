"""The direction of imports, as pyproject.toml states it, is the direction of imports."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


class TestImports:
    def test_every_contract_is_kept(self):
        command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
