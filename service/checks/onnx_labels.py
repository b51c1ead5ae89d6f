"""`labels.json` beside an ONNX model: what its numbers are called and what they count for."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

FILE = "labels.json"
SCORES = ("softmax", "sigmoid", "as_is")
MODES = ("live", "shadow")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,30}(\.[a-z][a-z0-9_]{0,30}){0,2}")
_KNOWN = {"version", "max_length", "scores", "required", "mode", "labels"}
_OF_LABEL = {"name", "code", "hold_at"}


class LabelsInvalid(ValueError):
    """`str` says what is wrong with the file."""


@dataclass(frozen=True, slots=True)
class Label:
    """One number of the model. code: of its signal, None for a label that says nothing (“neutral”).

    hold_at: score in (0, 1] from which the comment is held.
    """

    name: str
    code: str | None
    hold_at: float


@dataclass(frozen=True, slots=True)
class Labels:
    """max_length: tokens the model reads at once. scores: how its numbers become scores in [0, 1]."""

    version: str
    max_length: int
    scores: str
    required: bool
    mode: str
    labels: tuple[Label, ...]


def read_labels(content: bytes) -> Labels:
    """The file's content. Raises LabelsInvalid."""
    try:
        given = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise LabelsInvalid("it is no JSON") from None
    if not isinstance(given, dict) or not {"max_length", "scores", "labels"} <= set(given) <= _KNOWN:
        raise LabelsInvalid("it needs max_length, scores and labels, and may have version, required and mode")
    _require(
        type(given["max_length"]) is int and 16 <= given["max_length"] <= 8192, "max_length is 16 to 8192"
    )
    _require(given["scores"] in SCORES, f"scores is one of {', '.join(SCORES)}")
    _require(given.get("mode", "live") in MODES, "mode is live or shadow")
    _require(isinstance(given.get("required", True), bool), "required is true or false")
    _require(isinstance(given.get("version", ""), str), "version is a text")
    _require(isinstance(given["labels"], list) and given["labels"], "labels is a list, and not empty")
    return Labels(
        version=given.get("version", "")[:80],
        max_length=given["max_length"],
        scores=given["scores"],
        required=given.get("required", True),
        mode=given.get("mode", "live"),
        labels=tuple(_label(each) for each in given["labels"]),
    )


def _label(given: Any) -> Label:
    _require(
        isinstance(given, dict) and "name" in given and set(given) <= _OF_LABEL,
        "a label has a name, and a code with hold_at where it counts for something",
    )
    name, code, hold_at = given["name"], given.get("code"), given.get("hold_at", 1.0)
    _require(isinstance(name, str) and 0 < len(name) <= 80, "the name of a label is a text")
    _require(
        ("code" in given) == ("hold_at" in given), f"label {name} needs both code and hold_at, or neither"
    )
    _require(
        code is None or (isinstance(code, str) and bool(_CODE.fullmatch(code))), f"the code of {name} is none"
    )
    _require(
        isinstance(hold_at, int | float) and not isinstance(hold_at, bool) and 0 < hold_at <= 1,
        f"hold_at of {name} is a number above 0, 1 at most",
    )
    return Label(name, code, float(hold_at))


def _require(holds: Any, what: str) -> None:
    if not holds:
        raise LabelsInvalid(what)
