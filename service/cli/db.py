"""`taliq db`: the schema."""

import click

from service.cli.context import load_settings, open_store
from service.store import migrate


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to date; safe to run again, and by several processes at once."""
    with open_store(load_settings(), any_schema=True) as store:
        before = migrate.present_revision(store)
        migrate.upgrade(store)
        after = migrate.present_revision(store)
    click.echo(
        f"Schema {after}, as before." if before == after else f"Schema {after}, was {before or 'empty'}."
    )
