"""JSON lines on standard error, one for each event, with what identifies people taken out.

Code logs ids and codes, never texts or addresses. The processor `redact` is the
second net, for messages of libraries and for mistakes.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import Processor

from config.settings import Settings

REDACTED = "[redacted]"

# A key that contains one of these words keeps no value.
_PRIVATE_KEYS = re.compile(
    r"body|e_?mail|token|password|secret|authorization|cookie|idempotency|api_key|remote_addr|(?:^|_)ip(?:_|$)",
    re.IGNORECASE,
)
_PRIVATE_TEXT = re.compile(
    r"""
      (?:authorization|cookie|set-cookie|idempotency-key|x-api-key)["']?\s*[:=]\s*[^\r\n]*   # a header
    | \b(?:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}
    | [^\s@<>"'(),:;=]{1,64}@[^\s@<>"'(),:;=]+\.[^\s@<>"'(),:;=]{2,}   # an e-mail address
    | \b(?:whsec|whsk)_[A-Za-z0-9+/_=-]{12,}
    | \b[a-z]{1,8}_[A-Za-z0-9_-]{40,}                                           # a token; ids have 26
    | (?<=[?&])(?:token|key|email|signature)=[^\s&"']+                         # in a query
    | (?<=://)[^\s/@:]*:[^\s/@]+(?=@)                                          # a password in an address
    """,
    re.IGNORECASE | re.VERBOSE,
)
# JSON escapes CR, LF and the like; these too would break a line or steer a terminal.
_CONTROL = re.compile(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LONGEST = 2000


def configure(settings: Settings, *, role: str) -> None:
    """Send structlog and the standard library's logging through one formatter.

    role: serve, worker, beat or cli; stands in every line as `role`.
    """
    structlog.reset_defaults()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        # A line below the level costs nothing but a call.
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(role, shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    # Libraries below "warning" tell what they do, not what is wrong: one line a request or a task.
    for noisy in ("celery", "kombu", "amqp", "sqlalchemy", "urllib3", "_granian", "alembic", "werkzeug"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def formatter(role: str, shared: list[Processor]) -> structlog.stdlib.ProcessorFormatter:
    """The formatter of every handler: JSON with Arabic left readable, private values taken out."""

    def name_role(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event.setdefault("role", role)
        return event

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            name_role,
            _name_exception,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=False),
        ],
    )


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take private values out of one event, at any depth; escape what would break the line."""
    return {_clean(str(key)): _value(str(key), value) for key, value in event.items()}


def _value(key: str, value: Any) -> Any:
    if key != "event" and _PRIVATE_KEYS.search(key):
        return REDACTED
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {_clean(str(inner)): _value(str(inner), item) for inner, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value("", item) for item in value]
    return _clean(value if isinstance(value, str) else repr(value))


def _clean(text: str) -> str:
    """Text without private parts, on one line, cut to 2,000 characters."""
    text = _PRIVATE_TEXT.sub(REDACTED, text)
    text = _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _name_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and the places it passed: no message, no locals, which may hold a text."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
    if error is not None:
        event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
        if isinstance(code := getattr(error, "code", None), str):
            event["code"] = code
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        event["trace"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return event
