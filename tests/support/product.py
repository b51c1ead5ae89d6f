"""The whole product as an operator starts it: `taliq up` on a folder of its own."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
import urllib3

from config.settings import Settings

_CANARY = "canary-7d1f5a-nowhere-else"
TALIQ = Path(sys.executable).parent / "taliq"
READY_WITHIN_S = 60.0
STOPPED_WITHIN_S = 40.0


@dataclass(slots=True)
class Reply:
    """An HTTP answer. headers: case-insensitive."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Product:
    """One running instance; `log` is everything that any of its processes printed.

    part: `up` for all of it, or one part, on a database that is brought up to date first.
    """

    data_dir: Path
    environ: dict[str, str] = field(default_factory=dict)
    port: int = 0
    log: list[str] = field(default_factory=list)
    part: str = "up"

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self._process: subprocess.Popen[str] | None = None
        self._pool = urllib3.PoolManager(maxsize=64, retries=False, timeout=30.0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TALIQ_")}
        return kept | {"TALIQ_DATA_DIR": str(self.data_dir), "TALIQ_PORT": str(self.port)} | self.environ

    def start(self) -> "Product":
        """Start everything and wait until comments are accepted and checked."""
        if self.part != "up":
            assert self.taliq("db", "upgrade").returncode == 0
        self._process = subprocess.Popen(
            [str(TALIQ), self.part],
            env=self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        threading.Thread(target=self._read_log, args=(self._process,), daemon=True).start()
        until(self._is_ready, within_s=READY_WITHIN_S, saying=lambda: "".join(self.log[-40:]))
        return self

    def stop(self) -> int:
        """Ctrl-C; returns the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=STOPPED_WITHIN_S)

    def __enter__(self) -> "Product":
        return self.start()

    def __exit__(self, failure: object, *_: object) -> None:
        found = self.canaries() if failure is None else []
        self.stop()
        found += self.canaries() if failure is None else []
        assert not found, f"a reader's address stands in {found}"

    def canaries(self) -> list[str]:
        """Where a canary address can be read: log lines, files of the data folder, keys of the embedded Redis."""
        texts = {"log": "".join(self.log).encode()}
        texts |= {path.name: path.read_bytes() for path in self.data_dir.rglob("*") if path.is_file()}
        texts |= {f"Redis {key!r}": dump for key, dump in self._redis_contents()}
        return [place for place, text in texts.items() if shows_canary(text)]

    def _redis_contents(self) -> list[tuple[bytes, bytes]]:
        client = redis.Redis.from_url(Settings.from_env(self.settings).redis_py_url)
        try:
            return [(key, bytes(client.dump(key) or b"")) for key in client.scan_iter()]
        except redis.ConnectionError:
            return []  # stopped, or none was started
        finally:
            client.close()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def pids(self, role: str) -> list[int]:
        """Processes below this instance whose command line shows `role`, such as "taliq worker"."""
        return [pid for pid in descendants(self.pid) if role in command_line(pid)]

    def taliq(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same folder while this runs."""
        return subprocess.run(
            [str(TALIQ), *arguments],
            env=self.settings,
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
        )

    def key(self, *scopes: str) -> str:
        """A fresh API key with these scopes."""
        flags = [part for scope in scopes for part in ("--scope", scope)]
        done = self.taliq("key", "create", "tests", *flags, "--json")
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["key"])

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
    ) -> Reply:
        """One HTTP request with a JSON body, if any, or with `data` as it is."""
        sent = dict(headers or {})
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        reply = self._pool.request(method, self.url + path, body=data, headers=sent, redirect=False)
        return Reply(reply.status, reply.headers, reply.data)

    def get(self, path: str, **options: Any) -> Reply:
        return self.request("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Reply:
        return self.request("POST", path, body if body is not None else {}, **options)

    def comment(self, article: str, body: str, **fields: Any) -> Any:
        """Post a comment that must be accepted; returns the reply's JSON."""
        address = fields.pop("author_email", "salma@reader.example")
        submission = {"author_name": "سلمى", "author_email": canary(address), "body": body} | fields
        reply = self.post(f"/v1/articles/{article}/comments", submission)
        assert reply.status == 202, reply.body.decode()
        return reply.json

    def state(self, accepted: Mapping[str, Any]) -> str:
        """The state of an accepted comment, by its author's token."""
        headers = {"Authorization": f"Bearer {accepted['token']}"}
        return str(self.get(accepted["status_url"], headers=headers).json["state"])

    def decided(self, accepted: Mapping[str, Any], *, within_s: float = 30.0) -> str:
        """Wait until the checks have decided; returns the state."""
        until(lambda: self.state(accepted) != "pending", within_s=within_s)
        return self.state(accepted)

    def _is_ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"taliq up ended: {''.join(self.log[-40:])}")
        try:
            return self.get("/readyz" if self.part == "up" else "/healthz").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def _read_log(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.log.append(line)


def until(
    happened: Callable[[], bool],
    *,
    within_s: float,
    every_s: float = 0.02,
    saying: Callable[[], str] = lambda: "",
) -> None:
    """Look again and again until it happened; AssertionError when the time is over."""
    pause, deadline = threading.Event(), time.monotonic() + within_s
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s} s: {saying()}")
        pause.wait(every_s)


def canary(address: str) -> str:
    """The address as one that no honest text contains; all journeys send only such."""
    return f"{_CANARY}.{address}"


def shows_canary(text: bytes) -> bool:
    """Whether a canary stands in these bytes, plain or in base64 (which shifts with the offset)."""
    plain = _CANARY.encode()
    return any(
        needle in text for needle in (plain, *(base64.b64encode(b" " * n + plain)[4:-4] for n in range(3)))
    )


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> list[int]:
    """All living processes below one, parents first."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        parent = waiting.pop(0)
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                children = [int(child) for child in task.read_text().split()]
            except OSError:
                continue
            found += children
            waiting += children
    return found


def command_line(pid: int) -> str:
    """How a process shows itself; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""
