"""A newsroom's own checkers, as programs send and get them."""

import re
from typing import Any

from marshmallow import fields

from service.http.schemas.base import Length, OneOf, Range, Schema, flawed
from service.moderation.checkers import LONGEST_TIMEOUT_S, MODES
from service.moderation.targets import LONGEST_URL

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_URL = {
    "format": "webhook-url",
    "description": "https on port 443, with a public address; checked before every question.",
}
_TIMEOUT = {"description": "Seconds for one whole answer, whatever it does meanwhile."}
_REQUIRED = {"description": "Whether a comment is held when no answer comes; it is checked again by itself."}
_MODE = {"description": "shadow: answers are noted and decide nothing."}
_HOLD_AT = {"description": "Score from which a signal holds."}


class CheckerName(fields.String):
    """Small Latin letters, digits, `_` and `-`, up to 31."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name: str = super()._deserialize(value, attr, data, **kwargs)
        if not _NAME.fullmatch(name):
            raise flawed("checker.name")
        return name


def _switch(metadata: dict[str, Any], **options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={True}, falsy={False}, metadata=metadata, **options)


def _timeout(**options: Any) -> fields.Float:
    return fields.Float(validate=Range(min=0.1, max=LONGEST_TIMEOUT_S), metadata=_TIMEOUT, **options)


def _hold_at(**options: Any) -> fields.Float:
    return fields.Float(validate=Range(min=0, max=1), metadata=_HOLD_AT, **options)


class CheckerIn(Schema):
    """A new checker."""

    name = CheckerName(required=True, metadata={"pattern": f"^{_NAME.pattern}$", "example": "toxicity"})
    url = fields.String(required=True, validate=Length(min=1, max=LONGEST_URL), metadata=_URL)
    timeout_s = _timeout(load_default=2.0)
    required = _switch(_REQUIRED, load_default=False)
    mode = fields.String(load_default="live", validate=OneOf(MODES), metadata=_MODE)
    hold_at = _hold_at(load_default=0.6)


class CheckerChangeIn(Schema):
    """What shall be different; what is left out stays."""

    url = fields.String(validate=Length(min=1, max=LONGEST_URL), metadata=_URL)
    timeout_s = _timeout()
    required = _switch(_REQUIRED)
    mode = fields.String(validate=OneOf(MODES), metadata=_MODE)
    hold_at = _hold_at()
    enabled = _switch({"description": "false: it is not asked."})


class CheckerOut(Schema):
    """A checker."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True)
    timeout_s = fields.Float(required=True)
    required = fields.Boolean(required=True)
    mode = fields.String(required=True, metadata={"enum": list(MODES)})
    hold_at = fields.Float(required=True)
    enabled = fields.Boolean(required=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)


class CheckerSecretOut(CheckerOut):
    """A checker with its secret, which no other reply shows."""

    secret = fields.String(required=True, metadata={"description": "`whsec_…`: signs every question."})


class CheckersOut(Schema):
    """A page of checkers, oldest first."""

    items = fields.List(fields.Nested(CheckerOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
