"""Deciding in tests: one comment or several, by one moderator, at noon."""

from datetime import datetime

from service.domain.states import Action
from service.moderation.decide import Decided, Result, Wish, decide
from service.moderation.moves import Actor
from service.store.engine import Db
from tests.support.rows import NOON, SITE

AMAL = Actor("moderator", "mod_amal")


def wish(comment_id: str, action: str, **more: object) -> Wish:
    return Wish(comment_id, more.pop("revision", 1), Action(action), **more)  # type: ignore[arg-type]


def decide_all(db: Db, *wishes: Wish, actor: Actor = AMAL, now: datetime = NOON) -> Decided:
    return decide(db, wishes, site_id=SITE, actor=actor, now=now)


def decide_one(db: Db, comment_id: str, action: str, **more: object) -> Result:
    (result,) = decide_all(db, wish(comment_id, action, **more)).results
    return result


def code_of(result: Result) -> str | None:
    assert result.status == "refused"
    assert result.problem is not None
    return result.problem.code
