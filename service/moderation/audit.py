"""The log of decisions: paging through it, and proving that nobody has changed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from service.checks.explain import explain_code
from service.domain.cursors import decode_cursor, encode_cursor
from service.domain.errors import Fault, Invalid
from service.store.audit import length_of_log, log_page
from service.store.decisions import broken_links
from service.store.engine import Db

_MOST_NAMED = 100
_MOST_SEQ = 2**63


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """decisions: how many there are; broken: `seq` of those that do not fit, the first hundred."""

    decisions: int
    broken: tuple[int, ...]


def shown_decision(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A row of the log as a person is shown it; `message` is the reason's sentence."""
    names = ("id", "seq", "comment_id", "revision", "action", "from_state", "to_state", "reason", "note")
    more = ("mask", "policy_version", "batch_id", "reverses_id", "created_at")
    reason = row["reason"]
    return {
        **{name: row[name] for name in (*names, *more)},
        "actor": {"kind": row["actor_kind"], "id": row["actor_id"]},
        "message": explain_code(reason, language) if reason else None,
    }


def audit_page(
    db: Db, *, site_id: str, newest_first: bool, limit: int, cursor: str | None, language: str
) -> tuple[list[dict[str, Any]], str | None]:
    """Decisions on the site's comments and the next page's cursor. Raises Invalid (`cursor.invalid`)."""
    after = int(decode_cursor(cursor, (int,))[0]) if cursor is not None else None
    if after is not None and not 0 < after < _MOST_SEQ:
        raise Invalid([Fault("cursor", "cursor.invalid")])
    found = log_page(db, site_id, newest_first=newest_first, limit=limit + 1, after=after)
    more = len(found) > limit
    shown = [shown_decision(row, language) for row in found[:limit]]
    return shown, encode_cursor(shown[-1]["seq"]) if more else None


def check_chain(db: Db) -> ChainCheck:
    """Recompute every hash of the log, over all sites: the chain is one."""
    return ChainCheck(length_of_log(db), tuple(islice(broken_links(db), _MOST_NAMED)))
