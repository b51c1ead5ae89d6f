"""The versions of the models: their files, which one is live, which one is on trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update

from service.domain.ids import first_id
from service.store.engine import Db
from service.store.tables import comment, model, model_file, shadow_score, verdict
from service.store.upsert import insert_or_replace

SHADOW_SCORES_KEPT = timedelta(days=90)
"""For how long what a version on trial scored is kept: a trial lasts weeks."""

_FORGOTTEN_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One stored version. state: live, shadow (on trial beside the live one) or kept.

    figures: how it compared with the models before it. activated_at: when it went live last;
    None for one that never did, or that was rolled back from.
    """

    version: str
    state: str
    figures: Mapping[str, Any]
    created_at: datetime
    activated_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which versions are in use. live: None for the models that come with the product."""

    live: str | None = None
    shadow: str | None = None


def model_stamp(db: Db) -> ModelStamp:
    """Changes whenever another version goes live or on trial."""
    rows = db.execute(select(model.c.state, model.c.version).where(model.c.state != "kept")).all()
    in_use = {row.state: row.version for row in rows}
    return ModelStamp(in_use.get("live"), in_use.get("shadow"))


def stored_models(db: Db, *, lock: bool = False) -> list[ModelRow]:
    """Every version, newest first. lock: nobody else changes their states until the transaction ends."""
    query = select(model).order_by(model.c.created_at.desc(), model.c.version)
    rows = db.execute(query.with_for_update() if lock else query).mappings()
    return [ModelRow(**{str(name): value for name, value in row.items()}) for row in rows]


def model_files(db: Db, version: str) -> dict[str, bytes]:
    """The files of a version by their names; empty where it is not stored."""
    rows = db.execute(select(model_file.c.name, model_file.c.content).where(model_file.c.version == version))
    return {row.name: bytes(row.content) for row in rows}


def add_model(
    db: Db, version: str, *, figures: Mapping[str, Any], files: Mapping[str, bytes], now: datetime
) -> None:
    """Store a version that is not there yet, kept until it is asked to do more."""
    db.execute(insert(model).values(version=version, state="kept", figures=dict(figures), created_at=now))
    rows = [{"version": version, "name": name, "content": content} for name, content in files.items()]
    db.execute(insert(model_file), rows)


def put_live(db: Db, version: str | None, *, now: datetime) -> None:
    """Make a version live instead of the present one; None: the models that come with the product."""
    _keep(db, "live")
    if version is not None:
        db.execute(update(model).where(model.c.version == version).values(state="live", activated_at=now))


def put_live_again(db: Db, version: str | None) -> None:
    """Go back from the live version, which leaves the history, to one before it that was live."""
    db.execute(update(model).where(model.c.state == "live").values(state="kept", activated_at=None))
    if version is not None:
        db.execute(update(model).where(model.c.version == version).values(state="live"))


def put_shadow(db: Db, version: str | None) -> None:
    """Put a version on trial instead of the present one; None: none is."""
    _keep(db, "shadow")
    if version is not None:
        db.execute(update(model).where(model.c.version == version).values(state="shadow"))


def _keep(db: Db, state: str) -> None:
    db.execute(update(model).where(model.c.state == state).values(state="kept"))


def write_shadow_scores(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of `shadow_score`; a second look at a revision replaces the first."""
    insert_or_replace(db, shadow_score, rows, key=("comment_id", "revision", "version"))


def forget_shadow_scores(db: Db, *, now: datetime) -> int:
    """Remove scores of comments older than 90 days, those of some at a time; returns how many."""
    old = (
        select(shadow_score.c.comment_id)
        .where(shadow_score.c.comment_id < first_id("cmt", now - SHADOW_SCORES_KEPT))
        .order_by(shadow_score.c.comment_id)
        .limit(_FORGOTTEN_AT_ONCE)
    )
    return db.execute(delete(shadow_score).where(shadow_score.c.comment_id.in_(old))).rowcount


@dataclass(frozen=True, slots=True)
class ShadowOutcome:
    """What a version on trial scored for one revision, and the verdict that counted.

    outcome, reasons: of the verdict; a reason is {code, score, check}.
    """

    comment_id: str
    revision: int
    site_id: str
    abuse: float
    spam: float
    outcome: str
    reasons: Sequence[Mapping[str, Any]]


def shadow_outcomes(
    db: Db, version: str, *, before: tuple[str, int] | None = None, limit: int
) -> list[ShadowOutcome]:
    """A page of what a version scored, newest comments first. before: (comment id, revision) of the last one read."""
    key = (shadow_score.c.comment_id, shadow_score.c.revision)
    query = (
        select(
            *key, comment.c.site_id, shadow_score.c.abuse, shadow_score.c.spam,
            verdict.c.outcome, verdict.c.reasons,
        )
        .join(verdict, (verdict.c.comment_id == key[0]) & (verdict.c.revision == key[1]))
        .join(comment, comment.c.id == key[0])
        .where(shadow_score.c.version == version)
        .order_by(key[0].desc(), key[1].desc())
        .limit(limit)
    )  # fmt: skip
    if before is not None:
        query = query.where(tuple_(*key) < tuple_(*before))
    return [ShadowOutcome(*row) for row in db.execute(query)]
