"""Taking over the word lists of another system: once, again without harm, with a report."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.checks.links import ascii_host
from service.checks.text import fold
from service.checks.views import words_only
from service.domain.comments import MatchKind
from service.domain.errors import Invalid
from service.domain.ids import new_id
from service.moderation.lists import PREFIX, require_sound
from service.moderation.wordpress_keys import Key, NotTaken, read_key
from service.store import list_entries as store
from service.store.engine import Db

SOURCE = "wordpress"
# The stricter list first: a line that stands in both is on that one.
ACTIONS = {"disallowed": "reject", "moderation": "hold"}
COUNTS = ("imported", "updated", "skipped", "failed")
_FAILURES = frozenset(("unreadable",))
_REASON = "list.match"

Identity = tuple[str, str, str]


@dataclass(slots=True)
class Report:
    """What came of an import. reasons: lines that became no new entry, by why.

    lines: (list, line number, reason) of those that a person may want to look at; never the
    line itself, which may be somebody's address.
    """

    imported: int = 0
    updated: int = 0
    skipped: int = 0
    failed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    lines: list[tuple[str, int, str]] = field(default_factory=list)

    def leave_out(self, where: str, number: int, reason: str) -> None:
        """Count a line that becomes no new entry."""
        self.reasons[reason] += 1
        if reason in _FAILURES:
            self.failed += 1
        else:
            self.skipped += 1
        if reason not in {"already_there", "duplicate"}:
            self.lines.append((where, number, reason))


@dataclass(frozen=True, slots=True)
class _Wish:
    where: str
    number: int
    row: Mapping[str, Any]


def import_wordpress(
    db: Db,
    *,
    site_id: str,
    lists: Mapping[str, Sequence[str]],
    by: str,
    now: datetime,
    mode: str = "live",
    inside: bool = False,
) -> Report:
    """Make entries of WordPress's lists.

    lists: lines by name, one an entry: `moderation` (moderation_keys, holds) and `disallowed`
    (disallowed_keys, rejects). A second run makes nothing twice; what the newsroom entered by
    itself stays as it is, and a line that moved to the stricter list takes its entry there.
    """
    report = Report()
    present = _present(db, site_id)
    fresh: list[dict[str, Any]] = []
    stricter: dict[str, str] = {}
    seen: set[Identity] = set()
    for wish in _wishes(lists, report, mode=mode, inside=inside):
        identity = _identity(wish.row)
        known = present.get(identity)
        if identity in seen:
            report.leave_out(wish.where, wish.number, "duplicate")
        elif known is None:
            fresh.append({"id": new_id(PREFIX), "site_id": site_id, "owner_id": by, **wish.row})
        elif known["source"] == SOURCE and (known["action"], wish.row["action"]) == ("hold", "reject"):
            stricter[known["id"]] = wish.row["note"]
        else:
            report.leave_out(wish.where, wish.number, "already_there")
        seen.add(identity)
    report.imported, report.updated = len(fresh), len(stricter)
    # In the order of their ids, as workers count hits, so that neither waits for the other crosswise.
    for entry_id, note in sorted(stricter.items()):
        store.change_entry(db, entry_id, {"action": "reject", "note": note, "updated_at": now})
    store.add_entries(db, [row | {"created_at": now, "updated_at": now} for row in fresh])
    if report.imported or report.updated:
        store.mark_rules_changed(db, site_id)
    return report


def _wishes(
    lists: Mapping[str, Sequence[str]], report: Report, *, mode: str, inside: bool
) -> Iterator[_Wish]:
    """An entry for each line that can be one, the stricter list first; the others go into the report."""
    for where, action in ACTIONS.items():
        for number, line in enumerate(lists.get(where, ()), start=1):
            key = read_key(line, inside=inside)
            if key is None:
                continue
            row = _row(key, where, action, mode) if isinstance(key, Key) else None
            reason = key.reason if isinstance(key, NotTaken) else _flaw(row)
            if reason is not None:
                report.leave_out(where, number, reason)
            elif row is not None:
                yield _Wish(where, number, row)


def _row(key: Key, where: str, action: str, mode: str) -> dict[str, Any]:
    return {
        "kind": key.kind,
        "value": key.value,
        "match": key.match.value,
        "action": action,
        "reason": _REASON,
        "language": None,
        "mode": mode,
        "section": None,
        "source": SOURCE,
        "note": f"WordPress: {where}_keys",
        "expires_at": None,
    }


def _flaw(row: Mapping[str, Any] | None) -> str | None:
    """Why an entry cannot be made, such as `too_short`; None where it can."""
    if row is None:
        return None
    try:
        require_sound(row)
    except Invalid as refused:
        return refused.faults[0].code.partition(".")[2]
    return None


def _present(db: Db, site_id: str) -> dict[Identity, store.Row]:
    """The site's entries that count in every section, by what they look for."""
    rows: Sequence[store.Row] = store.entries_everywhere(db, site_id)
    return {_identity(row): row for row in rows}


def _identity(row: Mapping[str, Any]) -> Identity:
    """Two entries are one where they look for the same in the same way."""
    kind, value = row["kind"], row["value"]
    if kind in {"domain", "email"}:
        return kind, ascii_host(value.strip().removeprefix("@").removeprefix("*.").strip(".")) or value, ""
    if kind == "pattern":
        return kind, value, ""
    folded = fold(value).folded.strip()
    plain = folded if row["match"] == MatchKind.INSIDE else words_only(folded) or folded
    return "text", plain, row["match"]


def plain_report(report: Report) -> dict[str, Any]:
    """The report as plain values, for JSON."""
    counts = {name: getattr(report, name) for name in COUNTS}
    lines = [{"list": where, "line": number, "reason": reason} for where, number, reason in report.lines]
    return {**counts, "reasons": dict(report.reasons), "lines": lines}
