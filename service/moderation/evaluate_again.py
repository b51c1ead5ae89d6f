"""Held comments whose checker answers again: published if nothing is left against them, else told anew.

Only what the policy alone has held goes this way. Whatever a person has decided, escalated or
claimed stays with that person; its evidence is new all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.states import State
from service.domain.verdicts import Outcome
from service.moderation.evaluate_judged import Judged
from service.moderation.outside import unanswered
from service.store.cases import OpenCase, RetoldCase, lock_open_cases, retell_cases
from service.store.engine import Db
from service.store.moves import LockedComment
from service.store.rechecks import decided_by_people, rechecked_ids, replace_rechecks


@dataclass(frozen=True, slots=True)
class Again:
    """publishing: to be moved by the policy. retold: still held, with reasons of now. claimed: for later."""

    publishing: tuple[Judged, ...] = ()
    retold: tuple[Judged, ...] = ()
    claimed: tuple[Judged, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Of all these comments: what was found in them was counted the first time."""
        return frozenset(each.comment_id for each in (*self.publishing, *self.retold, *self.claimed))


def looked_at_again(
    db: Db, judged: Sequence[Judged], locked: Mapping[str, LockedComment], *, now: datetime
) -> Again:
    """Those of the checked comments that were held for want of an answer and may be decided now."""
    held = [each for each in judged if locked[each.comment_id].state is State.HELD]
    if not held:
        return Again()
    ids = [each.comment_id for each in held]
    waited = rechecked_ids(db, ids) - decided_by_people(db, ids)
    cases = lock_open_cases(db, sorted(waited))
    ours = [each for each in held if _is_the_policys(cases.get(each.comment_id))]
    free = [each for each in ours if not cases[each.comment_id].is_claimed_by_other(None, now)]
    clean = [each for each in free if each.verdict.outcome is Outcome.PUBLISH]
    return Again(
        publishing=tuple(clean),
        retold=tuple(each for each in free if each.verdict.outcome is not Outcome.PUBLISH),
        claimed=tuple(each for each in ours if each not in free),
    )


def remember_unanswered(
    db: Db, judged: Sequence[Judged], *, but_not: Sequence[Judged], now: datetime
) -> None:
    """Keep which checkers the held ones among `judged` wait for; what is not held waits for none.

    but_not: those that go on waiting for what they waited for.
    """
    settled = [each for each in judged if each not in but_not]
    waits = [
        (each.comment_id, each.prepared.row.site_id, name)
        for each in settled
        if each.verdict.outcome is Outcome.HOLD
        for name in unanswered(each.verdict, each.rules)
    ]
    replace_rechecks(db, [each.comment_id for each in settled], waits, now=now)


def retell(db: Db, judged: Sequence[Judged]) -> None:
    """Give open cases the reasons and the priority of the newest verdict."""
    retell_cases(
        db,
        [
            RetoldCase(
                each.comment_id,
                [reason.code for reason in each.verdict.reasons],
                round(sum(each.verdict.priority_parts.values()), 2),
                each.verdict.priority_parts,
            )
            for each in judged
        ],
    )


def _is_the_policys(case: OpenCase | None) -> bool:
    return case is not None and case.kind == "new" and case.escalated_at is None
