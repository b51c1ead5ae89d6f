"""`taliq check`: what the checks say of a text, nothing stored."""

from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from config.settings import Settings
from service.checks.explain import explain, explain_code
from service.cli.context import load_settings, open_store, print_json
from service.domain.verdicts import Outcome, Signal
from service.moderation.check_text import TextVerdict, check_text
from service.moderation.evaluate_rules import Rules, SiteRules, default_models, own_model

_COLOURS = {Outcome.PUBLISH: "bold green", Outcome.HOLD: "bold yellow", Outcome.REJECT: "bold red"}
_DEFAULT_SITE = "sit_default"


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT…")
@click.option(
    "--language", type=click.Choice(["ar", "en"]), default="ar", show_default=True, help="Of the sentences."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(words: tuple[str, ...], language: str, as_json: bool) -> None:
    """Print the verdict on a text, with its signals and the places in the text."""
    body = " ".join(words)
    found = check_text(_rules(load_settings()), body, now=datetime.now(UTC))
    if as_json:
        print_json(_as_data(found, language))
    else:
        _show(found, body, language)


def _rules(settings: Settings) -> SiteRules:
    """The rules of the default site. Raises TaliqError before the first `taliq db upgrade`."""
    with open_store(settings) as store:
        return Rules(default_models(), own_model=own_model(settings)).of_sites(store)[_DEFAULT_SITE]


def _as_data(found: TextVerdict, language: str) -> dict[str, Any]:
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
            }
            for signal in found.verdict.signals
        ],
        "model": found.model_version,
        "policy": found.verdict.policy_version,
    }


def _show(found: TextVerdict, body: str, language: str) -> None:
    console, outcome = Console(highlight=False), found.verdict.outcome
    console.print(Text(outcome.value, style=_COLOURS[outcome]))
    marked = Text(body)
    for signal in found.verdict.signals:
        for start, end in signal.spans:
            marked.stylize("underline", start, end)
    console.print(marked)
    for signal in found.verdict.signals:
        console.print(_line(signal, body, language))
    scores = "  ".join(f"{name} {score:.2f}" for name, score in found.scores.items())
    console.print(
        Text(f"{scores}  ·  model {found.model_version}  ·  policy {found.verdict.policy_version}", "dim")
    )


def _line(signal: Signal, body: str, language: str) -> Text:
    line = Text(f"  {signal.score:.2f}  {signal.code:<22} {explain(signal, language)}")
    places = " · ".join(body[start:end] for start, end in signal.spans)
    return line.append(f"  [{places}]", style="cyan") if places else line
