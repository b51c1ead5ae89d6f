"""Opaque places in a list: where the next page begins."""

import base64
import binascii
import json
from collections.abc import Sequence

from service.domain.errors import Fault, Invalid
from service.domain.ids import is_id

Part = str | int | float


def encode_cursor(*parts: Part) -> str:
    """The sort values of the last row of a page, as one URL-safe word."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> tuple[Part, ...]:
    """The sort values again. kinds: the type of each.

    Raises Invalid (`cursor.invalid`) for anything that `encode_cursor` did not make.
    """
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        parts = None
    if (
        not isinstance(parts, list)
        or len(parts) != len(kinds)
        or not all(_is_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    ):
        raise Invalid([Fault("cursor", "cursor.invalid")])
    return tuple(parts)


def decode_id_cursor(cursor: str, prefix: str) -> str:
    """The id at which the next page begins, in lists that are sorted by id alone.

    Raises Invalid (`cursor.invalid`).
    """
    (part,) = decode_cursor(cursor, (str,))
    if not is_id(str(part), prefix):
        raise Invalid([Fault("cursor", "cursor.invalid")])
    return str(part)


def _is_part(part: object, kind: type) -> bool:
    """Of that type; and a text must be one that every database takes (no NUL, no surrogates)."""
    return type(part) is kind and (not isinstance(part, str) or part.isprintable())
