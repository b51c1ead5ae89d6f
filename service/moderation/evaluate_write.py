"""Writing what the checks concluded: evidence, moves, cases and fingerprints in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from service.checks.codes import harm_of
from service.domain.comments import ArticleMode
from service.domain.states import Action, State
from service.domain.verdicts import Outcome, Reason, Signal, Verdict
from service.moderation.evaluate_again import looked_at_again, remember_unanswered, retell
from service.moderation.evaluate_campaigns import group_batch
from service.moderation.evaluate_facts import Prepared, mode_at
from service.moderation.evaluate_judged import Judged
from service.moderation.list_hits import hits_of
from service.moderation.moves import Actor, Move, Moved, apply_moves
from service.moderation.shadow import ShadowScore
from service.store.cases import NewCase, close_cases, open_cases, stop_checking
from service.store.engine import Db
from service.store.evaluation import Claim, articles_now, write_evidence, write_readings
from service.store.fingerprints import remember
from service.store.list_entries import count_hits
from service.store.models import write_shadow_scores
from service.store.moves import LockedComment, lock_comments
from service.store.rechecks import replace_rechecks

DUE_AFTER = timedelta(minutes=60)
FAILED = Reason("check.failed", 1.0, "pipeline")
_FAILED_PARTS = {"harm": 60.0 * harm_of(FAILED.code)}
_GONE = (State.WITHDRAWN, State.ERASED)
_WAITING = (State.PENDING, State.HELD)
_ACTIONS = {Outcome.PUBLISH: Action.APPROVE, Outcome.HOLD: Action.HOLD, Outcome.REJECT: Action.REJECT}


def write_outcomes(db: Db, judged: Sequence[Judged], *, now: datetime) -> list[Moved]:
    """Write the outcomes of those whose claim still stands; the others belong to somebody else by now.

    A comment that is not pending any more gets its evidence and stays where it is, unless it was
    held only until a checker answers. An article that was closed or put under review meanwhile
    holds what the checks would have published.
    """
    locked = lock_comments(db, [each.prepared.row.id for each in judged])
    standing = [each for each in judged if _stands(each.prepared.claim, locked.get(each.prepared.row.id))]
    alive = [each for each in standing if locked[each.prepared.row.id].state not in _GONE]
    current = _with_campaigns(db, _with_present_modes(db, alive, now))
    _write_evidence(db, current, now)
    deciding = [each for each in current if locked[each.prepared.row.id].state is State.PENDING]
    again = looked_at_again(db, current, locked, now=now)
    moving = [*deciding, *again.publishing]
    moved = apply_moves(db, [_move(locked[each.prepared.row.id], each.verdict) for each in moving], now=now)
    held = [each for each in deciding if each.verdict.outcome is Outcome.HOLD]
    open_cases(db, [_case(locked[each.prepared.row.id], each, now) for each in held], now=now)
    count_hits(db, hits_of([each.verdict for each in current if each.comment_id not in again.ids]), now=now)
    close_cases(db, [each.comment_id for each in again.publishing], now=now)
    retell(db, again.retold)
    waiting = [each for each in current if locked[each.comment_id].state in _WAITING]
    remember_unanswered(db, waiting, but_not=again.claimed, now=now)
    stop_checking(db, [each.prepared.row.id for each in standing])
    return moved


def hold_unchecked(db: Db, comment_ids: Sequence[str], *, now: datetime) -> list[str]:
    """Put comments whose checks failed too often before a person; returns those that were still pending."""
    waiting = [each for each in lock_comments(db, comment_ids).values() if each.state is State.PENDING]
    apply_moves(
        db,
        [
            Move(each, Action.HOLD, Actor("system"), each.head_rev, FAILED.code, (FAILED.code,))
            for each in waiting
        ],
        now=now,
    )
    open_cases(
        db,
        [_case_of(each, [FAILED], _FAILED_PARTS, each.language, now) for each in waiting],
        now=now,
    )
    stop_checking(db, comment_ids)
    replace_rechecks(db, comment_ids, (), now=now)  # what broke the checks is for a person now
    return [each.id for each in waiting]


def _stands(claim: Claim, now_there: LockedComment | None) -> bool:
    """Whether the claim is still ours: nobody claimed it after us, the author did not edit."""
    return (
        now_there is not None
        and now_there.unchecked_rev == claim.revision == now_there.head_rev
        and now_there.attempts == claim.attempts
    )


def _with_present_modes(db: Db, judged: Sequence[Judged], now: datetime) -> list[Judged]:
    """Judge again where the article's mode is another than when the facts were read."""
    articles = articles_now(db, sorted({each.prepared.row.article_id for each in judged}))
    return [_in_mode(each, mode_at(*articles[each.prepared.row.article_id], now)) for each in judged]


def _in_mode(judged: Judged, mode: ArticleMode) -> Judged:
    facts = judged.prepared.facts
    if facts.article_mode is mode:
        return judged
    prepared = replace(judged.prepared, facts=replace(facts, article_mode=mode))
    return Judged.of(prepared, judged.rules, judged.verdict.results, judged.shadow)


def _with_campaigns(db: Db, judged: Sequence[Judged]) -> list[Judged]:
    """Group the texts, and judge again where one belongs to a campaign by now."""
    signals = group_batch(db, [each.prepared for each in judged])
    return [_in_campaign(each, signals.get(each.prepared.row.id)) for each in judged]


def _in_campaign(judged: Judged, signal: Signal | None) -> Judged:
    if signal is None:
        return judged
    results = tuple(
        replace(each, signals=(*each.signals, signal)) if each.check == signal.check else each
        for each in judged.verdict.results
    )
    return Judged.of(judged.prepared, judged.rules, results, judged.shadow)


def _write_evidence(db: Db, judged: Sequence[Judged], now: datetime) -> None:
    write_evidence(
        db,
        [{**each.evidence.verdict, "created_at": now} for each in judged],
        [row for each in judged for row in each.evidence.results],
    )
    write_readings(
        db,
        [
            {
                "comment": each.prepared.row.id,
                "which": each.prepared.row.revision,
                "compare_form": each.prepared.folded.folded,
                "guessed": each.prepared.language,
            }
            for each in judged
        ],
    )
    remember(db, [_fingerprint_row(each.prepared) for each in judged])
    write_shadow_scores(db, [_shadow_row(each.prepared, each.shadow) for each in judged if each.shadow])


def _shadow_row(prepared: Prepared, shadow: ShadowScore) -> dict[str, Any]:
    return {"comment_id": prepared.row.id, "revision": prepared.row.revision, **asdict(shadow)}


def _fingerprint_row(prepared: Prepared) -> dict[str, Any]:
    row, own = prepared.row, prepared.own
    return {
        "comment_id": row.id,
        "revision": row.revision,
        "commenter_id": row.commenter_id,
        "article_id": row.article_id,
        "exact": own.exact,
        "simhash": own.simhash,
        "created_at": row.submitted_at,
    }


def _move(locked: LockedComment, verdict: Verdict) -> Move:
    codes = tuple(reason.code for reason in verdict.reasons)
    return Move(
        comment=locked,
        action=_ACTIONS[verdict.outcome],
        actor=Actor("policy", verdict.policy_version),
        revision=locked.head_rev,
        reason=codes[0] if codes else None,
        reasons=codes,
        policy_version=verdict.policy_version,
    )


def _case(locked: LockedComment, judged: Judged, now: datetime) -> NewCase:
    verdict = judged.verdict
    return _case_of(locked, verdict.reasons, verdict.priority_parts, judged.prepared.language, now)


def _case_of(
    locked: LockedComment,
    reasons: Sequence[Reason],
    parts: Mapping[str, float],
    language: str | None,
    now: datetime,
) -> NewCase:
    return NewCase(
        site_id=locked.site_id,
        article_id=locked.article_id,
        comment_id=locked.id,
        revision=locked.head_rev,
        kind="new",
        language=language,
        reasons=[each.code for each in reasons],
        priority=round(sum(parts.values()), 2),
        priority_parts=parts,
        due_at=now + DUE_AFTER,
    )
