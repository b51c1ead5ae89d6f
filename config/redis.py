"""One Redis, several spellings.

A unix socket is written `unix:///p` by redis-py, `redis+unix:///p` by limits
and `redis+socket:///p?virtual_host=0` by Celery. A TCP address is the same for
all of them.
"""

import dataclasses
import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

# sockaddr_un.sun_path holds 108 bytes on Linux and 104 on macOS, with the closing NUL.
SOCKET_PATH_MAX_BYTES = 103


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class RedisAddress:
    """Where Redis answers. socket: path of its unix socket, or None when `url` is a TCP address."""

    url: str
    socket: Path | None
    database: int = 0

    @classmethod
    def parse(cls, url: str) -> "RedisAddress":
        """Read any of the spellings; a query may name the database as `db` or `virtual_host`."""
        parts = urlsplit(url)
        if parts.scheme in {"redis", "rediss"}:
            return cls(url=url, socket=None)
        query = parse_qs(parts.query)
        number = (query.get("db") or query.get("virtual_host") or ["0"])[0]
        return cls(url=url, socket=Path(unquote(parts.path)), database=int(number) if number.isdigit() else 0)

    @classmethod
    def at_socket(cls, socket: Path) -> "RedisAddress":
        """The embedded Redis behind `socket`."""
        return cls(url=f"unix://{quote(str(socket))}", socket=socket)

    @property
    def for_redis_py(self) -> str:
        """The spelling of `redis.Redis.from_url`."""
        return self.url if self.socket is None else f"unix://{self._path}?db={self.database}"

    @property
    def for_limits(self) -> str:
        """The spelling of `limits.storage.storage_from_string`."""
        return self.url if self.socket is None else f"redis+unix://{self._path}?db={self.database}"

    @property
    def for_celery(self) -> str:
        """The spelling of Celery's `broker_url`."""
        if self.socket is None:
            return self.url
        return f"redis+socket://{self._path}?virtual_host={self.database}"

    @property
    def _path(self) -> str:
        return quote(str(self.socket))


def embedded_socket(data_dir: Path) -> Path:
    """Where the embedded Redis of a data folder listens: the same answer in every process.

    A path too long for a socket address is replaced by one in a folder of the
    system's temporary folder, named after the user and the data folder.
    """
    path = data_dir / "redis.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_MAX_BYTES:
        return path
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"taliq-{os.getuid()}-{name}" / "redis.sock"
