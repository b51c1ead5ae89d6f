"""`taliq evaluate --from-decisions`: figures on the desk's decisions and the thresholds they suggest."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.checks.models import MODEL_NAMES, ModelFileInvalid, load_models
from service.cli.context import load_settings, open_store, print_json
from service.cli.desk import read_desk
from service.learn.desk import desk_rows
from service.learn.evaluate_desk import DeskEvaluation, evaluate_desk
from service.learn.rows import LearningFailed

_COLUMNS = ("texts", "labelled", "positive", "auc", "macro_f1", "recall", "precision", "share_held")
_WIDTH_OF_A_FILE = 140


def show_decisions(folder: Path | None, target: float, as_json: bool) -> None:
    """Print them. folder: models other than the live ones. target: share of the approved that may be held.

    Live models are measured only on decisions that they did not learn from.
    """
    with open_store(load_settings()) as store:
        desk = read_desk(store)
    try:
        models = load_models(folder) if folder else desk.models
        rows = desk_rows(desk.decisions, learned_until=None if folder else desk.learned_until)
        with Progress(console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task("Scoring", total=len(rows))
            found = evaluate_desk(
                rows, models, desk.hold_at, target, lambda done: bars.update(task, completed=done)
            )
    except (LearningFailed, ModelFileInvalid) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        about = {"model": models.version, "decisions": len(rows), "hold_at": desk.hold_at}
        print_json(about | {name: _plain(found, name) for name in MODEL_NAMES})
    else:
        _print(found)


def _plain(found: DeskEvaluation, name: str) -> dict[str, object]:
    return found.figures[name].as_dict() | {"suggestion": found.suggestions[name].as_dict()}


def _print(found: DeskEvaluation) -> None:
    table = Table("", *_COLUMNS)
    for name in MODEL_NAMES:
        values = found.figures[name].as_dict()
        table.add_row(name, *("–" if values[key] is None else str(values[key]) for key in _COLUMNS))
    console = Console()
    (console if console.is_terminal else Console(width=_WIDTH_OF_A_FILE)).print(table)
    for name in MODEL_NAMES:
        click.echo(found.suggestions[name].sentence("en"))
        click.echo(found.suggestions[name].sentence("ar"))
