"""From pending to decided: claim, load facts, check with no transaction open, write it all at once.

The rows are the work list, so this may run in any number of processes at once, be killed
anywhere and run again: a comment is decided once. What could not be checked is held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from service.domain.errors import Unavailable
from service.domain.states import State
from service.moderation.evaluate_facts import Prepared, prepare
from service.moderation.evaluate_judged import Judged
from service.moderation.evaluate_rules import Rules
from service.moderation.evaluate_write import hold_unchecked, write_outcomes
from service.moderation.moves import Moved
from service.moderation.outside import Ask, Checked, nobody_to_ask, with_answers
from service.moderation.shadow import ShadowScore, shadow_scores
from service.store.engine import Store
from service.store.evaluation import Claim, claim_unchecked, postpone

BATCH = 64
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
# A comment whose checks failed in an orderly way waits so long, times its attempts, for the next.
AGAIN_AFTER = timedelta(seconds=2)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Decided:
    """One comment that was decided. waited_s: since it was sent; None where the checks were given up."""

    comment_id: str
    state: State
    waited_s: float | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What one call did. claimed: 0 when nothing waits; pages: articles whose public view changed.

    upcoming: claims made for the next call, which are the caller's to have evaluated.
    """

    claimed: int
    decided: tuple[Decided, ...] = ()
    pages: frozenset[str] = frozenset()
    upcoming: tuple[Claim, ...] = ()


def evaluate_pending(
    store: Store,
    rules: Rules,
    *,
    now: datetime,
    limit: int = BATCH,
    clock: Callable[[], datetime] | None = None,
    ask: Ask = nobody_to_ask,
    claims: Sequence[Claim] = (),
    claim_next: bool = False,
) -> Evaluated:
    """Evaluate what is claimed already, else the oldest waiting comments, at most `limit`.

    clock: read when the outcomes are written, which is later than `now` by the wait for the
    write lock and the checks; without one `now` stands for both.
    ask: how the sites' own checkers are asked, with no transaction open.
    claim_next: claim for the next call where these outcomes are written: a backlog then takes one
    commit a batch instead of two.

    A comment that cannot be evaluated is tried again later, alone; after five attempts it is
    held with reason `check.failed`. Raises Unavailable when the database cannot be reached:
    what was claimed then waits until its lease ends.
    """
    if not claims:
        with store.transaction(background=True) as db:
            claims = claim_unchecked(db, now=now, lease=LEASE, limit=limit)
    spent = [claim for claim in claims if claim.attempts > MOST_ATTEMPTS]
    if spent:
        return _give_up(store, spent, now=now)
    if not claims:
        return Evaluated(0)
    clock = clock or (lambda: now)
    upcoming: list[Claim] = []
    try:
        more = limit if claim_next else 0
        decided, upcoming = _evaluate(store, rules, claims, now=now, clock=clock, ask=ask, more=more)
    except Unavailable:
        raise
    # The edge of a batch: whatever is wrong with one comment must not keep the others waiting.
    except Exception as error:
        log.warning("evaluation.batch_failed", size=len(claims), error=type(error).__name__)
        decided = [
            one
            for claim in claims
            for one in _evaluate_alone(store, rules, claim, now=now, clock=clock, ask=ask)
        ]
    return replace(_summary(len(claims), decided, clock()), upcoming=tuple(upcoming))


def _evaluate(
    store: Store,
    rules: Rules,
    claims: Sequence[Claim],
    *,
    now: datetime,
    clock: Callable[[], datetime],
    ask: Ask,
    more: int = 0,
) -> tuple[list[tuple[Prepared, Moved]], list[Claim]]:
    """What was decided, and at most `more` claims for the next call."""
    with store.read() as db:
        prepared = prepare(db, claims, now=now)
    site_ids = {each.row.site_id for each in prepared}
    sites = rules.of_sites(store, site_ids, now=now)
    checked: list[Checked] = []
    shadows: list[ShadowScore | None] = []
    for site_id in sorted(site_ids):
        site_rules = sites[site_id]
        batch = [each for each in prepared if each.row.site_id == site_id]
        results = site_rules.check([each.facts for each in batch])
        checked += [(each, site_rules, found) for each, found in zip(batch, results, strict=True)]
        shadows += shadow_scores(site_rules, batch)
    judged = [
        Judged.of(each, in_force, found, shadow)
        for (each, in_force, found), shadow in zip(with_answers(checked, ask), shadows, strict=True)
    ]
    with store.transaction(background=True) as db:
        moved = {each.comment_id: each for each in write_outcomes(db, judged, now=clock())}
        claimed = claim_unchecked(db, now=clock(), lease=LEASE, limit=more) if more else []
    return [(each, moved[each.row.id]) for each in prepared if each.row.id in moved], claimed


def _evaluate_alone(
    store: Store,
    rules: Rules,
    claim: Claim,
    *,
    now: datetime,
    clock: Callable[[], datetime],
    ask: Ask,
) -> list[tuple[Prepared, Moved]]:
    try:
        return _evaluate(store, rules, [claim], now=now, clock=clock, ask=ask)[0]
    except Unavailable:
        raise
    # The same edge for one comment: its row counts the attempt, and the log says what was wrong.
    except Exception:
        log.exception("evaluation.failed", comment_id=claim.comment_id, attempts=claim.attempts)
        with store.transaction(background=True) as db:
            postpone(db, claim, until=now + AGAIN_AFTER * claim.attempts)
        return []


def _give_up(store: Store, claims: Sequence[Claim], *, now: datetime) -> Evaluated:
    """Hold comments whose checks failed too often: a person looks instead."""
    ids = [claim.comment_id for claim in claims]
    with store.transaction(background=True) as db:
        held = hold_unchecked(db, ids, now=now)
    log.error("evaluation.given_up", comment_ids=ids)
    return Evaluated(len(claims), tuple(Decided(each, State.HELD, None) for each in held))


def _summary(claimed: int, decided: Sequence[tuple[Prepared, Moved]], now: datetime) -> Evaluated:
    return Evaluated(
        claimed,
        tuple(
            Decided(moved.comment_id, moved.state, (now - prepared.row.submitted_at).total_seconds())
            for prepared, moved in decided
        ),
        frozenset(moved.page[1] for _, moved in decided if moved.page is not None),
    )
