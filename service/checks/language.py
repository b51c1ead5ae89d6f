"""A guess at the language of a comment, for filters and statistics; no decision hangs on it."""

import re

from service.checks.arabizi import ARABIZI

_READ = 400
_ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3]+")
_LATIN = re.compile(r"[a-z]+")
_WORDS = {
    "en": "the and is are was were be to of in that this it you he she they we not for with have has i my your"
    " what who why how so but if from at as do does did no yes will would can about just more watch free live",
    "fr": "le la les un une des et est sont etait de du que qui ce cette ces il elle ils nous vous je ne pas on"
    " pour avec dans sur mais ou donc au aux mon ton ta son tout tous bien merci plus mieux gratuit qu",
    # Arabizi without digits: words that neither of the two has.
    "ar": "ya wallah wallahi walla akhi okhti habibi yalla mesh mish msh ana enta inta enti el da di dah kda keda"
    " bas bass leh lesh leish shu shoo kif kifak hada hadi bzaf bezzaf rani mashi inshallah insha allah bla men"
    " alhamdulillah wla wala fi fe mafi khalas kteer ktir zay zayy wel",
}
_COMMON = {name: frozenset(words.split()) for name, words in _WORDS.items()}


def guess_language(folded: str) -> str | None:
    """`ar` (Arabizi too), `en` or `fr` of a folded text; None where it shows none of them.

    Reads the first 400 characters. Arabic letters decide unless Latin ones outnumber them twice.
    """
    text = folded[:_READ]
    words = _LATIN.findall(text)
    arabic = sum(map(len, _ARABIC.findall(text)))
    if arabic and 2 * arabic >= sum(map(len, words)):
        return "ar"
    hits = {name: sum(word in common for word in words) for name, common in _COMMON.items()}
    hits["ar"] += 2 * len(ARABIZI.findall(text))
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] else None
