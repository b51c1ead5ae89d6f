"""What the rules about evaluating share: rules with the product's models, and looking at what came of it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from service.checks.models import Models, Opinion, load_models
from service.domain.states import State
from service.moderation.evaluate_rules import Rules
from service.store.engine import Store
from service.store.tables import case, check_result, comment, decision, event, verdict

INSULT = "يا كلب يا ابن الكلب، أنت حمار"


@lru_cache(maxsize=1)
def models() -> Models:
    return load_models()


def rules(used: Any = None, **options: Any) -> Rules:
    """Rules as a worker has them, limits by rate off. used: other models than the product's."""
    return Rules(used or models(), **{"rate_limits": False, **options})


class ModelsThat:
    """The product's models; `act` happens while they score, in the middle of the checks."""

    def __init__(self, act: Callable[[Sequence[str]], Any]) -> None:
        self._act = act

    def __getattr__(self, name: str) -> Any:
        return getattr(models(), name)

    def opinions(self, folded_texts: Sequence[str]) -> dict[str, list[Opinion]]:
        """Of the scores that `act` returns, or the real ones where that is None."""
        scores = self._act(folded_texts)
        if scores is None:
            return models().opinions(folded_texts)
        return {name: [Opinion(float(score)) for score in given] for name, given in scores.items()}


def state_of(store: Store, comment_id: str) -> State:
    return State(row_of(store, comment_id)["state"])


def row_of(store: Store, comment_id: str) -> dict[str, Any]:
    return rows_of(store, comment, comment.c.id == comment_id)[0]


def reasons_of(store: Store, comment_id: str) -> list[str]:
    """Reason codes of the open case, worst first; empty without one."""
    rows = rows_of(store, case, case.c.comment_id == comment_id)
    return list(rows[0]["reasons"]) if rows else []


def verdict_of(store: Store, comment_id: str) -> dict[str, Any] | None:
    rows = rows_of(store, verdict, verdict.c.comment_id == comment_id)
    return rows[0] if rows else None


def signals_of(store: Store, comment_id: str) -> dict[str, dict[str, Any]]:
    """Signals of a comment by their code."""
    rows = rows_of(store, check_result, check_result.c.comment_id == comment_id)
    return {signal["code"]: signal for row in rows for signal in row["signals"]}


def decisions_of(store: Store, comment_id: str) -> list[dict[str, Any]]:
    return rows_of(store, decision, decision.c.comment_id == comment_id)


def events_of(store: Store, comment_id: str) -> list[str]:
    return [row["type"] for row in rows_of(store, event, event.c.comment_id == comment_id)]


def rows_of(store: Store, table: Any, condition: Any) -> list[dict[str, Any]]:
    with store.read() as db:
        return [dict(row) for row in db.execute(select(table).where(condition)).mappings()]


def count(store: Store, table: Any, *conditions: Any) -> int:
    with store.read() as db:
        return db.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
