"""The folding table: what each character becomes when writing habits are set aside.

Every rule looks at one character alone, so a text is folded by one
`str.translate` and each folded character comes from exactly one typed one.
"""

import unicodedata

_CACHED_CHARACTERS = 16_384
"""Upper bound of remembered characters, so that hostile texts cannot fill memory; more than one text has."""

_ARABIC_BASE = {
    "ALEF": "ا", "BEH": "ب", "TEH": "ت", "THEH": "ث", "JEEM": "ج", "HAH": "ح", "KHAH": "خ",
    "DAL": "د", "THAL": "ذ", "REH": "ر", "ZAIN": "ز", "SEEN": "س", "SHEEN": "ش", "SAD": "ص",
    "DAD": "ض", "TAH": "ط", "ZAH": "ظ", "AIN": "ع", "GHAIN": "غ", "FEH": "ف", "QAF": "ق",
    "KAF": "ك", "LAM": "ل", "MEEM": "م", "NOON": "ن", "HEH": "ه", "WAW": "و", "YEH": "ي",
    "HAMZA": "ء",
    # Seats and endings that writers mix freely.
    "ALEF MAKSURA": "ي", "TEH MARBUTA": "ه", "TEH MARBUTA GOAL": "ه",
    # Letters of Persian, Urdu, Kurdish and the Maghreb that stand for, or look like, an Arabic one.
    "KEHEH": "ك", "SWASH KAF": "ك", "GAF": "ك", "NG": "ك", "PEH": "ب", "BEEH": "ب", "BEHEH": "ب",
    "TTEH": "ت", "TTEHEH": "ت", "TEHEH": "ت", "TCHEH": "ج", "DYEH": "ج", "NYEH": "ج",
    "TCHEHEH": "ج", "DDAL": "د", "DAHAL": "د", "DDAHAL": "د", "DUL": "د", "RREH": "ر",
    "JEH": "ز", "VEH": "ف", "PEHEH": "ف", "RNOON": "ن", "NOON GHUNNA": "ن",
    "FARSI YEH": "ي", "YEH BARREE": "ي", "E": "ي", "HIGH HAMZA YEH": "ي",
    "HEH GOAL": "ه", "HEH DOACHASHMEE": "ه", "KNOTTED HEH": "ه", "AE": "ه",
    "OE": "و", "U": "و", "YU": "و", "VE": "و", "KIRGHIZ OE": "و", "KIRGHIZ YU": "و",
    "HIGH HAMZA": "ء", "HIGH HAMZA ALEF": "ا", "HIGH HAMZA WAW": "و", "U WITH HAMZA ABOVE": "و",
    "DOTLESS BEH": "ب", "DOTLESS FEH": "ف", "DOTLESS QAF": "ق", "DOTLESS HEAD OF KHAH": "ح",
    "WAVY HAMZA": "ء", "ALEF WASLA": "ا", "LOW ALEF": "ا", "KASHMIRI YEH": "ي",
    "ROHINGYA YEH": "ي", "STRAIGHT WAW": "و", "NGOEH": "ك", "GUEH": "ك", "GRAF": "ك",
    "AFRICAN FEH": "ف", "AFRICAN QAF": "ق", "AFRICAN NOON": "ن",
}  # fmt: skip
"""Letter by its Unicode name without "ARABIC LETTER" and without "WITH ...": one dot or ring more
is an added mark, and the base is what a reader sees."""

_LATIN_BASE = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss", "ħ": "h"}

_FILLERS = frozenset("\u0640\u06e5\u06e6\u08c9\u115f\u1160\u3164\uffa0\ufffc")
"""Tatweel, the small letters of Quranic spelling, and letters or symbols that show nothing."""


class FoldingTable(dict[int, str]):
    """Code point → folded characters (none, one or several), worked out at first sight.

    For `str.translate`. Every value is its own folding, so folding twice changes nothing.
    """

    def __missing__(self, code: int) -> str:
        before, after = "", chr(code)
        while before != after:
            before = after
            after = "".join(_fold_once(character) for character in before)
        if len(self) >= _CACHED_CHARACTERS:
            self.clear()  # or whoever fills it once would have made all other characters slow for good
        self[code] = after
        return after


def _fold_once(character: str) -> str:
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed[0] == " " and "ARABIC" in unicodedata.name(character, ""):
        decomposed = decomposed[1:]  # a vowel mark in presentation form stands on a space
    kept = "".join(_fold_plain(each) for each in decomposed.casefold() if not _is_unseen(each))
    return unicodedata.normalize("NFC", kept)


def _fold_plain(character: str) -> str:
    if character < "\x80":
        return character
    value = unicodedata.decimal(character, None)
    if value is not None:
        return str(value)
    name = unicodedata.name(character, "")
    if name.startswith("ARABIC LETTER "):
        rest = name.removeprefix("ARABIC LETTER ")
        return _ARABIC_BASE.get(rest) or _ARABIC_BASE.get(rest.partition(" WITH ")[0], character)
    return _LATIN_BASE.get(character, character)


def _is_unseen(character: str) -> bool:
    """Whether a character is a mark, a control or a filler that folding removes.

    Marks between U+0900 and U+1AAF stay: in the scripts of South and South-East Asia they are
    vowels of the word, in Arabic, Hebrew and Latin they only decorate it.
    """
    if character in _FILLERS:
        return True
    category = unicodedata.category(character)
    if category in {"Mn", "Me"}:
        return not 0x0900 <= ord(character) <= 0x1AAF
    return category in {"Cf", "Cc"}
