"""`taliq doctor`: what is wrong with this instance, and the remedy."""

import click
from rich.console import Console
from rich.table import Table

from config.settings import Settings, SettingsInvalid
from service.cli.context import load_settings, open_store, print_json
from service.cli.examinations import AFTER_SCHEMA, WITHOUT_STORE, Finding, examine_schema
from service.domain.errors import Unavailable


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check settings, database, Redis, migrations, workers, clock, secrets and the audit log.

    Exit code 1 when something is wrong.
    """
    try:
        settings = load_settings()
    except SettingsInvalid as error:
        findings = [
            Finding("settings", False, f"{problem.variable} {problem.sentence}") for problem in error.problems
        ]
    else:
        findings = [Finding("settings", True, f"read; {settings.environment}"), *_examine(settings)]
    if as_json:
        names = ("name", "ok", "finding", "remedy")
        print_json([{name: getattr(found, name) for name in names} for found in findings])
    else:
        _show(findings)
    context.exit(0 if all(found.ok for found in findings) else 1)


def _examine(settings: Settings) -> list[Finding]:
    findings = [examine(settings) for examine in WITHOUT_STORE]
    try:
        with open_store(settings, any_schema=True) as store:
            schema = examine_schema(store)
            findings.append(schema)
            if schema.ok:
                findings += [examine(settings, store) for examine in AFTER_SCHEMA]
    except Unavailable:
        findings.append(
            Finding("database", False, "cannot be reached", "Start it, or correct TALIQ_DATABASE_URL.")
        )
    return findings


def _show(findings: list[Finding]) -> None:
    table = Table("", "what", "finding", "remedy", show_lines=False)
    for found in findings:
        table.add_row("[green]✓[/]" if found.ok else "[red]✗[/]", found.name, found.finding, found.remedy)
    Console().print(table)
