"""Comments that have been submitted, checked by the real rules and decided, for looking back at them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from service.moderation.evaluate import evaluate_pending
from service.moderation.evaluate_rules import Rules
from service.moderation.policies import put_policy
from service.moderation.preview import Step
from service.store.engine import Store
from tests.support.deciding import decide_one
from tests.support.evaluation import rules
from tests.support.rows import NOON, SITE, a_pending_comment

LINKS = "للمزيد https://a.example/1 ثم https://b.example/2 ثم https://c.example/3 ثم https://d.example/4"
PHONE = "اتصلوا بي على الرقم +962 79 123 4567 بعد العصر من فضلكم"
RULES = {"hold_at": {"lists": 0.5, "links": 0.5, "privacy": 0.5, "velocity": 0.5}, "required": []}
"""A policy under which no model holds anything, so that retraining them changes no test."""


def only_rules(store: Store, **changes: Any) -> None:
    """Put a policy in force under which rules alone hold."""
    with store.transaction() as db:
        put_policy(db, site_id=SITE, changes=RULES | changes, by="mod_tests", now=NOON)


def checked(store: Store, body: str, *, at: datetime = NOON, by: Rules | None = None, **columns: Any) -> str:
    """A comment that was submitted and checked. by: the product's rules; columns: as of `a_pending_comment`."""
    with store.transaction() as db:
        made = a_pending_comment(db, body, submitted_at=at, **columns)
    evaluate_pending(store, by or rules(), now=at)
    return made


def decided(store: Store, comment_id: str, action: str) -> None:
    """What a moderator did with it."""
    reason = {} if action in {"approve", "restore"} else {"reason": "abuse.insult"}
    with store.transaction() as db:
        assert decide_one(db, comment_id, action, **reason).status == "done"


def answer_of(steps: Iterator[Step]) -> dict[str, Any]:
    """The answer of a preview that was followed to its end."""
    *_, last = steps
    assert last.answer is not None
    return last.answer


def numbers(shift: dict[str, Any]) -> tuple[int, int, int, int]:
    """(comments, approved, rejected, undecided)."""
    return shift["comments"], shift["approved"], shift["rejected"], shift["undecided"]
