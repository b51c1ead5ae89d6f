"""The settings in words: the table of README.md and the file env.example.

`python -m config.reference` writes both anew; a test compares them with the code.
"""

from pathlib import Path

from config.variables import VARIABLES, Variable

_ROOT = Path(__file__).parent.parent
README = _ROOT / "README.md"
ENV_EXAMPLE = _ROOT / "config" / "env.example"
MARKERS = ("<!-- settings -->", "<!-- /settings -->")


def settings_table() -> str:
    """A Markdown table with one row for each variable; ends with a line break."""
    rows = ["| variable | type | default | meaning |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{variable.name}`{_also_file(variable)} | {variable.kind} | {_default(variable)} "
        f"| {variable.meaning} |"
        for variable in VARIABLES
    ]
    return "\n".join(rows) + "\n"


def env_example() -> str:
    """Every variable as a comment to fill in; a value is shown where there is a plain default."""
    blocks = [
        "# Settings of Taliq. An empty variable counts as not set. Secrets may also come from NAME_FILE.\n"
    ]
    blocks += [
        f"# {variable.meaning.replace('`', '')}\n"
        f"# {variable.kind}; default: {(variable.default or variable.shown_default).replace('`', '')}\n"
        f"{variable.name}={variable.default or ''}\n"
        for variable in VARIABLES
    ]
    return "\n".join(blocks)


def with_table(text: str) -> str:
    """The text with what stands between the markers replaced by the present table.

    Raises ValueError when a marker is missing.
    """
    start, end = (text.index(marker) for marker in MARKERS)
    return f"{text[: start + len(MARKERS[0])]}\n{settings_table()}{text[end:]}"


def main() -> None:
    """Write README.md's table and env.example anew."""
    ENV_EXAMPLE.write_text(env_example(), encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")


def _also_file(variable: Variable) -> str:
    return " (or `_FILE`)" if variable.secret else ""


def _default(variable: Variable) -> str:
    return f"`{variable.default}`" if variable.default else variable.shown_default


if __name__ == "__main__":
    main()
