"""A verdict for the terminal: every finding with its words, in colour where there is a terminal.

Arabic and Latin share a line here, so each text stands in a Unicode isolate of
its own: the words of one cannot turn the order of the others.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from rich.text import Text

from service.checks.explain import explain, explain_code
from service.domain.verdicts import Effect, Outcome, Signal, Verdict
from service.moderation.check_text import TextVerdict

_FSI, _PDI = "\u2068", "\u2069"
_OUTCOMES = {
    Outcome.PUBLISH: ("bold green", "يُنشر", "published"),
    Outcome.HOLD: ("bold yellow", "يُحجز ليراه مشرف", "held for a moderator"),
    Outcome.REJECT: ("bold red", "يُرفض", "rejected"),
}
_NAMES = {
    "entry": ("المدخل", "entry"),
    "words": ("أقوى الكلمات", "strongest words"),
    "places": ("المواضع", "places"),
    "none": ("لم تجد الفحوص شيئًا.", "The checks found nothing."),
    "failed": ("لم يكتمل", "could not run"),
}
_DECIDING, _NOTED = "bold black on yellow", "black on cyan"
_MOST_PLACES = 8


def verdict_lines(found: TextVerdict, body: str, language: str) -> Iterator[Text]:
    """The verdict on `body` line by line: outcome, the marked text, each signal, scores and versions.

    language: of the sentences, "ar" or "en". What would steer a terminal is shown as a sign.
    """
    verdict = found.verdict
    style, arabic, english = _OUTCOMES[verdict.outcome]
    yield Text.assemble((verdict.outcome.value, style), "  ", _isolated((arabic, english)[language != "ar"]))
    yield Text()
    yield from _marked(body, verdict)
    yield Text()
    deciding = _deciding(verdict)
    for signal in sorted(verdict.signals, key=lambda each: (each.code not in deciding, -each.score)):
        yield from _signal(found, signal, body, language, decides=signal.code in deciding)
    for result in verdict.results:
        if result.error is not None:
            yield Text(f"✗ {result.check}: {_isolated(_name('failed', language))} ({result.error})", "red")
    if not verdict.signals:
        yield Text(_isolated(_name("none", language)))
    scores = "".join(f"{name} {score:.2f}  ·  " for name, score in found.scores.items())
    yield Text(f"{scores}model {found.model_version}  ·  policy {verdict.policy_version}", "dim")


def marked_words(signal: Signal, body: str) -> list[str]:
    """The words that a signal marks, each once."""
    return list(dict.fromkeys(_shown(body[start:end]) for start, end in signal.spans))


def strongest_words(found: TextVerdict, signal: Signal, body: str) -> list[tuple[str, float]]:
    """The words that a model's signal marks, each once, with the most that it adds to the model's sum;
    the weightiest first. Empty for other signals."""
    weights: dict[str, float] = {}
    for span in signal.spans:
        weight = found.weights.get(signal.check, {}).get(span)
        if weight is not None:
            word = _shown(body[slice(*span)])
            weights[word] = max(weight, weights.get(word, 0.0))
    return sorted(weights.items(), key=lambda each: -each[1])


def _signal(found: TextVerdict, signal: Signal, body: str, language: str, *, decides: bool) -> Iterator[Text]:
    style = "yellow" if decides else "cyan"
    if signal.effect is Effect.REJECT:
        style = "red"
    label = _isolated(explain_code(signal.code, language))
    yield Text.assemble(("●" if decides else "○", style), f" {signal.score:.2f}  ", (signal.code, f"bold {style}"),
                        f"  {label}  [{signal.check}]")  # fmt: skip
    yield Text(f"    {_isolated(_shown(explain(signal, language)))}")
    if "value" in signal.evidence:
        identity = f" ({signal.evidence['entry']})" if "entry" in signal.evidence else ""
        yield _detail("entry", [_shown(str(signal.evidence["value"]))], language, identity)
    if words := strongest_words(found, signal, body):
        yield _detail("words", [f"{word} {weight:+.2f}" for word, weight in words], language)
    if signal.spans:
        yield _detail("places", [_place(body, span) for span in signal.spans[:_MOST_PLACES]], language)


def _detail(name: str, values: Sequence[str], language: str, tail: str = "") -> Text:
    listed = " · ".join(_isolated(value) for value in values)
    return Text(f"    {_isolated(_name(name, language))}: {listed}{tail}", "dim")


def _place(body: str, span: tuple[int, int]) -> str:
    return f"{_isolated(_shown(body[slice(*span)]))} {span[0]}-{span[1]}"


def _marked(body: str, verdict: Verdict) -> Iterator[Text]:
    """The body with its marked places, what decides over what is only noted; an isolate ends with its line."""
    marked, deciding = Text(_shown(body)), _deciding(verdict)
    for signal in sorted(verdict.signals, key=lambda each: each.code in deciding):
        for start, end in signal.spans:
            marked.stylize(_DECIDING if signal.code in deciding else _NOTED, start, end)
    for line in marked.split("\n", allow_blank=True):
        yield Text.assemble("  ", _FSI, line, _PDI)


def _deciding(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


def _name(name: str, language: str) -> str:
    return _NAMES[name][language != "ar"]


def _isolated(text: str) -> str:
    return f"{_FSI}{text}{_PDI}"


def _shown(text: str) -> str:
    """The text with as many characters, in which nothing can steer the terminal or leave its isolate."""
    return "".join(_sign(each) for each in text)


def _sign(character: str) -> str:
    if character < " " and character != "\n":
        return chr(0x2400 + ord(character))
    if unicodedata.category(character) == "Cc" or unicodedata.bidirectional(character) in _STEERING:
        return character if character == "\n" else "\N{REPLACEMENT CHARACTER}"
    return character


_STEERING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
