"""`taliq lists`: word lists of other systems."""

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from service.cli.context import load_settings, open_store, print_json
from service.domain.errors import NotFound
from service.moderation.list_import import COUNTS, Report, import_wordpress, plain_report
from service.moderation.lists import COMMAND, MODES
from service.store import migrate
from service.store.engine import Store
from service.store.sites import all_sites

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN_LINES = 50
_WHY = {
    "already_there": "The site has this entry.",
    "duplicate": "Stands twice in the files; the stricter list counts.",
    "email_address": "One person's address: ban the author of a comment instead.",
    "ip_address": "Addresses of machines are not matched by lists.",
    "user_agent": "Browsers and robots are not matched by lists.",
    "too_short": "Would hit too much: three letters are the least.",
    "too_broad": "A punctuation mark alone would hit nearly every comment.",
    "too_long": "Longer than 1,000 characters.",
    "value_invalid": "There is nothing in it that could be looked for.",
    "unreadable": "Holds characters that no text has.",
}


@click.group()
def lists() -> None:
    """Take over word lists of other systems."""


@lists.group("import")
def import_() -> None:
    """Take over a word list; a second run makes nothing twice."""


@import_.command()
@click.option("--moderation", type=_FILE, help="moderation_keys, one entry a line: each holds.")
@click.option("--disallowed", type=_FILE, help="disallowed_keys, one entry a line: each rejects.")
@click.option("--site", default="default", show_default=True, help="Key of the site.")
@click.option(
    "--mode", type=click.Choice(MODES), default="live", show_default=True, help="shadow: only note."
)
@click.option("--inside", is_flag=True, help="Seek words in the middle of others too, as WordPress does.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def wordpress(
    moderation: Path | None, disallowed: Path | None, site: str, mode: str, inside: bool, as_json: bool
) -> None:
    """Take over WordPress's two lists (Settings → Discussion), as they stand in the database."""
    files = {"moderation": moderation, "disallowed": disallowed}
    wanted = {name: _lines(path) for name, path in files.items() if path is not None}
    if not wanted:
        raise click.UsageError("name at least one of --moderation and --disallowed")
    with open_store(load_settings()) as store:
        site_id = _site_id(store, site)
        report = store.write(
            lambda db: import_wordpress(
                db, site_id=site_id, lists=wanted, by=COMMAND, now=datetime.now(UTC), mode=mode, inside=inside
            )
        )
    if as_json:
        print_json(plain_report(report))
    else:
        _show(report)
    if report.failed:
        raise click.exceptions.Exit(1)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _site_id(store: Store, key: str) -> str:
    """Raises NotFound before the first `taliq db upgrade`, BadParameter for a site that is not there."""
    if migrate.present_revision(store) is None:
        raise NotFound("database.empty", remedy="taliq db upgrade")
    with store.read() as db:
        ids = {each.key: each.id for each in all_sites(db)}
    if key not in ids:
        raise click.BadParameter(f"choose from {', '.join(ids)}", param_hint="--site")
    return ids[key]


def _show(report: Report) -> None:
    console = Console(highlight=False)
    console.print("  ".join(f"{name} {getattr(report, name)}" for name in COUNTS))
    if report.reasons:
        table = Table("lines", "reason", "")
        for reason, count in report.reasons.most_common():
            table.add_row(str(count), reason, _WHY[reason])
        console.print(table)
    for where, number, reason in report.lines[:_SHOWN_LINES]:
        console.print(f"  {where}, line {number}: {reason}")
    if len(report.lines) > _SHOWN_LINES:
        console.print(f"  … {len(report.lines) - _SHOWN_LINES} more; --json names them all")
