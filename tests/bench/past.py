"""Comments that were decided over the last month, written straight into the database of a data folder."""

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert, update

from config.development import ensure_development_secrets
from config.settings import Settings
from service.checks.models import load_models
from service.checks.policy import judge
from service.domain.comments import ArticleMode, CommentFacts
from service.domain.ids import new_id
from service.domain.verdicts import Verdict
from service.moderation.evaluate_rules import Rules
from service.store.decisions import NewDecision, append_decisions
from service.store.engine import Db, Store
from service.store.migrate import upgrade
from service.store.tables import check_result, clearance, comment, revision, verdict
from tests.support.rows import SITE, a_commenter, an_article

_TEXTS = Path(__file__).parent.parent / "data" / "comments.jsonl"
_STATES = {"publish": "published", "hold": "held", "reject": "rejected"}
_PER_COMMIT = 5_000
_ARTICLES = 20
_AUTHORS = 500
_DAYS = 29
_SECONDS_APART = 20
_DECIDED = 0.8
"""Share of the held comments that a moderator has decided, by what the sample says of the text."""


@dataclass(frozen=True, slots=True)
class _Sample:
    text: str
    is_bad: bool
    verdict: Verdict


def write_past(data_dir: Path, count: int, *, seed: int = 1) -> None:
    """Write `count` decided comments, each text of the sample checked by the present rules.

    The rows are those that submitting, checking and deciding leave, without events and cases.
    """
    settings = ensure_development_secrets(Settings.from_env({"TALIQ_DATA_DIR": str(data_dir)}))
    store = Store(settings.database_url)
    upgrade(store)
    samples = _samples(store)
    chance = random.Random(seed)
    with store.transaction() as db:
        articles = [an_article(db, title=f"مقال {number}") for number in range(_ARTICLES)]
        authors = [a_commenter(db) for _ in range(_AUTHORS)]
    for first in range(0, count, _PER_COMMIT):
        numbers = range(first, min(count, first + _PER_COMMIT))
        with store.transaction() as db:
            _write(db, [_made(number, samples, chance, articles, authors) for number in numbers])
    store.close()


def _samples(store: Store) -> list[_Sample]:
    rules = Rules(load_models()).of_sites(store)[SITE]
    rows = [json.loads(line) for line in _TEXTS.read_text(encoding="utf-8").splitlines()]
    return [
        _Sample(row["text"], bool(row["abuse"] or row["spam"]), judge(facts, results, rules.policy))
        for row in rows
        for facts in [_facts(row["text"])]
        for results in rules.check([facts])
    ]


def _facts(text: str) -> CommentFacts:
    return CommentFacts("", 1, text, "سلمى", None, "", "", "", ArticleMode.AUTO, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class _Made:
    row: dict[str, Any]
    body: str
    verdict: Verdict
    person: str | None


def _made(
    number: int, samples: Sequence[_Sample], chance: random.Random, articles: list[str], authors: list[str]
) -> _Made:
    sample = samples[number % len(samples)]
    at = datetime.now(UTC) - timedelta(days=_DAYS) + number * timedelta(seconds=_SECONDS_APART)
    held = sample.verdict.outcome == "hold"
    person = ("rejected" if sample.is_bad else "published") if held and chance.random() < _DECIDED else None
    body = f"{sample.text} #{number}"
    row = {
        "id": new_id("cmt", milliseconds=int(at.timestamp() * 1000)),
        "site_id": SITE,
        "article_id": chance.choice(articles),
        "depth": 0,
        "commenter_id": chance.choice(authors),
        "author_name": "سلمى",
        "state": "pending",
        "state_since": at,
        "version": 1,
        "sequence": 1,
        "head_rev": 1,
        "attempts": 1,
        "token_hash": b"t" * 32,
        "body_key": hashlib.sha256(body.encode()).digest(),
        "honeypot_filled": False,
        "submitted_at": at,
        "edit_until": at + timedelta(minutes=5),
    }
    return _Made(row, body, sample.verdict, person)


def _write(db: Db, made: Sequence[_Made]) -> None:
    db.execute(insert(comment), [each.row for each in made])
    db.execute(insert(revision), [_revision(each) for each in made])
    db.execute(insert(verdict), [_verdict(each) for each in made])
    db.execute(insert(check_result), [row for each in made for row in _results(each)])
    decisions = [each for one in made for each in _decisions(one)]
    ids = append_decisions(db, decisions, now=datetime.now(UTC))
    by_person = {
        decision.comment_id: made_id
        for decision, made_id in zip(decisions, ids, strict=True)
        if decision.actor_kind == "moderator"
    }
    public = [each for each in made if _state(each) == "published"]
    db.execute(insert(clearance), [_clearance(each, by_person.get(each.row["id"])) for each in public])
    moved = update(comment).where(comment.c.id == bindparam("of"))
    db.execute(
        moved.values(state=bindparam("to"), public_rev=bindparam("rev"), checked_rev=bindparam("rev")),
        [_move(each) for each in made],
    )


def _state(made: _Made) -> str:
    return made.person or _STATES[made.verdict.outcome]


def _move(made: _Made) -> dict[str, Any]:
    state = _state(made)
    return {"of": made.row["id"], "to": state, "rev": 1 if state == "published" else None}


def _revision(made: _Made) -> dict[str, Any]:
    return {
        "comment_id": made.row["id"],
        "number": 1,
        "body": made.body,
        "raw_hash": made.row["body_key"],
        "created_at": made.row["submitted_at"],
    }


def _verdict(made: _Made) -> dict[str, Any]:
    return {
        "comment_id": made.row["id"],
        "revision": 1,
        "outcome": made.verdict.outcome,
        "reasons": [{"code": r.code, "score": r.score, "check": r.check} for r in made.verdict.reasons],
        "checks": [{"check": result.check, "ms": 0.1} for result in made.verdict.results],
        "policy_version": made.verdict.policy_version,
        "created_at": made.row["submitted_at"],
    }


def _results(made: _Made) -> Iterator[dict[str, Any]]:
    for result in made.verdict.results:
        if result.signals:
            signals = [
                {
                    "code": signal.code,
                    "score": signal.score,
                    "spans": [list(span) for span in signal.spans],
                    "evidence": dict(signal.evidence),
                    "effect": signal.effect,
                    "message": {"ar": "وُجد في التعليق ما يلفت النظر.", "en": "Something was found."},
                }
                for signal in result.signals
            ]
            yield {
                "comment_id": made.row["id"],
                "revision": 1,
                "check": result.check,
                "signals": signals,
                "ms": 0.1,
            }


def _decisions(made: _Made) -> Iterator[NewDecision]:
    checked = _STATES[made.verdict.outcome]
    action = {"publish": "approve", "hold": "hold", "reject": "reject"}[made.verdict.outcome]
    yield NewDecision(made.row["id"], 1, "policy", None, action, "pending", checked)
    if made.person is not None:
        action = "approve" if made.person == "published" else "reject"
        yield NewDecision(made.row["id"], 1, "moderator", "mod_bench", action, checked, made.person)


def _clearance(made: _Made, decision_id: str | None) -> dict[str, Any]:
    return {
        "comment_id": made.row["id"],
        "revision": 1,
        "source": "moderator" if decision_id else "policy",
        "outcome": None if decision_id else "publish",
        "decision_id": decision_id,
        "created_at": made.row["submitted_at"],
    }
