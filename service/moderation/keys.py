"""Keys for programs: made once, shown once, stored as a hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.errors import Fault, Invalid, NotFound
from service.secrets import new_token, token_hash
from service.store import api_keys
from service.store.api_keys import ApiKey
from service.store.engine import Db

SCOPES = ("check", "moderate", "webhooks", "admin")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh key. key: in clear, only here and only now."""

    id: str
    name: str
    scopes: tuple[str, ...]
    key: str


def create_key(db: Db, *, name: str, scopes: Sequence[str], now: datetime) -> NewKey:
    """Make a key. Raises Invalid for a name of no or over 200 characters, or an unknown scope."""
    faults = [
        Fault("scopes", "key.scope_unknown", {"scope": scope}) for scope in scopes if scope not in SCOPES
    ]
    if not scopes:
        faults.append(Fault("scopes", "field.required"))
    if not 1 <= len(name.strip()) <= 200:
        faults.append(Fault("name", "key.name_length"))
    if faults:
        raise Invalid(faults)
    ordered = [scope for scope in SCOPES if scope in scopes]
    key = new_token("tk")
    key_id = api_keys.add_api_key(db, name=name.strip(), scopes=ordered, key_hash=token_hash(key), now=now)
    return NewKey(key_id, name.strip(), tuple(ordered), key)


def list_keys(db: Db) -> list[ApiKey]:
    """Every key, live and revoked."""
    return api_keys.all_api_keys(db)


def revoke_key(db: Db, key_id_or_name: str, *, now: datetime) -> None:
    """End a key at once. Raises NotFound when no live key has this id or name."""
    if not api_keys.revoke_api_key(db, key_id_or_name, now=now):
        raise NotFound("key.not_found")
