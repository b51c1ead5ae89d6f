"""Word, phrase, pattern, domain and e-mail-domain lists, compiled once and asked for every comment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from service.checks.arabizi import BARE, arabizi_in, bare_in
from service.checks.arabizi_words import ArabiziWords
from service.checks.links import Link, ascii_host, find_links
from service.checks.masks import Vocabulary, masked_views
from service.checks.needles import build_automaton, place_of, typed_needles, undoubled_needles
from service.checks.parted import parted_places, parted_words
from service.checks.patterns import Patterns, compile_pattern
from service.checks.text import FoldedText, fold
from service.checks.views import (
    View,
    doubled_view,
    doubling_views,
    folded_view,
    other_views,
    typed_view,
    words_only,
)
from service.domain.comments import CommentFacts, ListEntry, MatchKind
from service.domain.errors import Fault, Invalid
from service.domain.verdicts import Effect, Signal, Span

NAME = "lists"

_CONFIDENCE = {
    "typed": 1.0,
    "doubled": 0.9,
    "joined": 0.9,
    "look_alike": 0.8,
    "arabizi": 0.8,
    "masked": 0.7,
    "parted": 0.7,
}
"""How sure a reading is. Below 0.85 it is a guess about the writer: it may hold, never reject."""

_SURE = 0.85
_MOST_SPANS = 20
_EFFECTS = {"hold": Effect.HOLD, "reject": Effect.REJECT, "note": Effect.NOTE}


@dataclass(frozen=True, slots=True)
class CompiledLists:
    """All entries of one site, ready to be asked. Immutable and free of I/O.

    entries: as given; every index below points here. words / undoubled: automata over spellings.
    arabizi: the words, sought in what Latin letters can stand for.
    symbols: automaton over entries that hold signs or emoji, sought in the folded text.
    patterns: linear-time expressions over the folded text. domains / emails: ASCII name → entries.
    sections: folded name of the section by entry, of those that count in one section only.
    """

    entries: tuple[ListEntry, ...]
    words: ahocorasick.Automaton | None
    undoubled: ahocorasick.Automaton | None
    arabizi: ArabiziWords | None
    symbols: ahocorasick.Automaton | None
    patterns: Patterns
    domains: dict[str, tuple[int, ...]]
    emails: dict[str, tuple[int, ...]]
    vocabulary: Vocabulary
    parted: frozenset[str]
    sections: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Hit:
    entry: int
    span: Span | None
    view: str = "typed"
    in_name: bool = False


def compile_lists(entries: Iterable[ListEntry]) -> CompiledLists:
    """Entries in the form that `check_lists` asks.

    Raises Invalid: `list.value_invalid` for a value in which nothing can be looked for, and the
    refusals of `compile_pattern`.
    """
    kept = tuple(entries)
    spelled = [(index, entry) for index, entry in enumerate(kept) if _is_spelled(entry)]
    for _, entry in spelled:
        if not words_only(fold(entry.value).folded):
            raise Invalid([Fault("value", "list.value_invalid")], "list.value_invalid")
    words = build_automaton(typed_needles(spelled))
    return CompiledLists(
        entries=kept,
        words=words,
        undoubled=build_automaton(undoubled_needles(spelled)),
        arabizi=None if words is None else ArabiziWords(words, (entry.match for _, entry in spelled)),
        symbols=_symbol_automaton(kept),
        patterns=Patterns(
            (compile_pattern(entry), index) for index, entry in enumerate(kept) if entry.kind == "pattern"
        ),
        domains=_suffixes(kept, "domain"),
        emails=_suffixes(kept, "email"),
        vocabulary=Vocabulary.of(entry for _, entry in spelled),
        parted=parted_words(entry for _, entry in spelled),
        sections={
            index: section_key(entry.section) for index, entry in enumerate(kept) if entry.section is not None
        },
    )


def check_lists(
    folded: FoldedText, facts: CommentFacts, lists: CompiledLists, *, links: Sequence[Link] | None = None
) -> tuple[Signal, ...]:
    """One signal per entry that the comment touches, with all its places, in the entries' order.

    links: those of the body, where the caller has them already.
    Evidence: `entry` (id), `value`, `reading` (typed, doubled, joined, look_alike, arabizi, masked, parted),
    `count`, `field` where only the author's name has it, `mode` where the entry is in shadow, and
    `dialect` where the entry names one.
    """
    found: dict[int, list[_Hit]] = {}
    for hit in _hits(folded, facts, lists, links):
        if _counts_here(hit.entry, facts, lists):
            found.setdefault(hit.entry, []).append(hit)
    return tuple(_signal(lists.entries[index], found[index]) for index in sorted(found))


def _hits(
    folded: FoldedText, facts: CommentFacts, lists: CompiledLists, links: Sequence[Link] | None
) -> Iterator[_Hit]:
    if lists.words is not None:
        yield from _word_hits(folded, lists)
        for hit in _in_view(_name_view(facts.author_name), lists.words):
            yield _Hit(hit.entry, None, in_name=True)
    if lists.symbols is not None:
        for last, (length, indexes) in lists.symbols.iter(folded.folded):
            span = folded.span(last + 1 - length, last + 1)
            yield from (_Hit(index, span) for index in indexes)
    for index, start, end in lists.patterns.places(folded.folded):
        yield _Hit(index, folded.span(start, end))
    if lists.domains:
        for link in find_links(facts.body) if links is None else links:
            yield from (_Hit(index, link.span) for index in _by_suffix(lists.domains, link.host))
        for link in find_links(facts.author_url or ""):
            yield from (_Hit(index, None) for index in _by_suffix(lists.domains, link.host))
    if lists.emails:
        yield from (_Hit(index, None) for index in _by_suffix(lists.emails, facts.email_domain))


def _name_view(name: str) -> View:
    """The words of a name; most names are nothing but words."""
    folded = fold(name)
    return folded_view(folded) if folded.folded.replace(" ", "").isalpha() else typed_view(folded)


def section_key(name: str) -> str:
    """A section's name as it is compared: «رياضة», «رياضه» and « رياضة » are one."""
    return fold(name).folded.strip()


def _counts_here(index: int, facts: CommentFacts, lists: CompiledLists) -> bool:
    wanted = lists.sections.get(index)
    return wanted is None or (
        facts.article_section is not None and section_key(facts.article_section) == wanted
    )


def _word_hits(folded: FoldedText, lists: CompiledLists) -> Iterator[_Hit]:
    typed = typed_view(folded)
    yield from _in_view(typed, lists.words)
    doubled = doubled_view(typed)
    if doubled is not None:
        yield from _in_view(doubled, lists.undoubled, folded)
    for view in doubling_views(folded):
        yield from _in_view(view, lists.undoubled if view.name == "doubled" else lists.words)
    for view in other_views(folded):
        yield from _in_view(view, lists.words)
    for view in masked_views(folded, lists.vocabulary):
        yield from _in_view(view, lists.words)
    words = typed.text.split(" ")
    for index, span in parted_places(typed, words, folded.original, lists.parted, lists.words):
        yield _Hit(index, span, "parted")
    if lists.arabizi is not None and not folded.is_plain:
        yield from _arabizi_hits(folded, words, lists.arabizi)


def _arabizi_hits(folded: FoldedText, words: Sequence[str], known: ArabiziWords) -> Iterator[_Hit]:
    """words: those of the text."""
    text = folded.folded
    sure = arabizi_in(text, words)
    for match in sure:
        for index in known.entries(match[0]):
            yield _Hit(index, folded.span(*match.span()), "arabizi")
    bare = {word: found for word in bare_in(text, words) if (found := known.bare(word))}
    ends = {match.end() for match in sure}
    for match in BARE.finditer(text) if bare else ():
        if match.end() not in ends:
            for index in bare.get(match[0], ()):
                yield _Hit(index, folded.span(*match.span()), "arabizi")


def _in_view(
    view: View, automaton: ahocorasick.Automaton | None, folded: FoldedText | None = None
) -> Iterator[_Hit]:
    """Hits of the automaton in one view.

    folded: where given, a place must be at least as long there as the entry: a letter that the
    entry doubles may not be missing in the comment.
    """
    if automaton is None:
        return
    for last, needles in automaton.iter(view.text):
        for needle in needles:
            place = place_of(needle, view.text, last + 1)
            if place is None:
                continue
            span = view.span(*place)
            if folded is not None:
                low, high = folded.folded_span(*span)
                if high - low < needle.typed_length:
                    continue
            yield _Hit(needle.entry, span, view.name)


def _signal(entry: ListEntry, hits: Sequence[_Hit]) -> Signal:
    best = max(hits, key=lambda hit: _CONFIDENCE[hit.view])
    score = _CONFIDENCE[best.view]
    spans = sorted({hit.span for hit in hits if hit.span is not None})
    effect = Effect.NOTE if entry.mode == "shadow" else _EFFECTS[entry.action]
    if effect is Effect.REJECT and score < _SURE:
        effect = Effect.HOLD
    evidence: dict[str, str | int | float] = {
        "entry": entry.id,
        "value": entry.value,
        "reading": best.view,
        "count": max(1, len(spans)),
    }
    if all(hit.in_name for hit in hits):
        evidence["field"] = "author_name"
    if entry.mode == "shadow":
        evidence["mode"] = "shadow"
    if "dialect" in entry.extra:
        evidence["dialect"] = entry.extra["dialect"]
    return Signal(NAME, entry.reason, score, tuple(spans[:_MOST_SPANS]), evidence, effect)


def _is_spelled(entry: ListEntry) -> bool:
    return entry.kind in {"word", "phrase"} and not _is_symbolic(entry)


def _is_symbolic(entry: ListEntry) -> bool:
    """Whether an entry can only be found with its signs: «:)», an emoji, "c++" sought inside."""
    if entry.kind not in {"word", "phrase"}:
        return False
    value = _folded(entry)
    plain = words_only(value)
    return bool(value.strip()) and (not plain or (entry.match is MatchKind.INSIDE and plain != value.strip()))


def _folded(entry: ListEntry) -> str:
    return fold(entry.value).folded.strip()


def _symbol_automaton(entries: Sequence[ListEntry]) -> ahocorasick.Automaton | None:
    """The automaton over the folded signs, each with its length and entries; None without any."""
    found: dict[str, tuple[int, ...]] = {}
    for index, entry in enumerate(entries):
        if _is_symbolic(entry):
            found[_folded(entry)] = (*found.get(_folded(entry), ()), index)
    if not found:
        return None
    automaton = ahocorasick.Automaton()
    for value, indexes in found.items():
        automaton.add_word(value, (len(value), indexes))
    automaton.make_automaton()
    return automaton


def _suffixes(entries: Sequence[ListEntry], kind: str) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for index, entry in enumerate(entries):
        if entry.kind != kind:
            continue
        name = ascii_host(entry.value.strip().removeprefix("@").removeprefix("*.").strip("."))
        if name is None:
            raise Invalid([Fault("value", "list.value_invalid")], "list.value_invalid")
        found[name] = (*found.get(name, ()), index)
    return found


def _by_suffix(names: dict[str, tuple[int, ...]], host: str) -> Iterator[int]:
    """Entries for the host itself and for every domain above it."""
    labels = host.split(".")
    for place in range(len(labels)):
        yield from names.get(".".join(labels[place:]), ())
