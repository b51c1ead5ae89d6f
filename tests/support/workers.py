"""A real `taliq worker` in processes of its own, and waiting for what it does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.settings import EMAIL_KEY, SECRET_KEY

STOPPED_WITHIN_S = 30.0


def environment(folder: Path, *, database_url: str, redis_url: str, **variables: str) -> dict[str, str]:
    """The environment of one instance; variables: TALIQ_… by their names without the prefix."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TALIQ_")}
    own = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": SECRET_KEY,
        "EMAIL_KEYS": EMAIL_KEY,
        "RATE_LIMITS": "off",
        "WORKER_PROCESSES": "2",
    }
    return (
        kept
        | {"REMAP_SIGTERM": "SIGQUIT"}
        | {f"TALIQ_{name}": text for name, text in (own | variables).items()}
    )


@contextmanager
def running(part: str, environ: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m workers.runtime PART` until the block ends, then SIGTERM as the supervisor sends it."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "workers.runtime", part],
            env=dict(environ),
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOPPED_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def descendants(pid: int) -> list[int]:
    """Processes below this one, children first."""
    children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [below for child in children for below in descendants(child)]


def pool_processes(pid: int) -> list[int]:
    """The processes of the checks' pool below a `taliq worker`: its grandchildren."""
    children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [below for child in children for below in descendants(child)]
