"""The supervisor keeps programs running, and leaves none behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.supervisor import (
    FIRST_DELAY_S,
    LONGEST_DELAY_S,
    STEADY_AFTER_S,
    Program,
    Supervisor,
    restart_delay,
)
from tests.support.product import until

PYTHON = Path(sys.executable)
NOTES_ITSELF = """
import os, sys, threading
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
"""
WAITS = NOTES_ITSELF + "threading.Event().wait()"
IS_STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + WAITS
FORKS = (
    NOTES_ITSELF + "os.fork() or open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); threading.Event().wait()"
)
SUPERVISES = """
import sys
from pathlib import Path
from service.supervisor import Program, Supervisor
with Supervisor({}) as supervisor:
    supervisor.start(Program("child", (sys.executable, "-c", sys.argv[2], sys.argv[1]), Path(sys.executable)))
    supervisor.run()
"""


def program(source: str, notes: Path) -> Program:
    return Program(name="child", command=(sys.executable, "-c", source, str(notes)), executable=PYTHON)


def pids(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text().splitlines()] if notes.exists() else []


def lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Where each child writes its process id when it starts."""
    return tmp_path / "pids"


class TestRestarts:
    def test_what_dies_is_started_again(self, notes: Path):
        with Supervisor(os.environ) as supervisor:
            supervisor.start(program(WAITS, notes))
            assert supervisor.wait_until(lambda: len(pids(notes)) == 1, timeout_s=20)
            os.kill(pids(notes)[0], signal.SIGKILL)
            assert supervisor.wait_until(lambda: len(pids(notes)) == 2, timeout_s=20)

    def test_what_a_dead_program_left_running_ends_first(self, notes: Path):
        with Supervisor(os.environ) as supervisor:
            supervisor.start(program(FORKS, notes))
            assert supervisor.wait_until(lambda: len(pids(notes)) == 2, timeout_s=20)
            parent, child = pids(notes)
            os.kill(parent, signal.SIGKILL)
            assert supervisor.wait_until(lambda: len(pids(notes)) == 4, timeout_s=20)
            until(lambda: not lives(child), within_s=5)

    def test_the_wait_doubles_up_to_a_limit(self):
        delays = [0.0]
        for _ in range(10):
            delays.append(restart_delay(delays[-1], lived_s=0))
        assert delays[1:4] == [FIRST_DELAY_S, 2 * FIRST_DELAY_S, 4 * FIRST_DELAY_S]
        assert delays[-1] == LONGEST_DELAY_S

    @pytest.mark.parametrize(
        ("lived_s", "delay_s"), [(STEADY_AFTER_S - 1, 10), (STEADY_AFTER_S, FIRST_DELAY_S)]
    )
    def test_a_steady_life_starts_over(self, lived_s: float, delay_s: float):
        assert restart_delay(LONGEST_DELAY_S, lived_s=lived_s) == delay_s


class TestStop:
    def test_nothing_is_left(self, notes: Path):
        with Supervisor(os.environ) as supervisor:
            supervisor.start(program(FORKS, notes))
            assert supervisor.wait_until(lambda: len(pids(notes)) == 2, timeout_s=20)
        until(lambda: not any(lives(pid) for pid in pids(notes)), within_s=5)

    def test_who_does_not_stop_in_time_is_killed(self, notes: Path):
        with Supervisor(os.environ, grace_s=0.2) as supervisor:
            supervisor.start(program(IS_STUBBORN, notes))
            assert supervisor.wait_until(lambda: len(pids(notes)) == 1, timeout_s=20)
        assert not lives(pids(notes)[0])

    def test_a_wait_ends_when_its_time_is_over(self):
        with Supervisor(os.environ) as supervisor:
            assert not supervisor.wait_until(lambda: False, timeout_s=0.1)
            assert not supervisor.stopping


class TestAbruptEnd:
    def test_a_killed_supervisor_leaves_no_orphan(self, notes: Path):
        outer = subprocess.Popen([sys.executable, "-c", SUPERVISES, str(notes), WAITS])
        until(lambda: len(pids(notes)) == 1, within_s=20)
        outer.kill()
        outer.wait()
        until(lambda: not lives(pids(notes)[0]), within_s=5)

    def test_sigterm_stops_it_with_its_programs(self, notes: Path):
        outer = subprocess.Popen([sys.executable, "-c", SUPERVISES, str(notes), WAITS])
        until(lambda: len(pids(notes)) == 1, within_s=20)
        outer.terminate()
        assert outer.wait(timeout=20) == 0
        assert not lives(pids(notes)[0])
