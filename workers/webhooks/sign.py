"""Signing a delivery as Standard Webhooks 1.0.0 says ("Signature scheme", symmetric `v1`)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version

from service.secrets import Secret

SECRET_PREFIX = "whsec_"  # noqa: S105 - a prefix, not a secret
USER_AGENT = f"Taliq/{version('taliq')}"


def signed_headers(
    event_id: str, body: bytes, secrets: Sequence[Secret], *, sent_at: datetime
) -> dict[str, str]:
    """All headers of one attempt.

    event_id: the same on every try, so that receivers can tell a repeat.
    secrets: every live one, newest first; while two live, a receiver may check with either.
    sent_at: of this attempt; receivers refuse a stamp more than five minutes off.
    """
    stamp = str(int(sent_at.timestamp()))
    signatures = [signature(event_id, stamp, body, secret) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def signature(event_id: str, stamp: str, body: bytes, secret: Secret) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.

    secret: `whsec_` and the base64 of the key. Raises ValueError when it is no base64.
    """
    key = base64.b64decode(secret.reveal().removeprefix(SECRET_PREFIX), validate=True)
    signed = b".".join((event_id.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
