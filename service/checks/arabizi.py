"""Arabizi: Arabic typed in Latin letters, with digits for the letters that Latin lacks.

A word counts as Arabizi when a digit stands for a letter in it («7mar», «3ars»), behind a
short word that only Arabic has («ya», «ibn el»), and, for long listed words alone, when two
letters or a q stand for one of Arabic («sharmouta»).
Short vowels are written or left out at will, so one word has many likely Arabic
spellings: what can stand at each place is offered, never all of them (see `arabizi_words`).
"""

import re
from collections.abc import Iterator, Sequence

_PARTICLES = {
    "ya": "يا", "w": "و", "wa": "و", "el": "ال", "al": "ال", "il": "ال", "yal": "يال",
    "ibn": "ابن", "ebn": "ابن", "ben": "بن", "bn": "بن", "bint": "بنت", "bent": "بنت",
    "wld": "ولد", "weld": "ولد", "wlad": "اولاد", "awlad": "اولاد", "wlid": "وليد", "kol": "كل",
    "enta": "انت", "inta": "انت", "enti": "انتي", "inti": "انتي",
}  # fmt: skip

_CALLING = "ya|yal|ibn|ebn|bint|bent|wld|weld|wlad|awlad|enta|inta|enti|inti"
_SHORT = "|".join(sorted(_PARTICLES, key=len, reverse=True))

ARABIZI = re.compile(
    r"(?<![^\W_])(?:"
    rf"(?:(?:{_SHORT})[ -]){{0,3}}(?=[a-z']{{0,14}}[2-9])(?=[2-9']{{0,14}}[a-z])[a-z2-9']{{2,15}}"
    rf"|(?:{_CALLING})[ -](?:(?:{_SHORT})[ -]){{0,2}}(?!(?:{_SHORT})(?![^\W_]))[a-z]{{3,15}}"
    r")(?![^\W_])"
)
"""One Arabizi word in folded text, with the short words in front that belong to it."""

_DIGIT = re.compile("[2-9]")
_BESIDE_DIGIT = re.compile(r"[a-z'][2-9]|[2-9][a-z']")
_CALLS = frozenset(_CALLING.split("|"))

BARE = re.compile(r"(?<![^\W_])(?=[a-bd-z]*(?:[skgd]h|ch|q(?!u)))(?:ch|[a-bd-z]){4,15}(?![^\W_])")
"""A word that may be Arabizi though nothing else says so: only a long listed word is read in it."""

_BARE_SIGNS = ("sh", "ch", "kh", "gh", "dh", "q")

_FEWEST_BARE = 4

_SOUNDS: dict[str, tuple[str, ...]] = {
    "sh": ("ش",), "ch": ("ش",), "kh": ("خ",), "gh": ("غ",), "th": ("ث",), "dh": ("ذ",),
    "3'": ("غ",), "7'": ("خ",), "6'": ("ظ",), "9'": ("ض",),
    "aa": ("ا",), "ee": ("ي",), "ii": ("ي",), "oo": ("و",), "ou": ("و", ""), "uu": ("و",),
    "2": ("ق", "ا", ""), "3": ("ع",), "4": ("ش",), "5": ("خ",), "6": ("ط",), "7": ("ح",),
    "8": ("ق", "غ"), "9": ("ق", "ص"),
    "a": ("ا", ""), "e": ("ي", ""), "i": ("ي", ""), "o": ("و", ""), "u": ("و", ""), "'": ("",),
    "b": ("ب",), "c": ("ك",), "d": ("د", "ض"), "f": ("ف",), "g": ("ج", "ق"), "h": ("ه", "ح"),
    "j": ("ج",), "k": ("ك",), "l": ("ل",), "m": ("م",), "n": ("ن",), "p": ("ب",), "q": ("ق",),
    "r": ("ر",), "s": ("س", "ص"), "t": ("ت", "ط"), "v": ("ف",), "w": ("و",),
    "y": ("ي",), "z": ("ز", "ظ"),
}  # fmt: skip
_ENDINGS: dict[str, tuple[str, ...]] = {
    "a": ("ه", "ا", ""), "ah": ("ه",), "eh": ("ه",), "e": ("ه", "ي", ""),
}  # fmt: skip
_SOUND = re.compile(r"sh|ch|kh|gh|th|dh|[3679]'|aa|ee|ii|oo|ou|uu|[a-z2-9']")
_ARTICLE = re.compile(r"[aei]l(?=[2-9b-df-hj-np-tv-z])")
_ENDING = re.compile(r"(?:ah|eh|a|e)$")


def arabizi_in(text: str, words: Sequence[str]) -> list[re.Match[str]]:
    """The matches of `ARABIZI` in folded text; words: its words."""
    is_likely = (
        _DIGIT.search(text) is not None and _BESIDE_DIGIT.search(text) is not None
    ) or not _CALLS.isdisjoint(words)
    return list(ARABIZI.finditer(text)) if is_likely else []


def bare_in(text: str, words: Sequence[str]) -> set[str]:
    """Those of the words of a folded text that can match `BARE`, and a few more."""
    if not any(sign in text for sign in _BARE_SIGNS):
        return set()
    return {word for word in words if ("h" in word or "q" in word) and len(word) >= _FEWEST_BARE}


def choices(words: str) -> list[tuple[str, ...]]:
    """What can stand at each place of one match of `ARABIZI` in Arabic, folded.

    Each choice is a letter, a space behind a short word, or "" for nothing; the likeliest first.
    """
    *particles, word = re.split(r"[ -]", words)
    front = "".join(_written(particle) for particle in particles)
    article = _ARTICLE.match(word)
    if article and article.end() < len(word) - 1:
        front, word = front + "ال", word[article.end() :]
    return [*((letter,) for letter in front), *_options(word)]


def _written(particle: str) -> str:
    arabic = _PARTICLES[particle]
    return arabic if arabic in {"و", "ال", "يال"} else arabic + " "


def _options(word: str) -> Iterator[tuple[str, ...]]:
    ending = _ENDING.search(word, 2)
    stem = word[: ending.start()] if ending else word
    for place, sound in enumerate(_SOUND.findall(stem)):
        if sound == "x":
            yield from (("ك",), ("س",))
        else:
            yield ("ا",) if place == 0 and sound in {"a", "e", "i"} else _SOUNDS[sound]
    if ending:
        yield _ENDINGS[ending[0]]
