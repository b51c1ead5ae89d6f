"""Reading what a checker answered: exactly the agreed form, or no answer at all.

A checker that is half understood would be half obeyed, and nobody would notice which half.
"""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from service.domain.text_rules import has_forbidden
from service.domain.verdicts import Effect, Signal, Span

MOST_SIGNALS = 20
MOST_SPANS = 100
LONGEST_MESSAGE = 300
LANGUAGES = ("ar", "en")
_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}")
_LONGEST_CODE = 80
# Codes by which the product speaks of its own: of its history, its articles, its checks.
_OURS = frozenset(
    {"article", "author", "check", "form", "moderator", "quote", "repetition", "sanction", "velocity"}
)


class AnswerInvalid(Exception):
    """Not the agreed form. code: a short one for the comment's record."""

    def __init__(self, what: str) -> None:
        self.code = f"answer.{what}"
        super().__init__(self.code)


def read_answer(content: bytes, *, check: str, body: str, effect: Effect | None) -> tuple[Signal, ...]:
    """The signals of `{"signals": [{"code", "score", "spans"?, "message"?: {"ar", "en"}}]}`.

    body: the text that was asked about, in which spans must lie, in code points.
    effect: for every signal; None leaves it to the policy. Raises AnswerInvalid for anything else.
    """
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise AnswerInvalid("not_json") from None
    if not isinstance(answer, dict) or set(answer) != {"signals"} or not isinstance(answer["signals"], list):
        raise AnswerInvalid("form")
    if len(answer["signals"]) > MOST_SIGNALS:
        raise AnswerInvalid("too_many")
    return tuple(_signal(each, check, body, effect) for each in answer["signals"])


def _signal(given: Any, check: str, body: str, effect: Effect | None) -> Signal:
    if not isinstance(given, dict) or not {"code", "score"} <= set(given) <= _FIELDS:
        raise AnswerInvalid("form")
    return Signal(
        check=check,
        code=_code(given["code"]),
        score=_score(given["score"]),
        spans=_spans(given.get("spans", []), len(body)),
        evidence=_message(given.get("message")),
        effect=effect,
    )


_FIELDS = {"code", "score", "spans", "message"}


def _code(given: Any) -> str:
    if not isinstance(given, str) or len(given) > _LONGEST_CODE or not _CODE.fullmatch(given):
        raise AnswerInvalid("code")
    if given.partition(".")[0] in _OURS:
        raise AnswerInvalid("code")
    return given


def _score(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise AnswerInvalid("score")
    return float(given)


def _spans(given: Any, length: int) -> tuple[Span, ...]:
    if not isinstance(given, list) or len(given) > MOST_SPANS:
        raise AnswerInvalid("spans")
    for span in given:
        if not isinstance(span, list) or [type(place) for place in span] != [int, int]:
            raise AnswerInvalid("spans")
        if not 0 <= span[0] < span[1] <= length:
            raise AnswerInvalid("spans")
    return tuple((start, end) for start, end in given)


def _message(given: Any) -> Mapping[str, str]:
    """The checker's own sentence, as evidence of its signal; empty where it gave none."""
    if given is None:
        return {}
    if not isinstance(given, dict) or set(given) != set(LANGUAGES):
        raise AnswerInvalid("message")
    for words in given.values():
        if not isinstance(words, str) or not 0 < len(words) <= LONGEST_MESSAGE or has_forbidden(words):
            raise AnswerInvalid("message")
    return {f"message_{language}": given[language] for language in LANGUAGES}
