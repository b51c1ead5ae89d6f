"""A preview's answer as tables for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

_MOVES = (
    ("newly held", "newly_held"),
    ("newly published", "newly_published"),
    ("newly rejected", "newly_rejected"),
)
_FORMS_SHOWN = 20
_ENTRIES_SHOWN = 20
_BODY_SHOWN = 160
_WIDTH_OF_A_FILE = 140


def show(answer: Mapping[str, Any]) -> None:
    """Print the whole answer."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_OF_A_FILE)
    console.print(
        f"{answer['comments']} comments since {answer['since']:%Y-%m-%d %H:%M} UTC,"
        f" {answer['unchecked']} of them never checked"
    )
    console.print(_outcomes(answer))
    console.print(_moves(answer))
    if "entries" in answer:
        _show_lists(console, answer)
    for example in answer["examples"]:
        console.print(_line(example))
    for note in answer["notes"]:
        console.print(Text(f"Not complete: {note['message']}", "yellow"))


def _outcomes(answer: Mapping[str, Any]) -> Table:
    table = Table("rules", "publish", "hold", "reject", box=SIMPLE_HEAD)
    for name in ("present", "proposed"):
        table.add_row(name, *(str(answer[name][outcome]) for outcome in ("publish", "hold", "reject")))
    return table


def _moves(answer: Mapping[str, Any]) -> Table:
    table = Table(
        "", "comments", "a person approved", "rejected", "nobody decided", "mostly", box=SIMPLE_HEAD
    )
    for title, key in _MOVES:
        shift = answer[key]
        mostly = ", ".join(f"{each['code']} {each['comments']}" for each in shift["reasons"][:3])
        counts = (shift[name] for name in ("comments", "approved", "rejected", "undecided"))
        table.add_row(title, *map(str, counts), mostly)
    return table


def _show_lists(console: Console, answer: Mapping[str, Any]) -> None:
    console.print(f"The entries touch {answer['hits']} comments, {answer['innocent_hits']} of them innocent.")
    entries = Table("entry", "comments", "innocent", "rejected by a person", box=SIMPLE_HEAD)
    for entry in answer["entries"][:_ENTRIES_SHOWN]:
        entries.add_row(
            Text(entry["value"]), *(str(entry[name]) for name in ("comments", "innocent", "rejected"))
        )
    console.print(entries)
    console.print(_forms("word form", answer["forms"]))
    console.print(_forms("innocent word form", answer["innocent_forms"]))


def _forms(title: str, forms: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title, "comments", "innocent", box=SIMPLE_HEAD)
    for form in forms[:_FORMS_SHOWN]:
        table.add_row(Text(form["form"]), str(form["comments"]), str(form["innocent"]))
    return table


def _line(example: Mapping[str, Any]) -> Text:
    """One example with its places underlined, cut where it is long."""
    body = Text(example["body"].replace("\n", " "))
    for start, end in example["spans"]:
        body.stylize("underline", start, end)
    body.truncate(_BODY_SHOWN, overflow="ellipsis")
    moved = f"{example['present']} → {example['proposed']}"
    return Text(f"{example['comment_id']}  {moved}  ", "dim").append_text(body)
