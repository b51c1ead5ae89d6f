"""What a site has laid down for its checks: list entries and policies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from service.domain.comments import ListEntry, MatchKind
from service.store.engine import Db
from service.store.tables import list_entry, policy, site


@dataclass(frozen=True, slots=True)
class RulesStamp:
    """Changes whenever a site's rules do. policy_version: empty for the built-in policy."""

    rules_version: int
    policy_version: str


def rules_stamps(db: Db) -> dict[str, RulesStamp]:
    """The stamp of every site's rules, by site id."""
    rows = db.execute(select(site.c.id, site.c.rules_version, site.c.policy_version))
    return {row.id: RulesStamp(row.rules_version, row.policy_version) for row in rows}


def live_entries(db: Db, site_id: str, *, now: datetime) -> tuple[list[ListEntry], datetime | None]:
    """Entries that have not expired, in order of their making, and when the next of them will."""
    query = (
        select(list_entry)
        .where(
            list_entry.c.site_id == site_id,
            or_(list_entry.c.expires_at.is_(None), list_entry.c.expires_at > now),
        )
        .order_by(list_entry.c.id)
    )
    rows = db.execute(query).mappings().all()
    ends = [row["expires_at"] for row in rows if row["expires_at"] is not None]
    entries = [
        ListEntry(
            id=row["id"],
            kind=row["kind"],
            value=row["value"],
            match=MatchKind(row["match"]),
            action=row["action"],
            reason=row["reason"],
            language=row["language"],
            mode=row["mode"],
            section=row["section"],
        )
        for row in rows
    ]
    return entries, min(ends, default=None)


def policy_body(db: Db, site_id: str, version: str) -> dict[str, Any] | None:
    """The thresholds of one version of a site's policy, as stored; None where there is no such version."""
    query = select(policy.c.body).where(policy.c.site_id == site_id, policy.c.version == version)
    body: dict[str, Any] | None = db.execute(query).scalar_one_or_none()
    return body
