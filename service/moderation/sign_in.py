"""Signing in by password: attempts are counted before they are looked at, so none is free by haste.

Whoever has come in with a browser before has attempts of their own in it. A stranger's wrong ones
therefore slow down the stranger, not the person: they count for the pair of account and address,
for the address, and for the account from browsers never seen; the last stops at NIST's hundred
(SP 800-63B, 5.2.2) until a new link, or the person in a known browser, takes the count back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.domain.errors import Refused
from service.moderation.sealed import seal, spend, unseal
from service.moderation.second_factor import is_code_right
from service.moderation.sessions import REPLACED, Client, Session, begin_session, end_session
from service.secrets import Keyring, Secret, new_token, token_hash
from service.store import budgets, factors
from service.store import moderators as store
from service.store import sessions as session_store
from service.store.engine import Db
from service.store.moderators import Moderator

FREE, FREE_BY_ADDRESS, CEILING = 5, 30, 100
LONGEST_PAUSE = timedelta(minutes=15)
STEP_LIFE = timedelta(minutes=10)
_CLOSED = timedelta(days=3650)
_STEP = "sign-in-step"


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
    """Somebody proved who they are.

    session: None while the second factor is still asked for; `step` says so to the next page.
    browser: the token by which this browser is known from now on.
    is_asked: whether to offer a second factor to somebody who has none.
    is_besieged: whether others tried often enough to say so.
    """

    session: Session | None
    browser: str = ""
    step: str = ""
    is_asked: bool = False
    is_besieged: bool = False


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
    db: Db,
    attempt: Attempt,
    *,
    keyring: Keyring,
    client: Client,
    replaced: str | None,
    rehashed: str | None,
    now: datetime,
) -> Admission | None:
    """Let somebody in whose password was right; None where that changed in the meantime.

    rehashed: the password's hash made anew.
    """
    person = _unchanged(db, attempt)
    if person is None:
        return None
    failures = _forget(db, attempt)
    if rehashed is not None:
        store.set_on_moderator(db, person.id, password_hash=rehashed)
        person = replace(person, password_hash=rehashed)
    return admit(
        db, person, keyring=keyring, client=client, replaced=replaced, failures_before=failures, now=now
    )


def come_back(
    db: Db, attempt: Attempt, *, client: Client, replaced: str | None, now: datetime
) -> Admission | None:
    """A fresh session for somebody who is signed in and whose password was right once more."""
    person = _unchanged(db, attempt)
    if person is None:
        return None
    _forget(db, attempt)
    return _let_in(db, person, client, replaced, 0, now)


def admit(
    db: Db,
    person: Moderator,
    *,
    keyring: Keyring,
    client: Client,
    replaced: str | None,
    now: datetime,
    failures_before: int = 0,
) -> Admission:
    """Let in somebody who proved one factor: at once, or after a step more where they have a second.

    replaced: the token of the session that this browser had.
    """
    if not factors.has_factor(db, person.id):
        return _let_in(db, person, client, replaced, failures_before, now)
    told = {
        "moderator_id": person.id,
        "credential": _credential(person),
        "failures_before": str(failures_before),
    }
    return Admission(None, step=seal(keyring, told, purpose=_STEP, ends_at=now + STEP_LIFE))


def person_at_step(db: Db, step: str, *, keyring: Keyring, now: datetime) -> Moderator:
    """Who is about to show a second factor. Raises Refused (`proof.not_valid`)."""
    return _at_step(db, unseal(keyring, step, purpose=_STEP, now=now))


def begin_step(db: Db, person: Moderator, *, keyring: Keyring, client: Client, now: datetime) -> None:
    """Count an attempt at the second factor. Raises Refused (`sign_in.too_many`) while they are paused."""
    count(db, _factor_name(db, person, keyring, client), free=FREE, ceiling=CEILING, now=now)


def pass_step(
    db: Db, step: str, code: str, *, keyring: Keyring, client: Client, replaced: str | None, now: datetime
) -> Admission | None:
    """Let in whoever shows a code that counts; None for one that does not. Raises Refused for a step used up."""
    values = unseal(keyring, step, purpose=_STEP, now=now)
    person = _at_step(db, values)
    if not is_code_right(db, keyring=keyring, moderator_id=person.id, code=code, now=now):
        return None
    spend(db, values)
    budgets.forget_attempts(db, _factor_name(db, person, keyring, client))
    return _let_in(db, person, client, replaced, int(values["failures_before"]), now)


def _unchanged(db: Db, attempt: Attempt) -> Moderator | None:
    """The person as they are now; None where somebody changed what their password was compared with."""
    person = attempt.person and store.moderator_by_id(db, attempt.person.id)
    if not person or not attempt.person or person.disabled_at is not None:
        return None
    return person if person.password_hash == attempt.person.password_hash else None


def _forget(db: Db, attempt: Attempt) -> int:
    """The attempt was right: forget the wrong ones; returns how many others had on the account."""
    failures = max(0, budgets.failures_under(db, attempt.account) - (attempt.account in attempt.own))
    for (
        name
    ) in attempt.shared:  # in the order of `_begin`, so that two transactions never wait for each other
        budgets.give_attempt_back(db, name)
    for name in dict.fromkeys((*attempt.own, attempt.account)):
        budgets.forget_attempts(db, name)
    return failures


def _let_in(
    db: Db, person: Moderator, client: Client, replaced: str | None, failures_before: int, now: datetime
) -> Admission:
    if replaced is not None:
        end_session(db, replaced, because=REPLACED, now=now)
    session = begin_session(db, person, client=client, now=now, failures_before=failures_before)
    browser = client.browser or new_token("br")
    session_store.remember_browser(db, token_hash=token_hash(browser), moderator_id=person.id, now=now)
    is_asked = person.factor_put_off_at is None and not session.has_factor
    return Admission(session, browser, is_asked=is_asked, is_besieged=failures_before >= FREE)


def _at_step(db: Db, values: Mapping[str, str]) -> Moderator:
    person = store.moderator_by_id(db, values["moderator_id"])
    if person is None or person.disabled_at is not None or _credential(person) != values["credential"]:
        raise Refused("proof.not_valid")
    return person


def _credential(person: Moderator) -> str:
    """Changes with the password, so that a step begun with the old one leads nowhere."""
    return token_hash(person.password_hash or "").hex()


def _factor_name(db: Db, person: Moderator, keyring: Keyring, client: Client) -> bytes:
    browser = client.browser and token_hash(client.browser)
    if browser and session_store.is_browser_of(db, token_hash=browser, moderator_id=person.id):
        return keyring.guard("sign-in", "factor", person.id, browser.hex())
    return keyring.guard("sign-in", "factor", person.id)


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
