"""List entries of a newsroom: words, phrases, patterns and domains with what they ask for."""

import dataclasses
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.checks.lists import compile_lists
from service.checks.text import fold
from service.checks.views import words_only
from service.domain.comments import ListEntry, MatchKind
from service.domain.cursors import decode_id_cursor, encode_cursor
from service.domain.errors import Fault, Invalid, NotFound
from service.domain.ids import new_id
from service.store import list_entries as store
from service.store.engine import Db

KINDS = ("word", "phrase", "domain", "email", "pattern")
ACTIONS = ("hold", "reject", "note")
MODES = ("live", "shadow")
PREFIX = "lst"
FEWEST_LETTERS = 3
COMMAND = "cli"
"""The owner of what a command entered."""

_OWNER_KINDS = {"key": "key", "mod": "moderator", COMMAND: "command"}

Entry = dict[str, Any]
_CHECKED = tuple(field.name for field in dataclasses.fields(ListEntry) if field.name not in {"id", "extra"})


def list_entries(
    db: Db,
    *,
    site_id: str,
    kind: str | None,
    mode: str | None,
    limit: int,
    cursor: str | None,
    section: str | None = None,
) -> tuple[list[Entry], str | None]:
    """A page of entries, newest first, and the next page's cursor. Raises Invalid (`cursor.invalid`)."""
    before = decode_id_cursor(cursor, PREFIX) if cursor is not None else None
    found = store.entries_of_site(
        db, site_id, kind=kind, mode=mode, section=section, limit=limit + 1, before=before
    )
    more = len(found) > limit
    return found[:limit], encode_cursor(found[limit - 1]["id"]) if more else None


def owner_kind(owner_id: str | None) -> str | None:
    """Who made an entry: a `key`, a `moderator` or a `command`; None where nobody is named."""
    return _OWNER_KINDS.get(owner_id.partition("_")[0]) if owner_id else None


def get_entry(db: Db, *, site_id: str, entry_id: str) -> Entry:
    """One entry of this site. Raises NotFound (`list.not_found`)."""
    found = store.entry_of_site(db, site_id, entry_id)
    if found is None:
        raise NotFound("list.not_found")
    return found


def add_entry(db: Db, *, site_id: str, fields: Mapping[str, Any], by: str, now: datetime) -> Entry:
    """Make an entry, in force within seconds.

    fields: kind, value, match, action, reason, language, mode, section, note, expires_at. Raises
    Invalid where nothing could be found with it, or far too much.
    """
    require_sound(fields)
    entry_id = new_id(PREFIX)
    times = {"created_at": now, "updated_at": now}
    store.add_entry(db, {"id": entry_id, "site_id": site_id, "owner_id": by, **times, **fields})
    store.mark_rules_changed(db, site_id)
    return get_entry(db, site_id=site_id, entry_id=entry_id)


def change_entry(db: Db, *, site_id: str, entry_id: str, changes: Mapping[str, Any], now: datetime) -> Entry:
    """Change an entry; what is left out stays. Raises NotFound, or Invalid as `add_entry`."""
    present = get_entry(db, site_id=site_id, entry_id=entry_id)
    require_sound({**present, **changes})
    store.change_entry(db, entry_id, {**changes, "updated_at": now})
    store.mark_rules_changed(db, site_id)
    return get_entry(db, site_id=site_id, entry_id=entry_id)


def delete_entry(db: Db, *, site_id: str, entry_id: str) -> None:
    """Delete an entry; signals that it gave keep its words. Raises NotFound."""
    if not store.delete_entry(db, site_id, entry_id):
        raise NotFound("list.not_found")
    store.mark_rules_changed(db, site_id)


def require_sound(fields: Mapping[str, Any]) -> None:
    """Raises Invalid for a value that its kind cannot have; compiling it is the last word."""
    value, kind = fields["value"], fields["kind"]
    if kind in {"word", "phrase"}:
        letters = words_only(fold(value).folded).replace(" ", "")
        if 0 < len(letters) < FEWEST_LETTERS:  # none: a sign or an emoji, which may be short
            raise Invalid([Fault("value", "list.too_short", {"min": FEWEST_LETTERS})])
        if not letters and is_lone_mark(value):
            raise Invalid([Fault("value", "list.too_broad")])
    if kind == "email" and "@" in value.strip().removeprefix("@"):
        raise Invalid([Fault("value", "list.one_address")])
    compile_lists([as_list_entry("", fields)])


def as_list_entry(entry_id: str, fields: Mapping[str, Any]) -> ListEntry:
    """The entry that the checks take, of the fields that `add_entry` takes."""
    checked = {name: fields[name] for name in _CHECKED if name in fields}
    return ListEntry(**{**checked, "id": entry_id, "match": MatchKind(fields["match"])})


def is_lone_mark(value: str) -> bool:
    """Whether a value is one punctuation mark, however often: «.», «؟», "...", "!!"."""
    marks = set("".join(value.split()))
    return len(marks) == 1 and unicodedata.category(marks.pop()).startswith("P")
