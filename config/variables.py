"""The table of TALIQ_* variables: what each is called, means and falls back to."""

import dataclasses
import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from config import parsing

PREFIX = "TALIQ_"
_FILE = "_FILE"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One variable that cannot be used. sentence: what is wrong and the remedy, never the value."""

    variable: str
    sentence: str


@dataclasses.dataclass(frozen=True, slots=True)
class Variable:
    """One setting.

    default: as it would be written, or None when it depends on something else (`shown_default` says on what).
    secret: may also come from the file that NAME_FILE names.
    """

    name: str
    field: str
    kind: str
    parse: Callable[[str], Any]
    meaning: str
    default: str | None = None
    shown_default: str = ""
    empty: Any = None
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "TALIQ_ENV",
        "environment",
        "development or production",
        parsing.one_of("development", "production"),
        "Development generates its secrets; production refuses to start without them.",
        default="development",
    ),
    Variable(
        "TALIQ_DATABASE_URL",
        "database_url",
        "URL",
        parsing.database_url,
        "Where the data is: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
        shown_default="the SQLite file `taliq.db` in the data folder",
        secret=True,
    ),
    Variable(
        "TALIQ_REDIS_URL",
        "redis_url",
        "URL",
        parsing.redis_url,
        "The broker and cache: `redis://HOST:6379/0`, `rediss://…` or `unix:///PATH`.",
        shown_default="embedded: `taliq up` starts its own on a socket in the data folder",
        secret=True,
    ),
    Variable(
        "TALIQ_DATA_DIR",
        "data_dir",
        "folder",
        parsing.folder,
        "Everything that is kept on this machine: database, Redis, generated secrets.",
        default="./var",
    ),
    Variable(
        "TALIQ_HOST",
        "host",
        "address",
        parsing.host,
        "The address to listen on.",
        default="127.0.0.1",
    ),
    Variable(
        "TALIQ_PORT",
        "port",
        "1–65535",
        parsing.whole_number(1, 65535),
        "The port to listen on.",
        default="8000",
    ),
    Variable(
        "TALIQ_PUBLIC_URL",
        "public_url",
        "URL",
        parsing.public_url,
        "The address readers and moderators use; links are built from it.",
        shown_default="`http://HOST:PORT`",
    ),
    Variable(
        "TALIQ_SECRET_KEY",
        "secret_key",
        "text of 32 characters or more",
        parsing.secret_key,
        "Signs and keys what must not be forged. Changing it ends all sign-ins and makes readers unknown.",
        shown_default="generated in development; required in production",
        empty="",
        secret=True,
    ),
    Variable(
        "TALIQ_EMAIL_KEYS",
        "email_keys",
        "keys of 32 bytes in base64url, by commas",
        parsing.email_keys,
        "Encrypt readers' e-mail addresses. Newest first: the first encrypts, all decrypt.",
        shown_default="generated in development; required in production",
        empty=(),
        secret=True,
    ),
    Variable(
        "TALIQ_TRUSTED_PROXIES",
        "trusted_proxies",
        "0–10",
        parsing.whole_number(0, 10),
        "How many proxies of yours stand before Taliq and set `X-Forwarded-*`; others are not believed.",
        default="0",
    ),
    Variable(
        "TALIQ_WEB_PROCESSES",
        "web_processes",
        "1–64",
        parsing.whole_number(1, 64),
        "Processes that answer requests.",
        shown_default="one a processor, 4 at most",
    ),
    Variable(
        "TALIQ_WORKER_PROCESSES",
        "worker_processes",
        "1–64",
        parsing.whole_number(1, 64),
        "Processes that check comments.",
        shown_default="one a processor, 4 at most",
    ),
    Variable(
        "TALIQ_ALLOW_PRIVATE_WEBHOOKS",
        "allow_private_webhooks",
        "on or off",
        parsing.switch,
        "Lets webhooks go to private addresses and plain http, for trying things out; refused in production.",
        default="off",
    ),
    Variable(
        "TALIQ_RATE_LIMITS",
        "rate_limits",
        "on or off",
        parsing.switch,
        "`off` switches off every limit by rate, for load tests.",
        default="on",
    ),
    Variable(
        "TALIQ_LOG_LEVEL",
        "log_level",
        "debug, info, warning or error",
        parsing.one_of("debug", "info", "warning", "error"),
        "The least level that is logged.",
        default="info",
    ),
    Variable(
        "TALIQ_SWEEP_INTERVAL_S",
        "sweep_interval_s",
        "0.2–60 seconds",
        parsing.seconds(0.2, 60),
        "How often workers look for work that no message announced.",
        default="2",
    ),
    Variable(
        "TALIQ_TIME_ZONE",
        "time_zone",
        "IANA name, such as Asia/Riyadh",
        parsing.time_zone,
        "The newsroom's clock: where a day begins in its figures.",
        default="UTC",
    ),
    Variable(
        "TALIQ_ALARM_HELD",
        "alarm_held",
        "0–1000000",
        parsing.whole_number(0, 1_000_000),
        "Comments waiting for a person from which editors are told (`queue.backlog`); 0: never.",
        default="200",
    ),
    Variable(
        "TALIQ_ALARM_OVERDUE",
        "alarm_overdue",
        "0–1000000",
        parsing.whole_number(0, 1_000_000),
        "The same for those of them whose due time is over.",
        default="20",
    ),
    Variable(
        "TALIQ_ALARM_SURGE",
        "alarm_surge",
        "0–1000000",
        parsing.whole_number(0, 1_000_000),
        "Comments on one article within 15 minutes from which editors are told (`article.surge`); 0: never.",
        default="100",
    ),
    Variable(
        "TALIQ_ONNX_MODEL",
        "onnx_model",
        "folder",
        parsing.folder,
        "An ONNX text model of yours as a check: `model.onnx`, `tokenizer.json`, `labels.json` (docs/checkers.md).",
        shown_default="none",
    ),
    Variable(
        "TALIQ_OIDC_ISSUER",
        "oidc_issuer",
        "URL",
        parsing.issuer,
        "An OpenID Connect provider through which moderators may sign in (docs/sign-in.md).",
        shown_default="none",
    ),
    Variable(
        "TALIQ_OIDC_CLIENT_ID",
        "oidc_client_id",
        "text",
        parsing.visible_ascii,
        "Our name at that provider.",
        shown_default="none",
    ),
    Variable(
        "TALIQ_OIDC_CLIENT_SECRET",
        "oidc_client_secret",
        "text",
        parsing.visible_ascii,
        "Our secret at that provider.",
        shown_default="none",
        secret=True,
    ),
    Variable(
        "TALIQ_OIDC_NAME",
        "oidc_name",
        "text",
        parsing.label,
        "What the button calls the provider, such as `Newsroom account`.",
        shown_default="the provider's host",
    ),
)


def read(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """Values by field and what is wrong. An empty variable counts as not set; `empty` stands for it."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for variable in VARIABLES:
        name = variable.name
        try:
            name, text = _text(variable, environ)
            values[variable.field] = variable.parse(text) if text is not None else variable.empty
        except ValueError as error:
            problems.append(Problem(name, str(error)))
    return values, problems


def unknown_names(environ: Mapping[str, str]) -> list[Problem]:
    """A misspelled name would be a setting silently not in force."""
    known = {variable.name for variable in VARIABLES}
    known |= {variable.name + _FILE for variable in VARIABLES if variable.secret}
    return [
        Problem(name, _unknown(name, known))
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known
    ]


def _unknown(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"is no setting; did you mean {close[0]}?" if close else "is no setting; remove it"


def _text(variable: Variable, environ: Mapping[str, str]) -> tuple[str, str | None]:
    """The variable's text and the name it came from: itself, its file, or its default."""
    text = environ.get(variable.name, "").strip()
    file = environ.get(variable.name + _FILE, "").strip() if variable.secret else ""
    if text and file:
        raise ValueError(f"is set, and so is {variable.name}{_FILE}; keep one of the two")
    if not file:
        return variable.name, text or variable.default
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError(
            f"comes from {variable.name}{_FILE}, which cannot be read; check file and rights"
        ) from None
    if not content:
        raise ValueError(f"comes from {variable.name}{_FILE}, which is empty; write the secret into it")
    return variable.name, content
