"""`taliq evaluate`: figures of the models on labelled files."""

from collections.abc import Mapping
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.checks.models import DEFAULT_FOLDER, MODEL_NAMES, ModelFileInvalid, load_models
from service.checks.policy import DEFAULT_POLICY
from service.cli.context import print_json
from service.cli.evaluate_decisions import show_decisions
from service.cli.stress import Questions, print_stress, stress
from service.learn.evaluate import Evaluation
from service.learn.evaluate import evaluate as evaluate_files
from service.learn.figures import Figures
from service.learn.rows import LearningFailed
from service.learn.suggest import FALSE_HOLDS

_COLUMNS = ("texts", "labelled", "positive", "auc", "macro_f1", "recall", "precision", "share_held")
_WIDTH_OF_A_FILE = 140


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--models",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that `taliq train` wrote; else the shipped models, or the live ones with --from-decisions.",
)
@click.option(
    "--from-decisions",
    is_flag=True,
    help="Instead of files, what the desk decided, with a threshold that it suggests.",
)
@click.option(
    "--false-holds",
    default=100 * FALSE_HOLDS,
    show_default=True,
    metavar="PERCENT",
    type=click.FloatRange(0, 100, max_open=True),
    help="Of what the desk approved, the share that a suggested threshold may hold.",
)
@click.option(
    "--disguises",
    is_flag=True,
    help="Disguise the abusive Arabic rows that are held; say how many still are.",
)
@click.option(
    "--published",
    metavar="SOURCE",
    help="A source of published comments: say what is caught where at most 3 % of them are held.",
)
@click.option(
    "--sources-out",
    is_flag=True,
    help="Train on the files without each Arabic source in turn; say how that source is told. Takes long.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(
    files: tuple[Path, ...],
    folder: Path | None,
    from_decisions: bool,
    false_holds: float,
    disguises: bool,
    published: str | None,
    sources_out: bool,
    as_json: bool,
) -> None:
    """Say how well the models do on labelled files.

    FILES: JSON lines {"text", "abuse": 0|1|null, "spam": 0|1|null, "source"?, "dialect"?}, plain or
    .gz. Figures of a label leave out the rows where it is null; the share held at the live policy counts every row.
    """
    if bool(files) is from_decisions:
        raise click.UsageError("Name FILES, or --from-decisions without any.")
    if from_decisions:
        show_decisions(folder, false_holds / 100, as_json)
    else:
        asked = Questions(disguises, published, sources_out)
        _evaluate_files(files, folder or DEFAULT_FOLDER, asked, as_json)


def _evaluate_files(files: tuple[Path, ...], folder: Path, asked: Questions, as_json: bool) -> None:
    hold_at = {name: DEFAULT_POLICY.hold_at[name] for name in MODEL_NAMES}
    try:
        models = load_models(folder)
        with Progress(console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task("Scoring", total=None)
            found = evaluate_files(files, models, hold_at, lambda done: bars.update(task, completed=done))
            under_stress = stress(
                files,
                models,
                hold_at["abuse"],
                asked,
                progress=lambda done: bars.update(task, completed=done),
            )
    except (LearningFailed, ModelFileInvalid) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        about = {"model": models.version, "policy": DEFAULT_POLICY.version, "hold_at": hold_at}
        print_json(about | _plain(found) | under_stress)
    else:
        _print_tables(found)
        print_stress(under_stress)


def _plain(found: Evaluation) -> dict[str, object]:
    """Overall figures under the models' names, the groups under `files`, `sources`, `languages`, `dialects`."""

    def values(by_model: Mapping[str, Figures]) -> dict[str, object]:
        return {name: each.as_dict() for name, each in by_model.items()}

    grouped = {
        f"{kind}s": {key: values(each) for key, each in of.items()} for kind, of in _groups(found).items()
    }
    return values(found.overall) | grouped


def _groups(found: Evaluation) -> dict[str, Mapping[str, Mapping[str, Figures]]]:
    """The groups by what they have in common."""
    return {
        "file": found.files,
        "source": found.sources,
        "language": found.languages,
        "dialect": found.dialects,
    }


def _print_tables(found: Evaluation) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_OF_A_FILE)
    for model in MODEL_NAMES:
        table = Table("", *_COLUMNS, title=model, title_justify="left", box=SIMPLE_HEAD)
        table.add_row("all", *_cells(found.overall[model]), end_section=True)
        for kind, of in _groups(found).items():
            for key, by_model in of.items():
                table.add_row(f"{kind} {key}", *_cells(by_model[model]))
            table.add_section()
        console.print(table)


def _cells(each: Figures) -> list[str]:
    values = each.as_dict()
    return ["–" if values[key] is None else str(values[key]) for key in _COLUMNS]
