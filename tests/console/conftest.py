"""The console of an application in this process, on SQLite."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from service.http.app import create_app
from service.secrets import Keyring
from service.store.engine import Store
from tests.console.browsers import Window, open_window
from tests.console.desk import Desk
from tests.support.product import Product
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


@pytest.fixture
def new_window(browser: Browser, product: Product) -> Iterator[Callable[..., Window]]:
    """Opens the console for further people, each in a browser of their own. Options: of the browser's context."""
    opened: list[Window] = []

    def make(**options: object) -> Window:
        opened.append(open_window(browser, product, **options))
        return opened[-1]

    yield make
    for window in opened:
        window.page.context.close()


@pytest.fixture
def window(new_window: Callable[..., Window]) -> Window:
    """A moderator's browser on a laptop, in Arabic."""
    return new_window()
