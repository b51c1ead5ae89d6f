"""Every error code with its status and meaning: the page `/docs/errors` and docs/reference/errors.md.

`python -m service.http.docs.errors` writes the file anew; a test compares it with the code.
"""

from dataclasses import dataclass
from pathlib import Path

from service.http.i18n import ar, en
from service.http.statuses import STATUS_BY_CODE

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "errors.md"

_INTRODUCTION = """# Error codes

Every refusal is an RFC 9457 problem document with a `code` of the first table; a code is never
renamed. A 422 names all faults of a body at once, each with a code of the second table.
Written by `python -m service.http.docs.errors`.
"""


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One code. status: None for the code of a field, which always comes in a 422."""

    code: str
    status: int | None
    arabic: str
    english: str

    def meaning(self, language: str) -> str:
        """The words in a language of the catalogue."""
        return self.arabic if language == "ar" else self.english


def problem_codes() -> list[ErrorCode]:
    """Codes of whole refusals, by status."""
    codes = [
        ErrorCode(code, STATUS_BY_CODE[code], ar.PROBLEMS[code][0], en.PROBLEMS[code][0])
        for code in ar.PROBLEMS
    ]
    return sorted(codes, key=lambda entry: (entry.status or 0, entry.code))


def fault_codes() -> list[ErrorCode]:
    """Codes of single fields."""
    return [ErrorCode(code, None, ar.FAULTS[code], en.FAULTS[code]) for code in sorted(ar.FAULTS)]


def reference() -> str:
    """docs/reference/errors.md as it should be."""
    problems = [
        f"| `{entry.code}` | {entry.status} | {entry.english} | {entry.arabic} |" for entry in problem_codes()
    ]
    faults = [f"| `{entry.code}` | {entry.english} | {entry.arabic} |" for entry in fault_codes()]
    lines = [
        _INTRODUCTION,
        "## Refusals\n",
        "| code | status | English | العربية |",
        "| --- | --- | --- | --- |",
        *problems,
        "\n## Faults of a field\n",
        "| code | English | العربية |",
        "| --- | --- | --- |",
        *faults,
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    REFERENCE.parent.mkdir(parents=True, exist_ok=True)
    REFERENCE.write_text(reference(), encoding="utf-8")
