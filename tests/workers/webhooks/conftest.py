"""What tests of webhooks share: receivers, and a watch on every connection that is made."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from service.secrets import Keyring
from service.store.engine import Store
from tests.workers.webhooks.desk import Desk
from tests.workers.webhooks.receiver import Receiver, answering, receiving

_watchers: list[list[str]] = []


def _note_connection(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _watchers and arguments[0].family != socket.AF_UNIX:
        for connections in _watchers:
            connections.append(arguments[1][0])


sys.addaudithook(_note_connection)  # cannot be taken away again, so it is only heard while a test watches


@pytest.fixture
def connections() -> Iterator[list[str]]:
    """Every address that this process connects to, seen at the socket layer, not in the guard."""
    seen: list[str] = []
    _watchers.append(seen)
    yield seen
    _watchers.remove(seen)


@pytest.fixture
def receive() -> Iterator[Callable[..., Receiver]]:
    """Starts receivers: `receive(behaviour)`; without one it answers 204."""
    with ExitStack() as stack:
        yield lambda behaviour=None, **options: stack.enter_context(
            receiving(behaviour or answering(204), **options)
        )


@pytest.fixture
def receiver(receive: Callable[..., Receiver]) -> Receiver:
    """The receiver behind `desk`."""
    return receive()


@pytest.fixture
def desk(store: Store, keyring: Keyring, receiver: Receiver) -> Desk:
    return Desk(store, keyring, receiver.url)
