"""`taliq model`: versions of the models, on trial, live, and back."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from service.checks.models import ModelFileInvalid, load_models
from service.cli.context import load_settings, open_store, print_json
from service.moderation import model_versions
from service.moderation.model_compare import Comparison, Differences
from service.moderation.model_compare import compare as compare_models
from service.moderation.model_versions import SHIPPED
from service.store.models import ModelRow, stored_models

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def model() -> None:
    """List models, try one beside the live one, use it, go back."""


@model.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """List every version, newest first; the models that come with the product are the last."""
    with open_store(load_settings()) as store, store.read() as db:
        rows = stored_models(db)
    shipped = _shipped_version()
    shipped_state = "kept" if any(each.state == "live" for each in rows) else "live"
    if as_json:
        print_json([*map(_row, rows), {"version": SHIPPED, "name": shipped, "state": shipped_state}])
        return
    table = Table()
    table.add_column("version", no_wrap=True)
    for title in ("state", "trained", "live since", "AUC before → after"):
        table.add_column(title)
    for each in rows:
        table.add_row(each.version, each.state, _day(each.created_at), _day(each.activated_at), _aucs(each))
    table.add_row(f"{SHIPPED} ({shipped})", shipped_state, "–", "–", "–")
    Console().print(table)


@model.command()
@click.argument("version")
@_JSON
def use(version: str, as_json: bool) -> None:
    """Make VERSION live within seconds; `shipped` means the models that come with the product."""
    with open_store(load_settings()) as store, store.transaction() as db:
        model_versions.use(db, version, now=datetime.now(UTC))
    _tell({"live": version}, f"{version} is live.", as_json)


@model.command()
@click.argument("version")
@_JSON
def shadow(version: str, as_json: bool) -> None:
    """Let VERSION judge beside the live models without any effect."""
    with open_store(load_settings()) as store, store.transaction() as db:
        model_versions.shadow(db, version)
    _tell({"shadow": version}, f"{version} is on trial. `taliq model compare` shows what it says.", as_json)


@model.command()
@_JSON
def rollback(as_json: bool) -> None:
    """Go back to the version that was live before."""
    with open_store(load_settings()) as store, store.transaction() as db:
        version = model_versions.rollback(db)
    _tell({"live": version}, f"{version} is live again.", as_json)


@model.command()
@click.argument("version", required=False)
@_JSON
def compare(version: str | None, as_json: bool) -> None:
    """Show where VERSION (the one on trial) and the live models differ, and how people judged that."""
    with open_store(load_settings()) as store, store.read() as db:
        found = compare_models(db, version)
    if as_json:
        print_json(found.as_dict())
    else:
        _show(found)


def _tell(data: dict[str, Any], sentence: str, as_json: bool) -> None:
    if as_json:
        print_json(data)
    else:
        click.echo(sentence)


def _row(each: ModelRow) -> dict[str, Any]:
    return asdict(each)


def _shipped_version() -> str | None:
    try:
        return load_models().version
    except ModelFileInvalid:
        return None


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "–"


def _aucs(each: ModelRow) -> str:
    present, new = each.figures.get("present", {}), each.figures.get("new", {})
    return ", ".join(
        f"{name} {_number(present.get(name, {}).get('auc'))} → {_number(found.get('auc'))}"
        for name, found in new.items()
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _show(found: Comparison) -> None:
    if found.agreement is None:
        click.echo(f"{found.version} has judged nothing yet.")
        return
    click.echo(f"{found.version} on {found.compared} comments: {100 * found.agreement:.1f} % agreement.")
    for title, each in (("Newly held", found.newly_held), ("Newly published", found.newly_published)):
        click.echo(f"{title}: {each.count}{_judged(each)}")


def _judged(each: Differences) -> str:
    if not each.count:
        return ""
    by_people = (
        f"people turned down {each.turned_down}, approved {each.approved}, have not seen {each.undecided}"
    )
    return f" ({by_people}); newest: {', '.join(each.examples)}"
