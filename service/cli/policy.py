"""`taliq policy`: trying a changed policy or word list before it is in force."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from marshmallow import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.cli.context import load_settings, open_store, print_json
from service.cli.preview_tables import show
from service.domain.errors import Invalid
from service.http.i18n.catalogue import fault_message
from service.http.parsing import faults_of
from service.http.previews import worded
from service.http.schemas.previews import ListsPreviewIn, PolicyPreviewIn
from service.moderation.preview import DAYS, MOST_DAYS, Answer, Range, Step
from service.moderation.preview_lists import ListChange, preview_lists
from service.moderation.preview_policy import preview_policy
from service.store.engine import Store
from service.store.sites import all_sites

_REMEDY = (
    'Write what shall change of the policy, {"hold_at": {"abuse": 0.7, "spam": 0.6}}, or entries of the'
    ' lists, [{"kind": "word", "value": "…"}].'
)


@click.group()
def policy() -> None:
    """Try a changed policy or word list on what came in."""


@policy.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    help=f"How far to look back; {DAYS} unless FILE says otherwise.",
)
@click.option("--site", default="default", show_default=True, metavar="KEY", help="Whose comments.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def preview(file: Path, days: int | None, site: str, as_json: bool) -> None:
    """Say what a change would have held, published or rejected.

    FILE: JSON of a policy's fields as `PUT /v1/moderation/policy` takes them, or of list entries: a
    list, or {"entries": […], "without": […ids]}. Nothing is stored, and no model is asked again.
    """
    wanted, is_lists = _read(file)
    with open_store(load_settings()) as store:
        steps = _steps(store, _site_id(store, site), wanted, is_lists, days)
        try:
            answer = worded(_follow(steps), "en")
        except Invalid as error:
            raise _refusal(file, error) from error
    if as_json:
        print_json(answer)
    else:
        show(answer)


def _read(file: Path) -> tuple[dict[str, Any], bool]:
    """What the file asks for, and whether that is about lists. Raises ClickException with the remedy."""
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise click.ClickException(f"{file}: line {error.lineno}: {error.msg}. {_REMEDY}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise click.ClickException(f"{file}: not JSON in UTF-8. {_REMEDY}") from error
    if isinstance(data, list):
        data = {"entries": data}
    if not isinstance(data, dict):
        raise click.ClickException(f"{file}: neither an object nor a list. {_REMEDY}")
    is_lists = "entries" in data
    try:
        loaded: dict[str, Any] = (ListsPreviewIn() if is_lists else PolicyPreviewIn()).load(data)
    except ValidationError as error:
        raise _refusal(file, Invalid(list(faults_of(error.messages)))) from error
    return loaded, is_lists


def _site_id(store: Store, key: str) -> str:
    with store.read() as db:
        ids = {site.key: site.id for site in all_sites(db)}
    if key not in ids:
        raise click.BadParameter(f"choose from {', '.join(sorted(ids))}", param_hint="--site")
    return ids[key]


def _steps(
    store: Store, site_id: str, wanted: dict[str, Any], is_lists: bool, days: int | None
) -> Iterator[Step]:
    in_file, moment = wanted.pop("days"), datetime.now(UTC)
    look = Range(days or in_file)
    if is_lists:
        change = ListChange(wanted["entries"], wanted["without"])
        return preview_lists(store, site_id=site_id, change=change, wanted=look, now=moment)
    return preview_policy(store, site_id=site_id, changes=wanted, wanted=look, now=moment)


def _follow(steps: Iterator[Step]) -> Answer:
    """The answer; a bar on standard error shows the way there."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    answer: Answer = {}
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("Looking back", total=None)
        for step in steps:
            bars.update(task, completed=step.done, total=step.total)
            answer = step.answer or answer
    return answer


def _refusal(file: Path, error: Invalid) -> click.ClickException:
    lines = [
        f"  {fault.field or 'the file'}: {fault_message(fault.code, 'en', fault.params)}"
        for fault in error.faults
    ]
    return click.ClickException("\n".join([f"{file} cannot be used:", *lines]))
