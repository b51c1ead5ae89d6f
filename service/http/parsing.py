"""Reading what a client sends: strict JSON, and marshmallow's findings as faults.

Stricter than the libraries, because they disagree: a duplicate key is two bodies in one,
NaN is no JSON, and a lone surrogate or NUL is text that one of the stores refuses.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NoReturn, TypeVar

from flask import Request, current_app, g
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from service.domain.errors import Fault, Invalid, TaliqError
from service.http.schemas.base import Flaw

View = TypeVar("View", bound=Callable[..., Any])

BODY_BYTES = 64 * 1024
BATCH_BODY_BYTES = 1024 * 1024
DEEPEST = 10
LONGEST_NUMBER = 19  # digits of the largest signed 64-bit number

# NUL and lone surrogates: SQLite stores the first, PostgreSQL neither, UTF-8 has no form for the second.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BOM = b"\xef\xbb\xbf"
_LIMIT_ATTRIBUTE = "taliq_body_bytes"


def body_limit(size: int) -> Callable[[View], View]:
    """Decorator, nearest to the view: it reads bodies of up to `size` bytes (a batch route)."""

    def mark(view: View) -> View:
        setattr(view, _LIMIT_ATTRIBUTE, size)
        return view

    return mark


def read_json(incoming: Request, *, limit: int = BODY_BYTES) -> dict[str, Any]:
    """The JSON object of a request.

    Raises TaliqError with a code of 400, 413 or 415 (`statuses`).
    """
    if incoming.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise TaliqError("media.encoded")
    charset = incoming.mimetype_params.get("charset", "utf-8").lower()
    if incoming.mimetype != "application/json" or charset not in {"utf-8", "utf8"}:
        raise TaliqError("media.unsupported")
    return parse_object(_bytes(incoming, limit))


@cache
def _decoder() -> json.JSONDecoder:
    """Made once: `json.loads` would make one for every body that is read with hooks."""
    return json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_whole_number)


def parse_object(raw: bytes) -> dict[str, Any]:
    """The object that these bytes spell. Raises TaliqError with a code of 400."""
    if not raw.strip():
        raise TaliqError("body.empty")
    if raw.startswith(_BOM):
        raise TaliqError("body.not_utf8")
    try:
        value = _decoder().decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise TaliqError("body.not_utf8") from None
    except RecursionError:
        raise TaliqError("body.too_deep") from None
    except json.JSONDecodeError:
        raise TaliqError("body.not_json") from None
    if not isinstance(value, dict):
        raise TaliqError("body.not_object")
    return value


def faults_of(messages: Any, path: str = "") -> Iterator[Fault]:
    """marshmallow's nested messages as faults, one for each; `_schema` means the object itself."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            name = "" if key == "_schema" else _shown(str(key))
            yield from faults_of(inner, f"{path}.{name}" if path and name else path or name)
        return
    for message in messages if isinstance(messages, list) else [messages]:
        if isinstance(message, Flaw):
            yield Fault(path, message, dict(message.params))
        else:
            yield Fault(path, message if _CODE.fullmatch(str(message)) else "field.invalid")


class StrictParser(FlaskParser):
    """webargs with our reading of JSON and our way to refuse."""

    def parse(self, argmap: Any, req: Request | None = None, **options: Any) -> Any:
        """As webargs; raises Invalid with every fault of the body together."""
        g.unstorable = []
        data = super().parse(argmap, req, **options)
        if g.unstorable:
            raise Invalid(g.unstorable)
        return data

    def load_json(self, req: Request, schema: Schema) -> dict[str, Any]:
        """The body, kept as `g.body` for the fingerprint of a repeated request."""
        view = current_app.view_functions[str(req.endpoint)]
        g.body = read_json(req, limit=getattr(view, _LIMIT_ATTRIBUTE, BODY_BYTES))
        g.unstorable = _look_through(g.body)
        return dict(g.body)

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """The query, with names and values that the stores can hold."""
        g.unstorable = [
            Fault(_shown(name), "text.forbidden")
            for name, value in req.args.items(multi=True)
            if _UNSTORABLE.search(name + value)
        ]
        return super().load_querystring(req, schema)

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_options: Any) -> NoReturn:
        """Every fault that marshmallow found and every unstorable text, each field's once."""
        by_location: Any = error.messages
        found = [fault for messages in by_location.values() for fault in faults_of(messages)]
        named = {fault.field for fault in found}
        raise Invalid([*found, *(fault for fault in g.unstorable if fault.field not in named)])


def present_body() -> dict[str, Any]:
    """The JSON object of this request as it was sent, after a schema has read it; else empty."""
    body: dict[str, Any] = g.get("body", {})
    return body


def _shown(name: str) -> str:
    """A field's name as the reply may repeat it: a long or odd one could be a private text."""
    return name if _NAME.fullmatch(name) else "?"


def _bytes(incoming: Request, limit: int) -> bytes:
    # One more than allowed: a chunked body without end is cut there, and silently.
    incoming.max_content_length = limit + 1
    try:
        raw = incoming.get_data(cache=False)
    except RequestEntityTooLarge:
        raise TaliqError("body.too_large") from None
    if len(raw) > limit:
        raise TaliqError("body.too_large")
    return raw


def _look_through(body: dict[str, Any]) -> list[Fault]:
    """Faults of unstorable texts. Raises TaliqError when the body is nested too deeply."""
    faults: list[Fault] = []
    waiting: list[tuple[str, Any, int]] = [("", body, 1)]
    while waiting:
        path, value, depth = waiting.pop()
        if isinstance(value, str):
            if _UNSTORABLE.search(value):
                faults.append(Fault(path, "text.forbidden"))
        elif isinstance(value, dict | list):
            if depth > DEEPEST:
                raise TaliqError("body.too_deep")
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(key, str) and _UNSTORABLE.search(key):
                    faults.append(Fault(path, "text.forbidden"))
                    continue
                name = _shown(str(key))
                waiting.append((f"{path}.{name}" if path else name, inner, depth + 1))
    return faults


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise TaliqError("body.duplicate_key")
    return found


def _no_constant(_name: str) -> NoReturn:
    raise TaliqError("body.not_json")


def _whole_number(digits: str) -> int:
    if len(digits.lstrip("-")) > LONGEST_NUMBER:
        raise TaliqError("body.number_too_large")
    return int(digits)
