"""Signing in by password: attempts are counted before they are looked at, so none is free by haste.

Whoever has come in with a browser before has attempts of their own in it. A stranger's wrong ones
therefore slow down the stranger, not the person: they count for the pair of account and address,
for the address, and for the account from browsers never seen; the last stops at NIST's hundred
(SP 800-63B, 5.2.2) until a new link, or the person in a known browser, takes the count back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.errors import Refused
from service.moderation.sessions import REPLACED, Client, Session, begin_session, end_session
from service.secrets import Keyring, Secret, new_token, token_hash
from service.store import budgets
from service.store import moderators as store
from service.store import sessions as session_store
from service.store.engine import Db
from service.store.moderators import Moderator

FREE, FREE_BY_ADDRESS, CEILING = 5, 30, 100
LONGEST_PAUSE = timedelta(minutes=15)
_CLOSED = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that has been counted. person: None where nobody has this address.

    own: names that count for this person, freed by success. shared: counted for others too.
    """

    person: Moderator | None
    account: bytes
    own: tuple[bytes, ...]
    shared: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody came in. browser: the token by which this browser is known from now on."""

    session: Session
    browser: str


def begin_attempt(db: Db, *, keyring: Keyring, email: str, client: Client, now: datetime) -> Attempt:
    """Count an attempt. Raises Refused (`sign_in.too_many`) while they are paused; then nothing is counted."""
    index = keyring.email_index(Secret(email.strip()))
    person = store.moderator_by_email(db, index)
    return _begin(db, person, index, keyring=keyring, client=client, now=now)


def begin_attempt_of(
    db: Db, person: Moderator, *, keyring: Keyring, client: Client, now: datetime
) -> Attempt:
    """The same for a person who is known already."""
    return _begin(db, person, store.email_index_of(db, person.id), keyring=keyring, client=client, now=now)


def come_in(
    db: Db, attempt: Attempt, *, client: Client, replaced: str | None, rehashed: str | None, now: datetime
) -> Admission | None:
    """Let somebody in whose password was right; None where that changed in the meantime.

    rehashed: the password's hash made anew.
    """
    person = attempt.person and store.moderator_by_id(db, attempt.person.id)
    if not person or not attempt.person or person.disabled_at is not None:
        return None
    if person.password_hash != attempt.person.password_hash:
        return None
    failures = max(0, budgets.failures_under(db, attempt.account) - (attempt.account in attempt.own))
    for (
        name
    ) in attempt.shared:  # in the order of `_begin`, so that two transactions never wait for each other
        budgets.give_attempt_back(db, name)
    for name in dict.fromkeys((*attempt.own, attempt.account)):
        budgets.forget_attempts(db, name)
    if rehashed is not None:
        store.set_on_moderator(db, person.id, password_hash=rehashed)
    return admit(db, person, client=client, replaced=replaced, failures_before=failures, now=now)


def admit(
    db: Db,
    person: Moderator,
    *,
    client: Client,
    replaced: str | None,
    now: datetime,
    failures_before: int = 0,
) -> Admission:
    """Begin a session for somebody who proved who they are, and know the browser from now on.

    replaced: the token of the session that this browser had.
    """
    if replaced is not None:
        end_session(db, replaced, because=REPLACED, now=now)
    session = begin_session(db, person, client=client, now=now, failures_before=failures_before)
    browser = client.browser or new_token("br")
    session_store.remember_browser(db, token_hash=token_hash(browser), moderator_id=person.id, now=now)
    return Admission(session, browser)


def free_account(db: Db, person_id: str, *, keyring: Keyring) -> None:
    """A new link was used: strangers' attempts on the account are forgotten."""
    budgets.forget_attempts(db, _account(keyring, store.email_index_of(db, person_id)))


def count(db: Db, name: bytes, *, free: int | None, ceiling: int | None = None, now: datetime) -> None:
    """Count one attempt and pause further ones: 1, 2, 4 … seconds up to 15 minutes.

    free: attempts before the first pause, None for no pauses. ceiling: attempts after which there are none.
    Raises Refused (`sign_in.too_many`) while they are paused.
    """
    failures = budgets.count_attempt(db, name, now=now)
    if failures is None:
        raise Refused("sign_in.too_many")
    if ceiling is not None and failures >= ceiling:
        budgets.pause_attempts(db, name, until=now + _CLOSED)
    elif free is not None and failures >= free:
        pause = min(timedelta(seconds=2.0 ** min(failures - free, 20)), LONGEST_PAUSE)
        budgets.pause_attempts(db, name, until=now + pause)


def _begin(
    db: Db, person: Moderator | None, index: str, *, keyring: Keyring, client: Client, now: datetime
) -> Attempt:
    account = _account(keyring, index)
    browser = client.browser and token_hash(client.browser)
    if person and browser and session_store.is_browser_of(db, token_hash=browser, moderator_id=person.id):
        own = (keyring.guard("sign-in", "browser", browser.hex()),)
        count(db, own[0], free=FREE, ceiling=CEILING, now=now)
        return Attempt(person, account, own)
    pair = keyring.guard("sign-in", "pair", index, client.address)
    address = keyring.guard("sign-in", "address", client.address)
    count(db, address, free=FREE_BY_ADDRESS, now=now)
    count(db, pair, free=FREE, now=now)
    count(db, account, free=None, ceiling=CEILING, now=now)
    return Attempt(person, account, (pair, account), (address,))


def _account(keyring: Keyring, email_index: str) -> bytes:
    return keyring.guard("sign-in", "account", email_index)
