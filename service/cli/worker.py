"""`taliq worker` and `taliq beat`: the programs of the package `workers`, which is known here by name only."""

import os
import sys

import click

from config.tasks import WORKER_ENVIRONMENT

RUNTIME = "workers.runtime"


@click.command()
@click.option("--no-broker", is_flag=True, help="Work without Celery: the same sweeps in one process.")
def worker(no_broker: bool) -> None:
    """Check comments and deliver webhooks."""
    _become("loop" if no_broker else "worker")


@click.command()
def beat() -> None:
    """Send the periodic "look now" messages; several of them change nothing."""
    _become("beat")


def _become(part: str) -> None:
    """Replace this process by that part."""
    environment = {
        **os.environ,
        **WORKER_ENVIRONMENT,
        "NOSETPS": "1",
    }  # Celery would name its processes itself
    os.execve(sys.executable, [sys.executable, "-m", RUNTIME, part], environment)  # noqa: S606
