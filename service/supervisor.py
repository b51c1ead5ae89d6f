"""Keeping a few programs running: start in order, restart what dies, stop in the reverse order."""

import dataclasses
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

import structlog

from config.process import die_with_parent

FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 10.0
STEADY_AFTER_S = 30.0
GRACE_S = 20.0
_TICK_S = 0.05

log = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Program:
    """One thing to run. command: argv, whose first word is what it shows; executable: the file behind it."""

    name: str
    command: Sequence[str]
    executable: Path


def restart_delay(previous_s: float, *, lived_s: float) -> float:
    """Seconds to wait before a program that died is started again.

    Doubles from 0.2 to 10; a program that lived for 30 s starts over. previous_s: 0 the first time.
    """
    if previous_s == 0 or lived_s >= STEADY_AFTER_S:
        return FIRST_DELAY_S
    return min(LONGEST_DELAY_S, 2 * previous_s)


@dataclasses.dataclass(slots=True)
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    delay_s: float = 0.0
    restart_at: float | None = None  # None while it runs


class Supervisor:
    """Runs programs as children, each in its own process group, none of which outlives this process.

    Use as a context; only in the main thread, because the kernel ties the children to it. A first
    SIGINT, SIGTERM or SIGHUP asks to stop, one more after a second kills without grace.
    """

    def __init__(self, environment: Mapping[str, str], *, grace_s: float = GRACE_S) -> None:
        self._environment = dict(environment)
        self._grace_s = grace_s
        self._children: list[_Running] = []
        self._asked_at: float | None = None
        self._hurry = False
        self._former: dict[int, object] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # as nohup sets it
                self._former[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_all()
        for number, handler in self._former.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop."""
        return self._asked_at is not None

    def start(self, program: Program) -> None:
        """Start a program and keep it running from now on."""
        self._children.append(_Running(program, self._spawn(program), time.monotonic()))

    def wait_until(self, condition: Callable[[], bool], *, timeout_s: float) -> bool:
        """Keep everything running until the condition holds; False when it did not in time or we stop."""
        deadline = time.monotonic() + timeout_s
        while not self.stopping and time.monotonic() < deadline:
            if condition():
                return True
            self._look_after()
            time.sleep(_TICK_S)
        return False

    def run(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while not self.stopping:
            self._look_after()
            time.sleep(_TICK_S)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """make passes on what the whole group got already: a repeat at once is the same wish."""
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        elif now - self._asked_at > 1:
            self._hurry = True

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            program.command,
            executable=program.executable,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # the terminal's Ctrl-C reaches us alone
            preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has one thread
        )

    def _look_after(self) -> None:
        for child in self._children:
            now = time.monotonic()
            if child.restart_at is None and child.process.poll() is not None:
                _kill_group(child)  # what it left behind holds ports and locks
                child.delay_s = restart_delay(child.delay_s, lived_s=now - child.started)
                child.restart_at = now + child.delay_s
                log.warning(
                    "program.ended",
                    program=child.program.name,
                    status=child.process.returncode,
                    restart_in_s=child.delay_s,
                )
            elif child.restart_at is not None and now >= child.restart_at:
                child.process, child.started, child.restart_at = self._spawn(child.program), now, None

    def _stop_all(self) -> None:
        for child in reversed(self._children):
            if child.process.poll() is None:
                child.process.terminate()
                self._wait(child)
            _kill_group(child)
            child.process.wait()
        self._children.clear()

    def _wait(self, child: _Running) -> None:
        deadline = time.monotonic() + self._grace_s
        while child.process.poll() is None and not self._hurry:
            if time.monotonic() > deadline:
                log.warning("program.killed", program=child.program.name, grace_s=self._grace_s)
                return
            time.sleep(_TICK_S)


def _kill_group(child: _Running) -> None:
    """Kill whatever is left of the program's process group."""
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # nothing left; macOS says the latter of a dead group
        return
