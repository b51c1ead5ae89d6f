"""Webhook endpoints, their secrets, and how well they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from service.store.engine import Db
from service.store.tables import endpoint, endpoint_secret, site


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A receiver. types: None means every type; disabled_reason: a code, None while enabled."""

    id: str
    site_id: str
    url: str
    description: str | None
    types: list[str] | None
    enabled: bool
    disabled_reason: str | None
    consecutive_failures: int
    failing_since: datetime | None
    last_success_at: datetime | None
    blocked_until: datetime | None
    created_by: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EndpointHealth:
    """How an endpoint has answered of late.

    consecutive_failures: failed attempts since the last success, over all its deliveries;
    failing_since: time of the first of them, None when there is none.
    """

    enabled: bool
    consecutive_failures: int
    failing_since: datetime | None
    blocked_until: datetime | None


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """A signing secret as it is stored; `place` binds the ciphertext to its row."""

    id: str
    ciphertext: bytes

    @property
    def place(self) -> str:
        """What the keyring needs to open it."""
        return secret_place(self.id)


def secret_place(secret_id: str) -> str:
    """Table, column and row of a signing secret, for the keyring."""
    return f"endpoint_secret|ciphertext|{secret_id}"


def add_endpoint(db: Db, row: Mapping[str, Any]) -> None:
    """row: {id, site_id, url, description, types, created_by, created_at}."""
    db.execute(insert(endpoint).values(enabled=True, consecutive_failures=0, **row))


def endpoint_of_site(db: Db, site_id: str, endpoint_id: str) -> Endpoint | None:
    """One endpoint of this site."""
    query = select(endpoint).where(endpoint.c.id == endpoint_id, endpoint.c.site_id == site_id)
    row = db.execute(query).mappings().first()
    return Endpoint(**row) if row else None


def endpoints_of_site(db: Db, site_id: str, *, limit: int, after: str | None = None) -> list[Endpoint]:
    """Endpoints in the order of making; after: id of the last one of the page before."""
    query = select(endpoint).where(endpoint.c.site_id == site_id).order_by(endpoint.c.id).limit(limit)
    if after is not None:
        query = query.where(endpoint.c.id > after)
    return [Endpoint(**row) for row in db.execute(query).mappings()]


def change_endpoint(db: Db, endpoint_id: str, values: Mapping[str, Any]) -> None:
    """Set some columns of one endpoint."""
    db.execute(update(endpoint).where(endpoint.c.id == endpoint_id).values(**values))


def delete_endpoint(db: Db, site_id: str, endpoint_id: str) -> bool:
    """Delete an endpoint of this site with its secrets, deliveries and attempts; whether it was there."""
    statement = delete(endpoint).where(endpoint.c.id == endpoint_id, endpoint.c.site_id == site_id)
    return db.execute(statement).rowcount == 1


def lock_health(db: Db, endpoint_id: str) -> EndpointHealth | None:
    """How the endpoint answers, locked until the transaction ends; None when it was deleted."""
    names = ("enabled", "consecutive_failures", "failing_since", "blocked_until")
    query = select(*(endpoint.c[name] for name in names)).where(endpoint.c.id == endpoint_id)
    row = db.execute(query.with_for_update(key_share=True)).mappings().first()
    return EndpointHealth(**row) if row else None


def site_of_endpoint(db: Db, endpoint_id: str) -> tuple[str, str]:
    """(id, key) of the endpoint's site. The endpoint must exist."""
    query = select(site.c.id, site.c.key).join(endpoint, endpoint.c.site_id == site.c.id)
    row = db.execute(query.where(endpoint.c.id == endpoint_id)).one()
    return row.id, row.key


def add_secret(db: Db, *, secret_id: str, endpoint_id: str, ciphertext: bytes, now: datetime) -> None:
    """Store a new signing secret, which lives until it is rotated."""
    db.execute(
        insert(endpoint_secret).values(
            id=secret_id, endpoint_id=endpoint_id, ciphertext=ciphertext, created_at=now
        )
    )


def retire_secrets(db: Db, endpoint_id: str, *, expires_at: datetime) -> None:
    """Let the present secret live until `expires_at`; one that was retired before ends now."""
    mine = endpoint_secret.c.endpoint_id == endpoint_id
    db.execute(delete(endpoint_secret).where(mine, endpoint_secret.c.expires_at.is_not(None)))
    db.execute(update(endpoint_secret).where(mine).values(expires_at=expires_at))


def live_secrets(db: Db, endpoint_ids: Sequence[str], *, now: datetime) -> dict[str, list[SealedSecret]]:
    """The secrets that sign now, newest first, by endpoint."""
    rows = db.execute(
        select(endpoint_secret.c.endpoint_id, endpoint_secret.c.id, endpoint_secret.c.ciphertext)
        .where(
            endpoint_secret.c.endpoint_id.in_(endpoint_ids),
            or_(endpoint_secret.c.expires_at.is_(None), endpoint_secret.c.expires_at > now),
        )
        .order_by(endpoint_secret.c.created_at.desc(), endpoint_secret.c.id.desc())
    )
    live: dict[str, list[SealedSecret]] = {}
    for row in rows:
        live.setdefault(row.endpoint_id, []).append(SealedSecret(row.id, row.ciphertext))
    return live
