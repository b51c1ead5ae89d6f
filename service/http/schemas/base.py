"""What all schemas share: unknown fields are refused, and faults are codes, not sentences.

A schema derives from `Schema` and takes its validators from here; then every fault has
a stable code and its wording in both languages. Fields of marshmallow are used as they are.
"""

from collections.abc import Iterable
from typing import Any, Self

import marshmallow
from marshmallow import RAISE, fields, validate


class Flaw(str):
    """A code of `i18n` FAULTS with the values that its sentence names; marshmallow takes it for a message."""

    __slots__ = ("params",)

    params: dict[str, Any]

    def __new__(cls, code: str, **params: Any) -> Self:
        made = super().__new__(cls, code)
        made.params = params
        return made


def flawed(code: str, **params: Any) -> marshmallow.ValidationError:
    """The error to raise for one fault of a field."""
    return marshmallow.ValidationError([Flaw(code, **params)])


class Schema(marshmallow.Schema):
    """Base of every schema."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "field.unknown", "type": "field.type"}  # noqa: RUF012 - as marshmallow has it

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give marshmallow's own refusals our codes, inside lists and maps too."""
        _give_codes(field_obj)


class Length(validate.Length):
    """As marshmallow's, for lists and for texts whose every code point counts."""

    def __call__(self, value: Any) -> Any:
        """Raises ValidationError with `field.too_short` or `field.too_long`."""
        if self.equal is not None and len(value) != self.equal:
            raise flawed("field.too_long", max=self.equal)
        if self.min is not None and len(value) < self.min:
            raise flawed("field.too_short", min=self.min)
        if self.max is not None and len(value) > self.max:
            raise flawed("field.too_long", max=self.max)
        return value


class Range(validate.Range):
    """As marshmallow's; `field.range`."""

    def _format_error(self, value: Any, message: str) -> str:
        return "field.range"


class OneOf(validate.OneOf):
    """As marshmallow's; `field.choice`."""

    def __init__(self, choices: Iterable[Any]) -> None:
        super().__init__(choices, error="field.choice")


_CODES = {
    "required": "field.required",
    "null": "field.null",
    "unknown": "field.choice",
    "too_large": "field.range",
}


# A date is a kind of time to marshmallow.
_OF_TIME = ((fields.Date, "date.invalid"), (fields.DateTime, "time.invalid"))


def _give_codes(field: Any) -> None:
    refused = next((code for kind, code in _OF_TIME if isinstance(field, kind)), "field.type")
    field.error_messages = {
        key: Flaw(_CODES.get(key, "field.invalid" if key == "validator_failed" else refused))
        for key in field.error_messages
    }
    for name in ("inner", "key_field", "value_field"):
        inner = getattr(field, name, None)
        if inner is not None:
            _give_codes(inner)
