"""What every command starts with: its settings, the store, and how it prints data."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import orjson

from config import logging
from config.development import ensure_development_secrets
from config.settings import Settings
from service.store.engine import Store


def load_settings(role: str = "cli") -> Settings:
    """The settings of this process, with development's secrets made and logging under way.

    Raises SettingsInvalid, and OSError when the data folder cannot be written.
    """
    settings = ensure_development_secrets(Settings.from_env(os.environ))
    logging.configure(settings, role=role)
    return settings


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The store of these settings, closed at the end."""
    store = Store(settings.database_url, pool_size=2)
    try:
        yield store
    finally:
        store.close()


def print_json(data: Any) -> None:
    """One JSON document on standard output, with Arabic readable."""
    click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
