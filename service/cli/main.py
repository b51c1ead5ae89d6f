"""The command `taliq`. Exit codes: 0 done, 1 failed, 2 wrong use."""

import importlib
import os
from typing import Any, NamedTuple

import click

from config.settings import SettingsInvalid
from service.domain.errors import TaliqError
from service.embedded import RedisFolderUnsafe
from service.http.i18n.catalogue import has_problem_words, problem_words


class _Entry(NamedTuple):
    module: str
    attribute: str
    help: str


# Each command lives in its own module, imported when it is used: `taliq --help` needs neither the
# server nor the database. A test compares the sentences with the commands' own.
COMMANDS = {
    "up": _Entry("service.cli.up", "up", "Start everything: database, Redis, API, workers, beat."),
    "serve": _Entry("service.cli.serve", "serve", "Answer requests: the API, the console, the widget."),
    "worker": _Entry("service.cli.worker", "worker", "Check comments and deliver webhooks."),
    "beat": _Entry(
        "service.cli.worker", "beat", 'Send the periodic "look now" messages; several of them change nothing.'
    ),
    "doctor": _Entry(
        "service.cli.doctor",
        "doctor",
        "Check settings, database, Redis, migrations, workers, clock, secrets and the audit log.",
    ),
    "check": _Entry(
        "service.cli.check",
        "check",
        "Print the verdict on a text, with its signals and the places in the text.",
    ),
    "policy": _Entry("service.cli.policy", "policy", "Try a changed policy or word list on what came in."),
    "db": _Entry("service.cli.db", "db", "Look after the database."),
    "user": _Entry(
        "service.cli.users", "user", "Invite, list and disable moderators, and reset their second factor."
    ),
    "key": _Entry("service.cli.keys", "key", "Make, list and revoke API keys."),
    "lists": _Entry("service.cli.lists", "lists", "Take over word lists of other systems."),
    "train": _Entry("service.cli.train", "train", "Learn the abuse and spam models from labelled files."),
    "evaluate": _Entry("service.cli.evaluate", "evaluate", "Say how well the models do on labelled files."),
    "model": _Entry(
        "service.cli.model", "model", "List models, try one beside the live one, use it, go back."
    ),
}


class _Taliq(click.Group):
    """Loads a command when it is used; its refusals are sentences with exit code 1, never a traceback."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        entry = COMMANDS.get(name)
        return getattr(importlib.import_module(entry.module), entry.attribute) if entry else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (SettingsInvalid, RedisFolderUnsafe) as error:
            raise click.ClickException(str(error)) from error
        except TaliqError as error:
            raise click.ClickException(_sentence(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise click.ClickException(
                f"{error.filename}: {error.strerror}" if error.filename else str(error)
            ) from error


@click.group(cls=_Taliq, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="taliq", prog_name="taliq")
def main() -> None:
    """Comment moderation for news sites, Arabic first."""


def _sentence(error: TaliqError) -> str:
    """The error in words, in Arabic where the terminal's locale is Arabic."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not has_problem_words(error.code):
        return error.code
    return problem_words(error.code, "ar" if locale.startswith("ar") else "en", error.params)[1]


if __name__ == "__main__":
    main()
