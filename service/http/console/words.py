"""Words of the console's desk in Arabic and English, side by side, so that none can be missing in one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from service.http.console.words_card import CARD
from service.http.console.words_desk import DESK
from service.http.console.words_figures import FIGURES

Pairs = Mapping[str, tuple[str, str]]

PAIRS: Pairs = MappingProxyType({**DESK, **CARD, **FIGURES})
"""(Arabic, English) by name; braces name what a sentence needs."""

_LANGUAGES = ("ar", "en")
_WORDS = {
    language: MappingProxyType({name: both[place] for name, both in PAIRS.items()})
    for place, language in enumerate(_LANGUAGES)
}


def words(language: str) -> Mapping[str, str]:
    """The words of `ar` or `en` by name."""
    return _WORDS[language]
