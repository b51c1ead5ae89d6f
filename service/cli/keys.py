"""`taliq key`: keys for programs."""

from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from service.cli.context import load_settings, open_store, print_json
from service.domain.errors import Invalid, NotFound
from service.moderation.keys import SCOPES, create_key, list_keys, revoke_key


@click.group()
def key() -> None:
    """Make, list and revoke API keys."""


@key.command()
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, help=f"One of {', '.join(SCOPES)}; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(name: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Make a key and print it, once: only its hash is stored."""
    with open_store(load_settings()) as store:
        try:
            made = store.write(lambda db: create_key(db, name=name, scopes=scopes, now=datetime.now(UTC)))
        except Invalid as error:
            if any(fault.field == "name" for fault in error.faults):
                raise click.BadParameter("a name has 1 to 200 characters", param_hint="NAME") from error
            raise click.BadParameter(f"choose from {', '.join(SCOPES)}", param_hint="--scope") from error
    if as_json:
        print_json({"id": made.id, "name": made.name, "scopes": made.scopes, "key": made.key})
    else:
        click.echo(made.key)
        click.echo(f"{made.id} ({', '.join(made.scopes)}); the key is not shown again.", err=True)


@key.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List every key, never the key itself."""
    with open_store(load_settings()) as store, store.read() as db:
        keys = list_keys(db)
    if as_json:
        fields = ("id", "name", "scopes", "created_at", "last_used_at", "revoked_at")
        print_json([{field: getattr(one, field) for field in fields} for one in keys])
        return
    table = Table("id", "name", "scopes", "made", "last used", "revoked")
    for one in keys:
        days = (
            f"{day:%Y-%m-%d}" if day else "–" for day in (one.created_at, one.last_used_at, one.revoked_at)
        )
        table.add_row(one.id, one.name, " ".join(one.scopes), *days)
    Console().print(table)


@key.command()
@click.argument("id_or_name")
def revoke(id_or_name: str) -> None:
    """End a key at once, by its id or its name."""
    with open_store(load_settings()) as store:
        try:
            store.write(lambda db: revoke_key(db, id_or_name, now=datetime.now(UTC)))
        except NotFound as error:
            raise click.ClickException(
                "No live key has this id or name; `taliq key list` shows them all."
            ) from error
    click.echo("Revoked.")
