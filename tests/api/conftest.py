"""The application in this process, on both databases or on SQLite alone."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import Settings
from service.http.app import create_app
from service.store.engine import Store
from tests.support.settings import settings_for_tests


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Development, limits off, no Redis anywhere."""
    return settings_for_tests(tmp_path)


@pytest.fixture
def app(settings: Settings, store: Store) -> Flask:
    return create_app(settings, store=store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sqlite_app(settings: Settings, sqlite_store: Store) -> Flask:
    return create_app(settings, store=sqlite_store)


@pytest.fixture
def sqlite_client(sqlite_app: Flask) -> FlaskClient:
    """For rules that are judged before the database is asked."""
    return sqlite_app.test_client()


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose name is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="taliq-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
