"""A short storm on every change; the long one is `make faults`."""

from pathlib import Path

import pytest

from tests.faults.kill_storm import run


@pytest.mark.journey
class TestAStormOfKills:
    def test_breaks_no_promise(self, tmp_path: Path, database_url: str):
        figures = run(comments=300, kills=8, seed=11, database_url=database_url, folder=tmp_path)
        assert figures["broken"] == []
        assert sum(figures["killed"].values()) == 8
        assert figures["accepted"] >= 300
