"""Endpoints and events for tests of webhooks, made through the product's own use cases."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from service.domain.events import EventType
from service.moderation.endpoints import NewEndpoint, create_endpoint
from service.moderation.targets import Target
from service.secrets import Keyring, Secret
from service.store.engine import Db
from service.store.events import NewEvent, add_events
from tests.support.rows import NOON, SITE


def an_endpoint(
    db: Db,
    keyring: Keyring,
    url: str = "https://editors.example/hooks",
    *,
    types: tuple[EventType, ...] | None = None,
    site_id: str = SITE,
    now: datetime = NOON,
) -> tuple[str, Secret]:
    """(id, secret) of a receiver; `types` None hears everything."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    new = NewEndpoint(Target(parts.scheme, parts.hostname or "", port, path), types)
    made, secret = create_endpoint(db, keyring, site_id=site_id, new=new, created_by=None, now=now)
    return made.id, secret


def an_event(
    db: Db,
    *,
    type: str = EventType.COMMENT_HELD,
    now: datetime = NOON,
    site_id: str = SITE,
    **data: Any,
) -> str:
    return add_events(db, [NewEvent(site_id, type, 1, {"body": "نص التعليق", **data})], now=now)[0]
