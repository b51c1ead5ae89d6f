"""Fixtures for all tests: stores on both databases, keys, and a fixed noon."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from service.secrets import Keyring
from service.store.engine import Store
from tests.support.chromium import open_browser
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tests.support.product import Product

# The same examples on every run; a machine that is busy is no failure.
hypothesis_settings.register_profile("tests", derandomize=True, deadline=None)
hypothesis_settings.load_profile("tests")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    # Not under pytest's own folder: its user could not enter it once another run has made it private.
    with tempfile.TemporaryDirectory(prefix="taliq-postgres-", ignore_cleanup_errors=True) as folder:
        databases = PostgresDatabases(Path(folder))
        yield databases
        databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database; every test that uses it runs on both kinds."""
    databases = request.getfixturevalue(
        "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    )
    with databases.fresh_url() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_databases: SqliteDatabases) -> Iterator[Store]:
    """For rules that do not depend on the database."""
    with sqlite_databases.fresh_url() as url:
        opened = Store(url)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring.derive("a secret of the tests, long enough to be one", [b"k" * 32])


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running product, shared by tests that only post and read."""
    data_dir = tmp_path_factory.mktemp("product")
    with Product(data_dir, environ={"TALIQ_RATE_LIMITS": "off"}) as running:
        yield running


@pytest.fixture(scope="session")
def live_url(product: Product) -> str:
    """Base URL of the running product."""
    return product.url
