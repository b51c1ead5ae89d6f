"""What the queue is narrowed to, read from its address and written into it again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import request

from service.checks.codes import HARM
from service.checks.explain import explain_code
from service.checks.text import fold
from service.domain.reasons import REASONS
from service.domain.states import State
from service.http.console.words import words
from service.http.context import now
from service.store.queue import ORDERS, QueueFilter

ANY = "any"
STATES = ("held", "published", "rejected", "removed", "pending", ANY)
NAMES = ("state", "order", "article", "section", "lang", "reason", "author", "age", "link", "campaign", "q")
"""Parameters of the queue's address, in the order in which they are shown."""

_PARAMETERS = {name: "written" if name == "lang" else name for name in NAMES}  # `lang` is the page's own
_PERSONS = tuple(code for code in REASONS if code not in HARM)
_LONGEST = 200
_MOST_HOURS = 24 * 366


@dataclass(frozen=True, slots=True)
class Wanted:
    """state: None for all. query: the parameters that are set, as they stand in the address."""

    state: State | None
    order: str
    filter: QueueFilter
    query: dict[str, str]

    @property
    def is_whole_queue(self) -> bool:
        """Whether nothing is narrowed: all that waits, the most urgent first."""
        return not self.query

    @property
    def is_held(self) -> bool:
        """Whether it shows what waits for a decision."""
        return self.state is State.HELD


def wanted() -> Wanted:
    """What this request asks for; a value that means nothing narrows nothing."""
    return wanted_of(request.args)


def wanted_of(values: Any) -> Wanted:
    """As `wanted`, of parameters by name."""
    given = {name: str(values.get(_PARAMETERS[name], "")).strip()[:_LONGEST] for name in NAMES}
    query = {_PARAMETERS[name]: value for name, value in given.items() if _is_set(name, value)}
    kept = {name: query.get(_PARAMETERS[name]) for name in NAMES}
    hours, state = kept["age"], kept["state"] or State.HELD.value
    text = fold(kept["q"]).folded.strip() if kept["q"] else ""
    narrowed = QueueFilter(
        article=kept["article"],
        section=kept["section"],
        language=kept["lang"],
        reason=kept["reason"],
        author=kept["author"],
        text=text or None,
        waiting_since=now() - timedelta(hours=int(hours)) if hours else None,
        has_link=True if kept["link"] else None,
        campaign=kept["campaign"],
    )
    return Wanted(None if state == ANY else State(state), kept["order"] or "priority", narrowed, query)


def choices(asked: Wanted, language: str) -> dict[str, Any]:
    """What the form of filters offers: values with their words, and what is set now."""
    d = words(language)
    return {
        "tabs": [(state, d[f"tab.{state}"], _tab_query(asked, state)) for state in STATES],
        "reasons": [(code, explain_code(code, language)) for code in (*HARM, *_PERSONS)],
        "languages": [(code, d[f"lang.{code}"]) for code in ("ar", "en", "fr")],
        "ages": [(hours, d[f"age.{hours}"]) for hours in ("1", "6", "24", "72")],
        "orders": [(order, d[f"order.{order}"]) for order in ORDERS],
        "state": ANY if asked.state is None else asked.state.value,
        "number": len([name for name in asked.query if name not in {"state", "order", "q"}]),
    }


def _tab_query(asked: Wanted, state: str) -> dict[str, str]:
    """The address of the same filter in another state."""
    kept = {name: value for name, value in asked.query.items() if name != "state"}
    return kept if state == State.HELD.value else kept | {"state": state}


def _is_set(name: str, value: str) -> bool:
    if name == "state":
        return value in STATES and value != State.HELD.value
    if name == "order":
        return value in ORDERS and value != "priority"
    if name == "age":
        return value.isascii() and value.isdecimal() and 0 < int(value) <= _MOST_HOURS
    return bool(value)
