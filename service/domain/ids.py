"""Prefixed, time-ordered identifiers: `cmt_01jd…`.

26 characters of Crockford base32 follow the prefix: 48 bits of milliseconds
since 1970 and 80 random bits (the ULID layout, https://github.com/ulid/spec),
lower case. Sorting the strings sorts by time of making.
"""

import secrets
import time
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26


def new_id(prefix: str, *, milliseconds: int | None = None) -> str:
    """A fresh id such as `cmt_01jd8…`; milliseconds: UNIX time, now where None."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    return _written(prefix, (stamp << 80) | secrets.randbits(80))


def first_id(prefix: str, at: datetime) -> str:
    """The smallest id that can have been made at this time: earlier ones sort before it."""
    return _written(prefix, int(at.timestamp() * 1_000) << 80)


def _written(prefix: str, value: int) -> str:
    letters = [ALPHABET[(value >> (5 * place)) & 31] for place in range(LENGTH - 1, -1, -1)]
    return f"{prefix}_{''.join(letters)}"


def is_id(text: str, prefix: str) -> bool:
    """Whether `text` has the shape of an id of this kind."""
    head, _, tail = text.partition("_")
    return head == prefix and len(tail) == LENGTH and all(letter in ALPHABET for letter in tail)
