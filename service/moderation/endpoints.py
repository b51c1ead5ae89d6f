"""Webhook endpoints: who is told, with which secret, and whether it works."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.domain.cursors import decode_id_cursor, encode_cursor
from service.domain.errors import Conflict, NotFound
from service.domain.events import EventType
from service.domain.ids import new_id
from service.moderation.targets import Target
from service.secrets import Keyring, Secret
from service.store import deliveries, endpoints
from service.store.endpoints import Endpoint
from service.store.engine import Db
from service.store.events import NewEvent, add_events

PREFIX = "whk"
OLD_SECRET_LIVES = timedelta(hours=24)
_SECRET_BYTES = 32
SWITCHED_OFF = "endpoint.switched_off"


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """What a new endpoint is made of. target: as the guard admitted it; types: None means every type."""

    target: Target
    types: tuple[EventType, ...] | None = None
    description: str | None = None


def create_endpoint(
    db: Db, keyring: Keyring, *, site_id: str, new: NewEndpoint, created_by: str | None, now: datetime
) -> tuple[Endpoint, Secret]:
    """Register a receiver; its secret is handed out here and never again."""
    endpoint_id = new_id(PREFIX)
    row = {
        "id": endpoint_id,
        "site_id": site_id,
        "url": new.target.url,
        "types": list(new.types) if new.types is not None else None,
        "description": new.description,
        "created_by": created_by,
        "created_at": now,
    }
    endpoints.add_endpoint(db, row)
    secret = _add_secret(db, keyring, endpoint_id, now)
    return get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id), secret


def list_endpoints(
    db: Db, *, site_id: str, limit: int, cursor: str | None
) -> tuple[list[Endpoint], str | None]:
    """A page of the site's endpoints, oldest first, and the cursor of the next page.

    Raises Invalid (`cursor.invalid`).
    """
    after = decode_id_cursor(cursor, PREFIX) if cursor is not None else None
    found = endpoints.endpoints_of_site(db, site_id, limit=limit + 1, after=after)
    more = len(found) > limit
    return found[:limit], encode_cursor(found[limit - 1].id) if more else None


def get_endpoint(db: Db, *, site_id: str, endpoint_id: str) -> Endpoint:
    """One endpoint of this site. Raises NotFound."""
    found = endpoints.endpoint_of_site(db, site_id, endpoint_id)
    if found is None:
        raise NotFound("webhook.not_found")
    return found


def change_endpoint(
    db: Db, *, site_id: str, endpoint_id: str, changes: Mapping[str, Any], now: datetime
) -> Endpoint:
    """Change an endpoint. Raises NotFound.

    changes: any of `target` (admitted), `types`, `description`, `enabled`; what is left out stays.
    Switching off ends what still waits for it; switching on forgets old failures.
    """
    endpoints.lock_health(db, endpoint_id)
    before = get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id)
    values: dict[str, Any] = {name: changes[name] for name in ("types", "description") if name in changes}
    if "target" in changes:
        values["url"] = changes["target"].url
    enabled = changes.get("enabled", before.enabled)
    if enabled and not before.enabled:
        values |= _FRESH
    if values:
        endpoints.change_endpoint(db, endpoint_id, values)
    if before.enabled and not enabled:
        _switch_off(db, endpoint_id, SWITCHED_OFF, now)
    return get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id)


def disable_endpoint(db: Db, *, endpoint_id: str, reason: str, now: datetime) -> None:
    """Switch off an endpoint that does not work any more, and tell the site's others.

    reason: a code such as `endpoint.gone`. The event names no URL: many carry a token.
    """
    _switch_off(db, endpoint_id, reason, now)
    site_id, site_key = endpoints.site_of_endpoint(db, endpoint_id)
    data = {"webhook_id": endpoint_id, "site": site_key, "reason": reason}
    add_events(db, [NewEvent(site_id, EventType.ENDPOINT_DISABLED, 0, data)], now=now)


def delete_endpoint(db: Db, *, site_id: str, endpoint_id: str) -> None:
    """Delete an endpoint with its secrets and its delivery log. Raises NotFound."""
    if not endpoints.delete_endpoint(db, site_id, endpoint_id):
        raise NotFound("webhook.not_found")


def rotate_secret(
    db: Db, keyring: Keyring, *, site_id: str, endpoint_id: str, now: datetime
) -> tuple[Endpoint, Secret]:
    """A new secret; the present one signs as well for 24 h more, an older one no longer.

    Raises NotFound.
    """
    endpoints.lock_health(db, endpoint_id)
    found = get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id)
    endpoints.retire_secrets(db, endpoint_id, expires_at=now + OLD_SECRET_LIVES)
    return found, _add_secret(db, keyring, endpoint_id, now)


def present_secret(db: Db, keyring: Keyring, *, endpoint_id: str, now: datetime) -> Secret:
    """The newest secret, for the reply of the request that made it and its repeats under one key."""
    newest = endpoints.live_secrets(db, [endpoint_id], now=now)[endpoint_id][0]
    return keyring.decrypt(newest.ciphertext, place=newest.place)


def send_test(db: Db, *, site_id: str, endpoint_id: str, now: datetime) -> str:
    """Write an `endpoint.test` event for this endpoint alone; returns the event's id.

    Raises NotFound, or Conflict (`webhook.disabled`) for one that is switched off.
    """
    require_enabled(get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id))
    _, site_key = endpoints.site_of_endpoint(db, endpoint_id)
    data = {"webhook_id": endpoint_id, "site": site_key}
    made = NewEvent(site_id, EventType.ENDPOINT_TEST, 0, data, endpoint_id=endpoint_id)
    return add_events(db, [made], now=now)[0]


_FRESH = {
    "enabled": True,
    "disabled_reason": None,
    "consecutive_failures": 0,
    "failing_since": None,
    "blocked_until": None,
}


def _switch_off(db: Db, endpoint_id: str, reason: str, now: datetime) -> None:
    endpoints.change_endpoint(db, endpoint_id, {"enabled": False, "disabled_reason": reason})
    deliveries.end_pending(db, endpoint_id, now=now)


def require_enabled(found: Endpoint) -> None:
    """Raises Conflict (`webhook.disabled`) for an endpoint that is switched off."""
    if not found.enabled:
        raise Conflict("webhook.disabled")


def _add_secret(db: Db, keyring: Keyring, endpoint_id: str, now: datetime) -> Secret:
    secret_id = new_id("whs")
    secret = Secret("whsec_" + base64.b64encode(os.urandom(_SECRET_BYTES)).decode())
    sealed = keyring.encrypt(secret, place=endpoints.secret_place(secret_id))
    endpoints.add_secret(db, secret_id=secret_id, endpoint_id=endpoint_id, ciphertext=sealed, now=now)
    return secret
