"""`taliq check`: what the checks say of a text, nothing stored."""

from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from config.settings import Settings
from service.checks.explain import explain, explain_code
from service.cli.context import load_settings, open_store, print_json
from service.cli.verdict_text import marked_words, strongest_words, verdict_lines
from service.moderation.campaign_lookup import campaign_of
from service.moderation.check_text import TextVerdict, check_text
from service.moderation.evaluate_rules import Rules, default_models, own_model

_NO_ISOLATES = dict.fromkeys((0x2068, 0x2069))
"""They order words on a screen; a program that reads the lines has no use for them."""

_DEFAULT_SITE = "sit_default"


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT…")
@click.option(
    "--lang",
    "--language",
    "language",
    type=click.Choice(["ar", "en"]),
    default="ar",
    show_default=True,
    help="Of the sentences.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(words: tuple[str, ...], language: str, as_json: bool) -> None:
    """Print the verdict on a text, with its signals and the places in the text."""
    body = " ".join(words)
    found = _check(load_settings(), body, now=datetime.now(UTC))
    if as_json:
        print_json(_as_data(found, body, language))
    else:
        _show(found, body, language)


def _check(settings: Settings, body: str, *, now: datetime) -> TextVerdict:
    """By the rules of the default site. Raises TaliqError before the first `taliq db upgrade`."""
    with open_store(settings) as store:
        rules = Rules(default_models(), own_model=own_model(settings)).of_sites(store)[_DEFAULT_SITE]
        with store.read() as db:
            campaign = campaign_of(db, _DEFAULT_SITE, body, now=now)
    return check_text(rules, body, now=now, campaign=campaign)


def _as_data(found: TextVerdict, body: str, language: str) -> dict[str, Any]:
    return {
        "verdict": found.verdict.outcome,
        "scores": found.scores,
        "language": found.language,
        "reasons": [{"code": reason.code, "score": reason.score} for reason in found.verdict.reasons],
        "signals": [
            {
                "check": signal.check,
                "code": signal.code,
                "label": explain_code(signal.code, language),
                "score": signal.score,
                "spans": signal.spans,
                "message": explain(signal, language),
                "evidence": dict(signal.evidence),
                "words": marked_words(signal, body),
                "weights": dict(strongest_words(found, signal, body)),
            }
            for signal in found.verdict.signals
        ],
        "model": found.model_version,
        "policy": found.verdict.policy_version,
    }


def _show(found: TextVerdict, body: str, language: str) -> None:
    """In colour on a terminal; NO_COLOR, and a pipe, get the same lines as plain text."""
    console = Console(highlight=False)
    if console.no_color or not console.is_terminal:
        console = Console(highlight=False, color_system=None)
    for line in verdict_lines(found, body, language):
        plain = line if console.is_terminal else Text(line.plain.translate(_NO_ISOLATES))
        console.print(plain, soft_wrap=True)
