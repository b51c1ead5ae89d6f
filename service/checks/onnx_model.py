"""An ONNX text model of a newsroom's own as a check: a folder with the model, its tokenizer and its labels.

`model.onnx` takes `input_ids` and, where it wants them, `attention_mask` and `token_type_ids` (int64,
text by token) and gives one number for each text and label. `tokenizer.json` is a file of the
`tokenizers` library. `labels.json` says what the numbers are and what they count for:

    {"version": "2026-11", "max_length": 256, "scores": "softmax", "required": true, "mode": "live",
     "labels": [{"name": "neutral"}, {"name": "insult", "code": "abuse.insult", "hold_at": 0.8}]}

Nothing here is loaded, and the extra `onnx` is not needed, unless a folder is named.
"""

import importlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from service.checks.onnx_labels import FILE as LABELS
from service.checks.onnx_labels import Label, Labels, LabelsInvalid, read_labels
from service.domain.comments import CommentFacts
from service.domain.errors import TaliqError
from service.domain.verdicts import CheckResult, Effect, Signal, Span, checker_check

CHECK = checker_check("onnx.model")
"""No HTTP checker can have this name: it holds a dot."""

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
NOTE_FROM = 0.3
"""Scores below it say nothing worth showing."""

_AT_ONCE = 16  # windows in one run, which bounds its memory
_TRIED = ("شكراً على المقال", "a second text")
_INSTALL = "install the extra with `pip install 'taliq[onnx]'`, or clear TALIQ_ONNX_MODEL"
_EXPORT = "put files that belong together there, or clear TALIQ_ONNX_MODEL"

Scores = npt.NDArray[np.float64]


class OwnModelInvalid(TaliqError):
    """A folder that must not be used. params: path, problem, remedy; `str` is the sentence."""

    code = "model.file_invalid"

    def __init__(self, path: Path, problem: str, remedy: str = _EXPORT) -> None:
        super().__init__(path=str(path), problem=problem, remedy=remedy)
        self.args = (f"{path}: {problem}; {remedy}.",)


@dataclass(frozen=True, slots=True)
class _Window:
    """A piece of a text that fits the model. text: its place in the batch; span: what it covers."""

    text: int
    span: Span
    encoding: Any


@dataclass(frozen=True, slots=True)
class _Opened:
    pid: int
    session: Any
    tokenizer: Any


class OwnModel:
    """A model that was tried once and works. Opened by each process for itself: a session survives no fork."""

    def __init__(self, folder: Path, labels: Labels) -> None:
        self._folder = folder
        self._labels = labels
        self._opened: _Opened | None = None

    @property
    def is_binding(self) -> bool:
        """Whether a comment that it could not read is held."""
        return self._labels.required and self._labels.mode == "live"

    def check(self, batch: Sequence[CommentFacts]) -> list[CheckResult]:
        """A result for each comment, in order; `unavailable` where the model gave no usable number."""
        started = time.perf_counter()
        try:
            found = self._signals([facts.body for facts in batch])
        # The edge of a stranger's model: whatever it raises, these comments were not seen by it.
        except Exception:
            found = [None] * len(batch)
        ms = (time.perf_counter() - started) * 1000 / max(1, len(batch))
        return [
            CheckResult(CHECK, (), ms, "unavailable") if each is None else CheckResult(CHECK, each, ms)
            for each in found
        ]

    def scores(self, texts: Sequence[str]) -> list[tuple[Scores, list[Span]]]:
        """For each text the worst score of each label over its windows, and the window that gave it.

        A text of one window has the span of the whole. Raises whatever the model raises.
        """
        opened = self._of_this_process()
        windows = list(_windows(opened.tokenizer, texts))
        rows = np.concatenate(
            [
                self._run(opened.session, windows[at : at + _AT_ONCE])
                for at in range(0, len(windows), _AT_ONCE)
            ]
        )
        answers = []
        for number in range(len(texts)):
            mine = [place for place, window in enumerate(windows) if window.text == number]
            worst = rows[mine].argmax(axis=0)
            spans = [windows[mine[place]].span for place in worst]
            answers.append((rows[mine].max(axis=0), spans))
        return answers

    def _signals(self, texts: Sequence[str]) -> list[tuple[Signal, ...] | None]:
        found: list[tuple[Signal, ...] | None] = []
        for text, (scores, spans) in zip(texts, self.scores(texts), strict=True):
            if not all(0.0 <= score <= 1.0 for score in scores):  # a NaN, too
                found.append(None)
                continue
            pairs = zip(self._labels.labels, scores.tolist(), spans, strict=True)
            found.append(
                tuple(
                    self._signal(label, score, span, whole=span == (0, len(text)))
                    for label, score, span in pairs
                    if label.code is not None and score >= min(NOTE_FROM, label.hold_at)
                )
            )
        return found

    def _signal(self, label: Label, score: float, span: Span, *, whole: bool) -> Signal:
        holds = score >= label.hold_at and self._labels.mode == "live"
        return Signal(
            check=CHECK,
            code=label.code or "",
            score=round(score, 4),
            spans=() if whole else (span,),
            evidence={"label": label.name, "version": self._labels.version},
            effect=Effect.HOLD if holds else Effect.NOTE,
        )

    def _of_this_process(self) -> _Opened:
        if self._opened is None or self._opened.pid != os.getpid():
            self._opened = _open(self._folder, self._labels)
        return self._opened

    def _run(self, session: Any, windows: Sequence[_Window]) -> Scores:
        """One row of scores for each window."""
        longest = max(len(window.encoding.ids) for window in windows)
        columns = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
        given: Mapping[str, Any] = {
            each.name: np.array(
                [_padded(getattr(window.encoding, columns[each.name]), longest) for window in windows],
                dtype=np.int64,
            )
            for each in session.get_inputs()
        }
        [numbers] = session.run([session.get_outputs()[0].name], dict(given))
        return _scaled(np.asarray(numbers, dtype=np.float64), self._labels.scores)


def load_own_model(folder: Path) -> OwnModel:
    """The model of a folder, tried on two texts. Raises OwnModelInvalid with what is wrong and the remedy."""
    for name in (MODEL, TOKENIZER, LABELS):
        if not (folder / name).is_file():
            raise OwnModelInvalid(folder / name, "there is no such file")
    try:
        labels = read_labels((folder / LABELS).read_bytes())
    except LabelsInvalid as error:
        raise OwnModelInvalid(folder / LABELS, str(error)) from None
    model = OwnModel(folder, labels)
    try:
        tried = model.scores(_TRIED)
    except OwnModelInvalid:
        raise
    # Everything that a file of unknown origin can do wrong, told as one refusal.
    except Exception as error:
        raise OwnModelInvalid(folder / MODEL, f"it cannot read a text ({type(error).__name__})") from error
    for scores, _ in tried:
        if not all(0.0 <= score <= 1.0 for score in scores):
            problem = f"its numbers are no scores from 0 to 1; is “scores” in {LABELS} right?"
            raise OwnModelInvalid(folder / MODEL, problem)
    return model


def _open(folder: Path, labels: Labels) -> _Opened:
    runtime, tokenizers = _extra(folder, "onnxruntime"), _extra(folder, "tokenizers")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a worker is one process of several
    options.log_severity_level = 4
    try:
        session = runtime.InferenceSession(
            str(folder / MODEL), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # the library's errors have no common class
        raise OwnModelInvalid(folder / MODEL, "it is no ONNX model that can be run") from error
    strange = {each.name for each in session.get_inputs()} - set(INPUTS)
    if strange:
        raise OwnModelInvalid(
            folder / MODEL, f"it wants an input that nobody gives: {', '.join(sorted(strange))}"
        )
    shape = session.get_outputs()[0].shape
    if len(shape) != 2 or (isinstance(shape[1], int) and shape[1] != len(labels.labels)):
        problem = f"it gives {shape} and {LABELS} names {len(labels.labels)} labels"
        raise OwnModelInvalid(folder / MODEL, problem)
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(labels.max_length, stride=labels.max_length // 8)
    except Exception as error:  # as above
        raise OwnModelInvalid(folder / TOKENIZER, "it is no tokenizer of the `tokenizers` library") from error
    return _Opened(os.getpid(), session, tokenizer)


def _extra(folder: Path, name: str) -> Any:
    try:
        return importlib.import_module(name)  # of an extra: installed only where such a model is used
    except ImportError:
        raise OwnModelInvalid(
            folder, f"reading it needs `{name}`, which is not installed", _INSTALL
        ) from None


def _windows(tokenizer: Any, texts: Sequence[str]) -> Iterator[_Window]:
    """Overlapping pieces of each text, so that its end is read as well as its beginning."""
    for number, text in enumerate(texts):  # one by one: the batch call starts threads
        first = tokenizer.encode(text)
        pieces = [first, *first.overflowing]
        for piece in pieces:
            span = (0, len(text)) if len(pieces) == 1 else _covered(piece, len(text))
            yield _Window(number, span, piece)


def _covered(piece: Any, length: int) -> Span:
    ends = [(start, end) for start, end in piece.offsets if end > start]
    return (min(start for start, _ in ends), max(end for _, end in ends)) if ends else (0, length)


def _padded(values: Sequence[int], longest: int) -> list[int]:
    return [*values, *[0] * (longest - len(values))]


def _scaled(numbers: Scores, kind: str) -> Scores:
    if kind == "sigmoid":
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(numbers, -60, 60))))
    if kind == "softmax":
        raised = np.exp(numbers - numbers.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))
    return numbers
