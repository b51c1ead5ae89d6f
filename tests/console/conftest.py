"""The console of an application in this process, on SQLite."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from service.http.app import create_app
from service.secrets import Keyring
from service.store.engine import Store
from tests.console.desk import Desk
from tests.support.settings import settings_for_tests


@pytest.fixture
def app(tmp_path: Path, sqlite_store: Store) -> Flask:
    return create_app(settings_for_tests(tmp_path), store=sqlite_store)


@pytest.fixture
def new_desk(app: Flask, sqlite_store: Store, keyring: Keyring) -> Callable[[], Desk]:
    """Makes further people, each with a browser of their own."""
    return lambda: Desk(app.test_client(), sqlite_store, keyring)


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()
