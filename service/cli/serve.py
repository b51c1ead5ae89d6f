"""`taliq serve`: the API, the console and the widget under the production server."""

import signal
import sys
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from config.process import die_with_parent, show_role
from service.cli.context import load_settings
from service.http.wsgi import WsgiApp, build

# Reads come from memory and writes wait for one commit: more threads only fight for the interpreter's lock.
THREADS = 16
# The thread that commits for all others lets go of the interpreter at every statement; with
# Python's 5 ms it would wait that long behind each of them to get it back.
SWITCH_INTERVAL_S = 0.001
# Connections that one process holds open, idle ones included; others wait in the listening queue.
CONNECTIONS = 1024
BACKLOG = 2048
HEADER_TIMEOUT_MS = 10_000
# A request line and headers longer than this are refused before Python sees them.
LONGEST_HEAD_BYTES = 64 * 1024
STOP_WITHIN_S = 15
# The server's own messages go through config.logging, not to its own stream.
_SERVER_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"propagate": True}},
}


@click.command()
def serve() -> None:
    """Answer requests: the API, the console, the widget."""
    show_role("serve")
    settings = load_settings("serve")
    Granian(
        target="service.http.wsgi",  # only its name is shown: `_load_app` does the loading
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_processes,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        backlog=BACKLOG,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_TIMEOUT_MS, max_buffer_size=LONGEST_HEAD_BYTES
        ),
        log_level=LogLevels.error,  # its warnings advise on settings that are meant
        log_dictconfig=_SERVER_LOGGING,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
        process_name="taliq serve",
    ).serve(target_loader=_load_app, wrap_loader=False)


def _load_app() -> WsgiApp:
    """The application of one web process, made in that process: connections do not survive a fork."""
    die_with_parent()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(
            number, signal.SIG_DFL
        )  # the parent's handlers would swallow a stop until the server's are set
    return build(load_settings("serve"))
