"""Words of the console's desk in Arabic and English, side by side, so that none can be missing in one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from service.http.console.words_acts import ACTS
from service.http.console.words_card import CARD
from service.http.console.words_care import CARE
from service.http.console.words_desk import DESK, HELP, SCRIPT
from service.http.console.words_figures import FIGURES
from service.http.console.words_filter import FILTER

Pairs = Mapping[str, tuple[str, str]]

PAIRS: Pairs = MappingProxyType({**DESK, **CARD, **ACTS, **FILTER, **CARE, **FIGURES})
"""(Arabic, English) by name; braces name what a sentence needs."""

_LANGUAGES = ("ar", "en")
_WORDS = {
    language: MappingProxyType({name: both[place] for name, both in PAIRS.items()})
    for place, language in enumerate(_LANGUAGES)
}


def words(language: str) -> Mapping[str, str]:
    """The words of `ar` or `en` by name."""
    return _WORDS[language]


def script_words(language: str) -> dict[str, str]:
    """What the page's scripts say."""
    place = _LANGUAGES.index(language)
    return {name: both[place] for name, both in SCRIPT.items()}


def key_help(language: str) -> list[tuple[str, str]]:
    """(key, what it does) for the sheet of keys."""
    return [(key, words(language)[name]) for key, name in HELP]
