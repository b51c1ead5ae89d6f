"""`taliq up`: everything on one machine, started in order, kept running, stopped cleanly."""

import fcntl
import http.client
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click
import structlog

from config.process import show_role
from config.settings import Settings
from config.tasks import QUEUES, WORKER_ENVIRONMENT
from service import embedded
from service.cli.context import load_settings, open_store
from service.cli.users import SIGN_IN_PATH, keyring_of
from service.cli.worker import RUNTIME
from service.moderation import people
from service.store import migrate
from service.store.engine import Store
from service.supervisor import Program, Supervisor

REDIS_WITHIN_S = 30
READY_WITHIN_S = 120

log = structlog.get_logger(__name__)


@click.command()
def up() -> None:
    """Start everything: database, Redis, API, workers, beat."""
    settings = load_settings("up")
    show_role("up")
    with _only_one(settings), Supervisor(_environment(settings)) as supervisor:
        _check_port(settings)
        _check_own_model(settings)
        brokered = _start_redis(settings, supervisor)
        with open_store(settings, any_schema=True) as store:
            migrate.upgrade(store)
            console = _console_url(settings, store)
        for program in _programs(brokered=brokered):
            supervisor.start(program)
        if supervisor.wait_until(lambda: _is_ready(settings), timeout_s=READY_WITHIN_S):
            _announce(settings, console)
        elif not supervisor.stopping:
            _say(f"Not ready after {READY_WITHIN_S} s; {_local_url(settings)}/readyz says what is missing.")
        supervisor.run()


def _programs(*, brokered: bool) -> list[Program]:
    """All parts in the order of their start; each queue has its own worker, looked after from here."""
    serve = _part("serve", "service.cli.main", "serve")
    if not brokered:
        return [_part("worker", RUNTIME, "loop"), serve]
    return [
        *(_part("worker", RUNTIME, "node", queue) for queue in QUEUES),
        _part("beat", RUNTIME, "beat"),
        serve,
    ]


def _part(role: str, *command: str) -> Program:
    """One part of the product as a program of its own; it shows its role once it runs."""
    return Program(f"taliq {role}", (sys.executable, "-m", *command), executable=Path(sys.executable))


def _environment(settings: Settings) -> dict[str, str]:
    """What the parts inherit: our own environment, so that they read the same settings."""
    metrics = settings.data_dir / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)  # figures of processes that are gone would stay in the sums
    metrics.mkdir(mode=0o700)
    return {
        **os.environ,
        **WORKER_ENVIRONMENT,
        "TALIQ_DATA_DIR": str(settings.data_dir),
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        "NOSETPS": "1",  # Celery would name its processes itself
        # One machine under one account is what this command is for; Celery would print a page about root.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the data folder for this process; the kernel lets go of it when the process ends."""
    path = settings.data_dir / "taliq.lock"
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            other = file.read().strip() or "unknown"
            raise click.ClickException(
                f"Taliq is already running on {settings.data_dir} (process {other}). "
                "Stop it, or set TALIQ_DATA_DIR to another folder."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _check_port(settings: Settings) -> None:
    """Say now that the port is taken; the server would only die again and again."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}. "
                "End what listens there, or set TALIQ_PORT or TALIQ_HOST."
            ) from None


def _check_own_model(settings: Settings) -> None:
    """Refuse now; the workers would only end again and again. Raises OwnModelInvalid."""
    if settings.onnx_model is not None:
        # Imported here: this process lives long and otherwise needs neither numpy nor a model.
        import_module("service.moderation.evaluate_rules").own_model(settings)


def _start_redis(settings: Settings, supervisor: Supervisor) -> bool:
    """Start the embedded Redis where it is wanted; False when workers must go without a broker."""
    if not settings.redis_embedded:
        return True
    server = embedded.find_redis_server()
    if server is None:
        _say(
            "No Redis was found, so one process looks for work by itself, without Celery. "
            "For more, install redis-server, or set TALIQ_REDIS_URL."
        )
        return False
    command = embedded.prepare_redis(settings)
    supervisor.start(Program(name="redis-server", command=command, executable=server))
    answered = supervisor.wait_until(lambda: embedded.redis_answers(settings), timeout_s=REDIS_WITHIN_S)
    if not answered and not supervisor.stopping:
        folder = embedded.redis_folder(settings)
        raise click.ClickException(
            f"Redis does not answer after {REDIS_WITHIN_S} s; {folder / 'redis.log'} may say why. "
            f"The folder {folder} holds no comments and may be deleted."
        )
    return True


def _is_ready(settings: Settings) -> bool:
    host, port = settings.local_address
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _console_url(settings: Settings, store: Store) -> str:
    """The console; for its first moderator with the link that signs in once, until somebody has a password."""
    invitation = store.write(
        lambda db: people.first_invitation(db, keyring=keyring_of(settings), now=datetime.now(UTC))
    )
    if invitation is None:
        return f"{settings.public_url}/console"
    return f"{settings.public_url}{SIGN_IN_PATH}{invitation.token}"


def _announce(settings: Settings, console: str) -> None:
    """Where things are, one a line, on standard output."""
    click.echo(f"Demo: {settings.public_url}/demo")
    click.echo(f"Console: {console}")
    click.echo(f"Docs: {settings.public_url}/docs")


def _local_url(settings: Settings) -> str:
    host, port = settings.local_address
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
