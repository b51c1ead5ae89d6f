"""README's commands, run as a stranger would: from a clone to a held comment."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from tests.support.product import free_port, until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"<!-- commands -->\n```sh\n(.*?)```\n<!-- /commands -->", re.DOTALL)
_BUILT_WITHIN_S = 600.0


def commands() -> list[str]:
    found = _BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found is not None
    return found.group(1).strip().splitlines()


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A stranger's shell: no settings of ours but a free port."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TALIQ_", "VIRTUAL_ENV"))
    }
    return kept | {"TALIQ_PORT": str(free_port()), "TALIQ_DATA_DIR": str(tmp_path / "var")}


def run(command: str, folder: Path, environ: dict[str, str]) -> str:
    """One line of the README on this folder; its standard output."""
    adapted = command.replace("127.0.0.1:8000", f"127.0.0.1:{environ['TALIQ_PORT']}")
    done = subprocess.run(
        ["bash", "-c", adapted],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{adapted}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def running(tmp_path: Path, environ: dict[str, str]) -> Iterator[Path]:
    """The first two commands: a clone in which everything runs; yields its folder."""
    clone, up, *_ = commands()
    assert clone.startswith("git clone ")
    assert up == "make up"
    run(re.sub(r"https://\S+", str(ROOT), clone), tmp_path, environ)
    folder = tmp_path / "taliq"
    with (tmp_path / "up.log").open("w") as log:
        # A session of its own: Ctrl-C in a terminal reaches everything that runs in it.
        process = subprocess.Popen(
            ["make", "up"], cwd=folder, env=environ, stdout=log, stderr=log, start_new_session=True
        )
    url = f"http://127.0.0.1:{environ['TALIQ_PORT']}/readyz"
    try:
        until(lambda: process.poll() is None and _answers(url), within_s=_BUILT_WITHIN_S, every_s=0.5)
        yield folder
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, retries=False, timeout=2.0).status == 200
    except urllib3.exceptions.HTTPError:
        return False


class TestTheFiveCommands:
    def test_they_take_a_stranger_from_a_clone_to_a_held_comment(
        self, running: Path, environ: dict[str, str]
    ):
        _clone, _up, post, make_key, look = commands()
        accepted = json.loads(run(post, running, environ))
        assert accepted["state"] == "pending"
        environ["KEY"] = run(make_key, running, environ).strip()

        def cards() -> list[str]:
            return [card["comment"]["id"] for card in json.loads(run(look, running, environ))["items"]]

        until(lambda: cards() == [accepted["id"]], within_s=30, every_s=0.2)
