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
from service.domain.errors import TaliqError
from service.store import migrate
from service.store.engine import Store


def load_settings(role: str = "cli") -> Settings:
    """The settings of this process, with development's secrets made and logging under way.

    Raises SettingsInvalid, and OSError when the data folder cannot be written.
    """
    settings = ensure_development_secrets(Settings.from_env(os.environ))
    logging.configure(settings, role=role)
    return settings


@contextmanager
def open_store(settings: Settings, *, any_schema: bool = False) -> Iterator[Store]:
    """The store of these settings, closed at the end.

    any_schema: for the commands that look after the schema. The others raise TaliqError on a
    database that is empty or of another version: `database.empty`, `database.other_version`.
    """
    store = Store(settings.database_url, pool_size=2)
    try:
        if not any_schema:
            _require_schema(store)
        yield store
    finally:
        store.close()


def _require_schema(store: Store) -> None:
    present = migrate.present_revision(store)
    if present is None:
        raise TaliqError("database.empty")
    if present != migrate.newest_revision():
        raise TaliqError("database.other_version")


def print_json(data: Any) -> None:
    """One JSON document on standard output, with Arabic readable."""
    click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
