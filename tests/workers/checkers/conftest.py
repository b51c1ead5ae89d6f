"""Checkers on loopback, and a newsroom that asks them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from service.secrets import Keyring
from service.store.engine import Store
from tests.workers.checkers.desk import Desk, saying
from tests.workers.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receive() -> Iterator[Callable[..., Receiver]]:
    """Starts checkers: `receive(behaviour)`; without one it finds nothing."""
    with ExitStack() as stack:
        yield lambda behaviour=None: stack.enter_context(receiving(behaviour or saying()))


@pytest.fixture
def desk(store: Store, keyring: Keyring) -> Desk:
    return Desk(store, keyring)


@pytest.fixture
def sqlite_desk(sqlite_store: Store, keyring: Keyring) -> Desk:
    """For rules of asking, which do not depend on the database."""
    return Desk(sqlite_store, keyring)
