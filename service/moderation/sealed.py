"""Values that a browser carries for us and can neither read nor alter, for one purpose and a short time."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from service.domain.errors import Refused
from service.secrets import CannotDecrypt, Keyring, Secret, new_token, token_hash
from service.store import budgets
from service.store.engine import Db

_END, _ONCE = "ends_at", "once"


def seal(keyring: Keyring, values: Mapping[str, str], *, purpose: str, ends_at: datetime) -> str:
    """Text for a cookie or a hidden field; no two are the same."""
    told = {**values, _END: ends_at.isoformat(), _ONCE: new_token("on")}
    sealed = keyring.encrypt(Secret(json.dumps(told)), place=f"sealed|{purpose}")
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(keyring: Keyring, text: str, *, purpose: str, now: datetime) -> dict[str, str]:
    """The values again. Raises Refused (`proof.not_valid`) for what is not ours, or too old."""
    try:
        value = base64.urlsafe_b64decode(text.encode())
        clear = keyring.decrypt(value, place=f"sealed|{purpose}").reveal()
    except (CannotDecrypt, binascii.Error, ValueError):
        raise Refused("proof.not_valid") from None
    values: dict[str, str] = json.loads(clear)
    if datetime.fromisoformat(values[_END]) <= now:
        raise Refused("proof.not_valid")
    return values


def spend(db: Db, values: Mapping[str, str]) -> None:
    """Use them up. Raises Refused (`proof.spent`) the second time, also where two requests race."""
    ends_at = datetime.fromisoformat(values[_END]).astimezone(UTC)
    if not budgets.spend_proof(db, token_hash(values[_ONCE]), ends_at=ends_at):
        raise Refused("proof.spent")
