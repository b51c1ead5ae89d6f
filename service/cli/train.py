"""`taliq train`: make the abuse and spam models from labelled files."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from service.checks.models import MODEL_NAMES
from service.checks.scoring import HOLD_SCORE
from service.cli.context import print_json
from service.cli.train_desk import train_with_desk
from service.learn.rows import LearningFailed, Row, read_all
from service.learn.train import CARD, TrainOptions
from service.learn.train import Progress as TrainProgress
from service.learn.train import train as train_models
from service.learn.trial import TrialOptions

_STAGES = {"features": "Reading texts", "fit": "Fitting"}


@click.command()
@click.argument("data", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the models; not needed with --from-decisions.",
)
@click.option(
    "--from-decisions",
    is_flag=True,
    help="Learn from the desk's decisions, too; the new models go on trial beside the live ones.",
)
@click.option(
    "--weight",
    default=TrialOptions().weight,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Rows of a file that one decision counts as.",
)
@click.option("--force", is_flag=True, help="Put models on trial that the decisions speak against.")
@click.option("--seed", default=1, show_default=True, help="Same data and seed, same models.")
@click.option(
    "--open-licences-only", is_flag=True, help="Use only rows that state MIT, Apache, CC0, CC BY or CC BY-SA."
)
@click.option(
    "--published",
    multiple=True,
    metavar="SOURCE",
    help="A source of published comments, few of which may be held; may be repeated.",
)
@click.option(
    "--unlabelled",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="More texts, from which the meaning of words is learned; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def train(
    data: tuple[Path, ...],
    out: Path | None,
    from_decisions: bool,
    weight: int,
    force: bool,
    seed: int,
    open_licences_only: bool,
    published: tuple[str, ...],
    unlabelled: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Learn the abuse and spam models from labelled files.

    DATA: JSON lines {"text", "abuse": 0|1|null, "spam": 0|1|null, "source"?, "licence"?}, plain or
    .gz. Rows under a non-commercial or research-only licence are never used.
    """
    options = TrainOptions(
        seed,
        open_licences_only,
        frozenset(published) or TrainOptions().published,
        unlabelled=_rows_without_labels(unlabelled),
    )
    if from_decisions:
        trial = TrialOptions(options, weight)
        train_with_desk(data, out, trial, force=force, progress=training_progress, as_json=as_json)
    elif not data or out is None:
        raise click.UsageError("DATA and --out are needed without --from-decisions.")
    else:
        _train_on_files(data, out, options, as_json)


def _rows_without_labels(paths: tuple[Path, ...]) -> tuple[Row, ...]:
    try:
        return tuple(read_all(paths)) if paths else ()
    except LearningFailed as error:
        raise click.ClickException(str(error)) from error


def _train_on_files(data: tuple[Path, ...], out: Path, options: TrainOptions, as_json: bool) -> None:
    with _progress() as bars:
        try:
            reading = bars.add_task("Reading files", total=None)
            rows = read_all(data)
            bars.update(reading, total=len(rows), completed=len(rows))
            models = train_models(rows, out, options, datetime.now(UTC).date(), _Steps(bars))
        except LearningFailed as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        hold_at = dict.fromkeys(MODEL_NAMES, HOLD_SCORE)
        print_json({"version": models.version, "folder": str(out), "rows": len(rows), "hold_at": hold_at})
    else:
        click.echo(f"{models.version} is in {out}. What it can do: {out / CARD}")


@contextmanager
def training_progress() -> Iterator[TrainProgress]:
    """What a training reports to while the block runs."""
    with _progress() as bars:
        yield _Steps(bars)


class _Steps:
    """Turns the training's reports into bars, one per stage, on standard error."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_STAGES[stage], total=total)
        self._bars.update(self._tasks[stage], completed=done)


def _progress() -> Progress:
    columns = (TextColumn("{task.description:<14}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
