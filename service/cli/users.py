"""`taliq user`: the people who moderate."""

from collections.abc import Callable
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from config.settings import Settings
from service.cli.context import load_settings, open_store, print_json
from service.domain.errors import Conflict, Invalid, NotFound
from service.moderation import people
from service.secrets import Keyring

LAST_ADMIN = "This is the last admin; make somebody else one first (`taliq user add EMAIL --role admin`)."
SIGN_IN_PATH = "/console/sign-in/"


def keyring_of(settings: Settings) -> Keyring:
    """The keys of this instance."""
    return Keyring.derive(settings.secret_key, settings.email_keys)


@click.group()
def user() -> None:
    """Invite, list and disable moderators, and reset their second factor."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice(people.ROLES), required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add(email: str, role: str, as_json: bool) -> None:
    """Invite a moderator: prints a link that works once within 24 hours.

    For a known address it makes a new link and sets the role.
    """
    settings = load_settings()
    with open_store(settings) as store:
        try:
            made = store.write(
                lambda db: people.invite(
                    db, keyring=keyring_of(settings), email=email, role=role, now=datetime.now(UTC)
                )
            )
        except Invalid as error:
            raise click.BadParameter("this cannot be an e-mail address", param_hint="EMAIL") from error
        except Conflict as error:
            raise click.ClickException(LAST_ADMIN) from error
    url = f"{settings.public_url}{SIGN_IN_PATH}{made.token}"
    if as_json:
        print_json({"email": email.strip(), "role": made.role, "sign_in_url": url})
    else:
        click.echo(url)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the moderators."""
    settings = load_settings()
    with open_store(settings) as store, store.read() as db:
        everybody = people.people(db, keyring=keyring_of(settings))
    if as_json:
        fields = ("id", "role", "created_at", "disabled_at")
        print_json(
            [
                {"email": address.reveal()} | {name: getattr(one, name) for name in fields}
                for one, address in everybody
            ]
        )
        return
    table = Table("id", "e-mail", "role", "invited", "disabled")
    for one, address in everybody:
        days = (f"{day:%Y-%m-%d}" if day else "–" for day in (one.created_at, one.disabled_at))
        table.add_row(one.id, address.reveal(), one.role, *days)
    Console().print(table)


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Shut a moderator out at once, open sessions included."""
    _change(people.disable, email)
    click.echo("Disabled.")


@user.command("reset-2fa")
@click.argument("email")
def reset_2fa(email: str) -> None:
    """Forget a moderator's second factors, for somebody who lost them and the recovery codes."""
    _change(people.reset_second_factor, email)
    click.echo("Reset: the person sets up a new second factor after the next sign-in.")


def _change(change: Callable[..., None], email: str) -> None:
    settings = load_settings()
    with open_store(settings) as store:
        try:
            store.write(
                lambda db: change(db, keyring=keyring_of(settings), email=email, now=datetime.now(UTC))
            )
        except NotFound as error:
            raise click.ClickException(
                "Nobody has this address; `taliq user list` shows everybody."
            ) from error
        except Conflict as error:
            raise click.ClickException(LAST_ADMIN) from error
