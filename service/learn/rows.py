"""Labelled comments as files hold them: one JSON object a line, plain or gzipped."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from service.domain.errors import TaliqError

# Terms under which texts may be studied but not made into a shipped model.
_FORBIDDEN = re.compile(
    r"non-?\s?commercial|\bNC\b|\b(?:research|academic)[- ](?:use[- ])?only", re.IGNORECASE
)
_OPEN = re.compile(r"(?:MIT|Apache-2\.0|CC0|CC[- ]BY(?:[- ]SA)?[- ]\d)", re.IGNORECASE)


class LearningFailed(TaliqError):
    """Training or evaluating cannot be done with this data. params: problem; `str` is a sentence."""

    code = "learning.failed"

    def __init__(self, problem: str) -> None:
        super().__init__(problem=problem)
        self.args = (problem,)


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text. labels: by model name, 1, 0 or None where nobody looked.

    source: where it comes from, the file's name where the row does not say.
    licence, language, dialect: as the row states them; None where it does not.
    """

    text: str
    labels: dict[str, int | None]
    source: str
    licence: str | None
    language: str | None
    dialect: str | None = None

    @property
    def may_train(self) -> bool:
        """False for rows whose licence forbids commercial use or allows research only."""
        return self.licence is None or not _FORBIDDEN.search(self.licence)

    @property
    def is_open(self) -> bool:
        """Whether the row states MIT, Apache-2.0, CC0, CC BY or CC BY-SA itself, not only its copy."""
        return self.licence is not None and self.may_train and _OPEN.match(self.licence) is not None


def read_rows(path: Path) -> Iterator[Row]:
    """Every row of a file, in its order; blank lines are skipped.

    Raises LearningFailed naming the line of a broken row; OSError where the file cannot be opened.
    """
    done = 0
    try:
        with _open(path) as lines:
            for line in lines:
                if line.strip():
                    yield _row(json.loads(line), path)
                done += 1
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise LearningFailed(f"{path}: not a whole gzip file. Fetch or pack it again.") from None
    except (ValueError, TypeError) as error:
        raise LearningFailed(
            f"{path}, line {done + 1}: {error}. "
            'Each line must be a JSON object {"text", "abuse": 0|1|null, "spam": 0|1|null} in UTF-8.'
        ) from None


def read_all(paths: Iterable[Path]) -> list[Row]:
    """The rows of all files. Raises as `read_rows`, and LearningFailed where there is none."""
    rows = [row for path in paths for row in read_rows(path)]
    if not rows:
        raise LearningFailed("There is no row in these files. Name files with one JSON object a line.")
    return rows


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _row(data: Any, path: Path) -> Row:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise TypeError('no "text"')
    labels = {name: data.get(name) for name in ("abuse", "spam")}
    for name, label in labels.items():
        if label not in {None, 0, 1}:
            raise ValueError(f'"{name}" must be 0, 1 or null')
    licence = data.get("licence")
    if licence is not None and not isinstance(licence, str):
        raise TypeError('"licence" must be a text')
    return Row(
        text=data["text"],
        labels=labels,
        source=str(data.get("source") or path.name),
        licence=licence,
        language=data.get("lang"),
        dialect=data.get("dialect"),
    )
