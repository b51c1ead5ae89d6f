"""The bare limits that the product's figures stand beside, measured in the same run.

`python -m tests.bench.limits` is not a command of its own; `tests.bench.run` calls these.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import urllib3

from service.store.engine import journal_pragmas
from tests.support.product import free_port, until

BODY_FILE = "BENCH_BODY"


def sqlite_commits_per_s(folder: Path, *, seconds: float) -> float:
    """One process, one row of a comment's size a commit, at the durability that the store uses."""
    journal, synchronous = journal_pragmas(sqlite3.sqlite_version_info)
    path = folder / f"bare-{time.monotonic_ns()}.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, name TEXT UNIQUE, body TEXT, at REAL)")
    connection.execute("CREATE INDEX row_at ON row (at)")
    body = "ش" * 200
    count, deadline = 0, time.monotonic() + seconds
    began = time.monotonic()
    while time.monotonic() < deadline:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row (name, body, at) VALUES (?, ?, ?)", (f"n{count}", body, began))
        connection.execute("COMMIT")
        count += 1
    spent = time.monotonic() - began
    connection.close()
    path.unlink()
    return count / spent


@contextmanager
def bare_wsgi_server(body: bytes, folder: Path, *, processes: int) -> Any:
    """The same WSGI server answering the same bytes, nothing else; yields its URL."""
    (folder / "body").write_bytes(body)
    port = free_port()
    process = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "granian"),
            "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", str(processes), "--blocking-threads", "2", "--no-ws",
            "tests.bench.limits:bare_app",
        ],
        env={"PATH": "/usr/bin:/bin", BODY_FILE: str(folder / "body"), "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/"
    try:
        until(lambda: _answers(url), within_s=20)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


_bytes: list[bytes] = []


def bare_app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers the file's bytes from memory."""
    if not _bytes:
        _bytes.append(Path(os.environ[BODY_FILE]).read_bytes())
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(_bytes[0])))]
    start_response("200 OK", headers)
    return _bytes


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, retries=False, timeout=2.0).status == 200
    except urllib3.exceptions.HTTPError:
        return False
