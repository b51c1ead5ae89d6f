"""Our own labelled texts under the shipped lists, models and policy, in an open and a hidden half."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from service.checks.lists import CompiledLists, compile_lists
from service.checks.models import Models, load_models
from service.checks.pipeline import run_checks
from service.checks.policy import DEFAULT_POLICY, judge
from service.checks.starter import load_starter_lists
from service.domain.comments import CommentFacts
from service.domain.verdicts import Outcome, Verdict
from tests.checks.comments import comment

FOLDER = Path(__file__).parent.parent / "data"
Row = dict[str, Any]
_AT_ONCE = 64


def read(name: str) -> list[Row]:
    """The rows of one file of tests/data."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def half(text: str) -> str:
    """`open` for texts that rules may be written by, `hidden` for those that only measure them."""
    return "hidden" if hashlib.sha256(text.encode()).digest()[0] % 2 else "open"


def verdicts(comments: Sequence[CommentFacts]) -> list[Verdict]:
    """What the product says of each with the shipped lists, models and policy."""
    lists, models = _shipped()
    found = []
    for start in range(0, len(comments), _AT_ONCE):
        part = comments[start : start + _AT_ONCE]
        results = run_checks(part, lists=lists, policy=DEFAULT_POLICY, models=models)
        found += [judge(facts, each, DEFAULT_POLICY) for facts, each in zip(part, results, strict=True)]
    return found


def facts_of(row: Row) -> CommentFacts:
    """The comment of a row, under the title and the parent that the row names."""
    context = {"article_title": row["title"]} if "title" in row else {}
    return comment(row["text"], parent_body=row.get("parent"), **context)


def is_held(verdict: Verdict) -> bool:
    return verdict.outcome is not Outcome.PUBLISH


def is_taken_for_spam(verdict: Verdict) -> bool:
    """Whether anything but abuse stops the comment: spam, links, private details, repetition."""
    return any(not reason.code.startswith("abuse.") for reason in verdict.reasons)


def share(hits: Iterable[bool]) -> float:
    """Part of the values that are true; 0 for none."""
    values = list(hits)
    return sum(values) / len(values) if values else 0.0


@lru_cache(maxsize=1)
def _shipped() -> tuple[CompiledLists, Models]:
    return compile_lists(load_starter_lists()), load_models()
