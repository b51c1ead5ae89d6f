"""One Redis is spelled differently by each library that speaks to it."""

from pathlib import Path

import limits.storage
import pytest
import redis
from kombu import Connection

from config.redis import SOCKET_PATH_MAX_BYTES, embedded_socket
from config.settings import Settings


def settings(**environ: str) -> Settings:
    return Settings.from_env({f"TALIQ_{name}": value for name, value in environ.items()})


class TestSpellings:
    @pytest.mark.parametrize(
        "url",
        [
            "unix:///run/r.sock?db=1",
            "redis+unix:///run/r.sock?db=1",
            "redis+socket:///run/r.sock?virtual_host=1",
        ],
    )
    def test_any_of_a_socket_is_understood(self, url: str):
        found = settings(REDIS_URL=url)
        assert found.redis_py_url == "unix:///run/r.sock?db=1"
        assert found.limits_url == "redis+unix:///run/r.sock?db=1"
        assert found.celery_broker_url == "redis+socket:///run/r.sock?virtual_host=1"

    @pytest.mark.parametrize("url", ["redis://:pw@host:6379/2", "rediss://host"])
    def test_an_address_is_the_same_for_all(self, url: str):
        found = settings(REDIS_URL=url)
        assert {found.redis_py_url, found.limits_url, found.celery_broker_url} == {url}

    def test_each_library_reads_its_own(self, tmp_path: Path):
        folder = tmp_path / "with space"
        found = settings(DATA_DIR=str(folder))
        socket = str(folder / "redis.sock")
        client = redis.Redis.from_url(found.redis_py_url)
        assert client.connection_pool.connection_kwargs["path"] == socket
        storage = limits.storage.storage_from_string(found.limits_url)
        assert storage.storage.connection_pool.connection_kwargs["path"] == socket
        assert Connection(found.celery_broker_url).as_uri().startswith("redis+socket://")


class TestEmbeddedSocket:
    def test_it_lies_in_the_data_folder(self, tmp_path: Path):
        assert embedded_socket(tmp_path) == tmp_path / "redis.sock"

    def test_a_path_too_long_for_a_socket_is_replaced(self, tmp_path: Path):
        deep = tmp_path / ("d" * 120)
        found = embedded_socket(deep)
        assert len(str(found)) <= SOCKET_PATH_MAX_BYTES
        assert found == embedded_socket(deep)
        assert found != embedded_socket(tmp_path / ("e" * 120))
