"""Credentials by which a reader's browser proves that it sent an earlier comment.

An e-mail address can be typed by anybody, so it proves nothing. Each comment
belongs to a *line*: it begins one of its own, or continues the line that the
credential sent with it names. Standing is earned by a line; whoever borrows an
address begins a new line and has none. A line is named by its first comment.
"""

import hmac
import re
from datetime import datetime, timedelta

from service.secrets import Keyring, Secret

LIFE = timedelta(days=180)
"""Every accepted comment gets a fresh one, so only who stays away that long begins anew."""

LONGEST = 200
_CREDENTIAL = re.compile(r"at_(cmt_[0-9a-z]{1,36})\.([0-9]{1,7})\.([A-Za-z0-9_-]{32})", re.ASCII)


def issue_credential(keyring: Keyring, *, site_id: str, commenter_id: str, line: str, now: datetime) -> str:
    """The credential of a line, good on this site and for this commenter's address only, for 180 days."""
    last_day = str((now + LIFE).toordinal())
    seal = keyring.credential_seal(site_id, commenter_id, line, last_day)
    return f"at_{line}.{last_day}.{seal}"


def proven_line(
    keyring: Keyring, credential: Secret | None, *, site_id: str, commenter_id: str, now: datetime
) -> str | None:
    """The line that a credential proves; None for none, a foreign, altered or expired one.

    A bad credential is not refused: browsers keep old ones, and a comment without proof is welcome.
    """
    match = _CREDENTIAL.fullmatch(credential.reveal()) if credential is not None else None
    if match is None:
        return None
    line, last_day, seal = match.groups()
    ours = keyring.credential_seal(site_id, commenter_id, line, last_day)
    if not hmac.compare_digest(ours, seal) or now.toordinal() > int(last_day):
        return None
    return line
