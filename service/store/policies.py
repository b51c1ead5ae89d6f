"""Versions of a site's policy."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from service.store.engine import Db
from service.store.tables import policy, site


def present_policy(db: Db, site_id: str) -> dict[str, Any] | None:
    """{version, body, created_by, created_at} of the version in force; None for the built-in policy."""
    query = (
        select(policy.c.version, policy.c.body, policy.c.created_by, policy.c.created_at)
        .join(site, (site.c.id == policy.c.site_id) & (site.c.policy_version == policy.c.version))
        .where(site.c.id == site_id)
    )
    row = db.execute(query).mappings().first()
    return dict(row) if row else None


def put_policy(
    db: Db, site_id: str, *, version: str, body: Mapping[str, Any], by: str, now: datetime
) -> None:
    """Write a new version and put it in force. Versions are kept: a verdict names the one it was made with."""
    db.execute(
        insert(policy).values(
            site_id=site_id, version=version, body=dict(body), created_by=by, created_at=now
        )
    )
    db.execute(
        update(site)
        .where(site.c.id == site_id)
        .values(policy_version=version, rules_version=site.c.rules_version + 1)
    )
