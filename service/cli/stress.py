"""The harder questions of `taliq evaluate`: disguises, and few published comments held."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from service.checks.models import Models
from service.learn.evaluate import score_rows
from service.learn.rows import LearningFailed, read_all
from service.learn.stress import SHARE_HELD, kept_under_disguise, recall_at_share, without_each_source
from service.learn.train import TrainOptions

_SEED = 1

Answers = dict[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked: disguises, a source of published comments, each source left out of training."""

    disguises: bool
    published: str | None
    sources_out: bool


def stress(
    files: Sequence[Path],
    models: Models,
    hold_at: float,
    asked: Questions,
    progress: Callable[[int], None],
) -> Answers:
    """The answers asked for: `disguises`, `published` and `sources_out`; empty where nothing was asked.

    Raises LearningFailed where no row comes from the source of published comments, or training fails.
    """
    if not asked.disguises and asked.published is None and not asked.sources_out:
        return {}
    rows = read_all(files)
    answers: Answers = {}
    if asked.disguises:
        answers["disguises"] = asdict(kept_under_disguise(rows, models, hold_at, _SEED, progress))
    if asked.published is not None:
        scores = score_rows(rows, models, progress)["abuse"]
        found = recall_at_share(rows, scores, asked.published)
        if found is None:
            raise LearningFailed(f"No row comes from {asked.published}. Name a source of these files.")
        answers["published"] = asdict(found)
    if asked.sources_out:
        answers["sources_out"] = without_each_source(rows, TrainOptions(), lambda done, _: progress(done))
    return answers


def print_stress(answers: Answers) -> None:
    """One line per answer and per disguise or source."""
    if "disguises" in answers:
        click.echo(f"Held as typed: {answers['disguises']['caught']}. Still held:")
        _print_shares(answers["disguises"]["kept"])
    if "published" in answers:
        found = answers["published"]
        click.echo(
            f"At {SHARE_HELD:.0%} of published comments held (score {found['threshold']:.3f}), of abusive "
            f"Arabic rows {found['recall']:.1%} are held:"
        )
        _print_shares(found["by_source"])
    if "sources_out" in answers:
        click.echo("AUC on the Arabic rows of a source that training never saw:")
        _print_shares(answers["sources_out"])


def _print_shares(shares: object) -> None:
    if isinstance(shares, Mapping):
        for name, share in shares.items():
            click.echo(f"  {name:<24} {share:.3f}")
