"""`taliq train --from-decisions`: from files and the desk to a version on trial in the database."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import click

from service.checks.models import MODEL_NAMES
from service.cli.context import load_settings, open_store, print_json
from service.cli.desk import Desk, read_desk
from service.learn.desk import desk_rows
from service.learn.rows import LearningFailed, read_all
from service.learn.train import Progress
from service.learn.trial import Trial, TrialOptions, run_trial
from service.moderation.model_versions import put_on_trial
from service.store.engine import Store

Showing = Callable[[], AbstractContextManager[Progress]]


def train_with_desk(
    data: Sequence[Path],
    out: Path | None,
    options: TrialOptions,
    *,
    force: bool,
    progress: Showing,
    as_json: bool,
) -> None:
    """Train, compare, and put the new models on trial. out: where their folder is kept as well.

    Raises ClickException, with nothing stored, where the decisions kept apart speak against the
    new models, unless `force`.
    """
    with open_store(load_settings()) as store:
        desk = read_desk(store)
        with tempfile.TemporaryDirectory(prefix="taliq-train-") as spare:
            folder = out or Path(spare)
            with progress() as report:
                trial = _run(data, desk, folder, options, report)
            objection = trial.objection
            if objection is None or force:
                _store(store, folder, trial, desk)
    if as_json:
        print_json({"version": trial.models.version, "objection": objection} | trial.as_dict())
    else:
        _show(trial)
    if objection is not None and not force:
        raise click.ClickException(
            f"{objection}. Nothing was stored; --force puts them on trial all the same."
        )
    if not as_json:
        click.echo(
            f"{trial.models.version} is on trial beside the live models. `taliq model compare` shows what "
            f"it would do, `taliq model use {trial.models.version}` makes it live."
        )


def _run(data: Sequence[Path], desk: Desk, folder: Path, options: TrialOptions, report: Progress) -> Trial:
    try:
        return run_trial(
            read_all(data) if data else [],
            desk_rows(desk.decisions),
            folder,
            present=desk.models,
            hold_at=desk.hold_at,
            options=options,
            today=datetime.now(UTC).date(),
            progress=report,
        )
    except LearningFailed as error:
        raise click.ClickException(str(error)) from error


def _store(store: Store, folder: Path, trial: Trial, desk: Desk) -> None:
    figures = trial.as_dict() | {"learned_until": max(each.seq for each in desk.decisions)}
    with store.transaction() as db:
        put_on_trial(db, folder, version=trial.models.version, figures=figures, now=datetime.now(UTC))


def _show(trial: Trial) -> None:
    click.echo(f"{trial.decisions} decisions, {trial.kept_apart} of them kept apart to compare:")
    for name in MODEL_NAMES:
        before, after = trial.present[name], trial.new[name]
        click.echo(
            f"  {name}: AUC {_number(before.auc)} → {_number(after.auc)}, "
            f"macro-F1 {_number(before.macro_f1)} → {_number(after.macro_f1)}"
        )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
