"""Readers first: on SQLite, where one writer works at a time, the sweeps let the API pass.

A process that writes for somebody who waits holds a shared file lock while it waits for the
database and writes. A worker asks for the same lock alone before it begins, for a short
time: it goes on when nobody is at the door, or when it has waited long enough; that is
shorter once readers have waited for their verdicts. The lock protects nothing; losing it
costs order, never data.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_COURTESY_S = 0.4
HURRIED_COURTESY_S = 0.12
_STEP_S = 0.001


class FrontDoor:
    """One for a store. Opened on first use: a lock that is shared by a fork belongs to both sides."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-front")
        self._handle: int | None = None
        self._inside = 0
        self._changing = threading.Lock()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be at the door while the block runs."""
        with self._changing:
            if self._inside == 0:
                fcntl.flock(self._file(), fcntl.LOCK_SH)
            self._inside += 1
        try:
            yield
        finally:
            with self._changing:
                self._inside -= 1
                if self._inside == 0:
                    fcntl.flock(self._file(), fcntl.LOCK_UN)

    def let_pass(self, *, hurried: bool = False) -> None:
        """Wait until nobody is at the door, at most LONGEST_COURTESY_S; less when `hurried`."""
        deadline = time.monotonic() + (HURRIED_COURTESY_S if hurried else LONGEST_COURTESY_S)
        while time.monotonic() < deadline:
            try:
                fcntl.flock(self._file(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_STEP_S)
            else:
                fcntl.flock(self._file(), fcntl.LOCK_UN)
                return

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _file(self) -> int:
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._handle
