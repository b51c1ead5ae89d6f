"""`python -m workers.runtime PART`: the process behind `taliq worker` and `taliq beat`.

- worker: two Celery nodes side by side, each restarted when it dies: one of processes for the
  checks, one of threads for webhooks, so that a receiver that hangs keeps no comment waiting.
- node QUEUE: one of those nodes.
- beat: the periodic "look now" messages.
- loop: the same duties in one process without a broker.
"""

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from config import logging
from config.development import ensure_development_secrets
from config.process import show_role
from config.settings import Settings
from config.tasks import QUEUES, WORKER_ENVIRONMENT
from service.supervisor import Program, Supervisor

# Each has a function `run(settings, *words)`. Imported when chosen: the process that only looks
# after the nodes would otherwise hold Celery, numpy and the database library for nothing.
_MODULES = {"node": "workers.node", "beat": "workers.schedule", "loop": "workers.loop"}
# Celery reads both when it is imported: what SIGTERM means, and that it names no process.
NODE_ENVIRONMENT = {**WORKER_ENVIRONMENT, "NOSETPS": "1"}

# On a machine that is shared with the API, readers come first: a comment can wait for its checks,
# a person cannot wait for the form. Where the cores are free it changes nothing.
BEHIND_READERS = 10


def main(arguments: Sequence[str]) -> int:
    """Run one part until it is told to stop; returns the exit code."""
    part, words = (arguments[0], arguments[1:]) if arguments else ("", [])
    if part != "worker" and part not in _MODULES:
        sys.stderr.write(f"usage: python -m workers.runtime worker|{'|'.join(_MODULES)}\n")
        return 2
    role = "beat" if part == "beat" else "worker"
    show_role(role)
    settings = ensure_development_secrets(Settings.from_env(os.environ))
    logging.configure(settings, role=role)
    if part in {"node", "loop"}:
        _stand_behind()
    if part in {"worker", "loop"} and (refusal := _refusal(settings)):
        sys.stderr.write(f"{refusal}\n")
        return 1
    if part == "worker":
        return _keep_nodes_running()
    return int(import_module(_MODULES[part]).run(settings, *words))


def _refusal(settings: Settings) -> str | None:
    """Why the newsroom's own model cannot be used: told once, before nodes end of it again and again."""
    if settings.onnx_model is None:
        return None
    refusal: str | None = import_module("workers.own_model").refusal(settings)
    return refusal


def _stand_behind() -> None:
    """Lower the priority of this process and its children."""
    os.nice(BEHIND_READERS)
    # Where Linux groups processes by session, niceness counts only inside a group (sched(7), "autogroup").
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(BEHIND_READERS), encoding="ascii")


def _keep_nodes_running() -> int:
    """One node for each queue. A garbage message can kill a node, but not the other, and not for long."""
    with Supervisor({**os.environ, **NODE_ENVIRONMENT}) as supervisor:
        for queue in QUEUES:
            command = (sys.executable, "-m", "workers.runtime", "node", queue)
            supervisor.start(Program(f"taliq worker ({queue})", command, Path(sys.executable)))
        supervisor.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
