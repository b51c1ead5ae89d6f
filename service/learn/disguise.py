"""Ways in which writers hide a word from a filter and still show it to a reader.

Each takes a text and a source of chance and gives the text disguised; the same
seed gives the same disguise. They make training rows, and they measure how many
catches a model keeps under each.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from random import Random

Change = Callable[[str, Random], str]

_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]{3,}")
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_UNSEEN = "\u200b\u200c\u200d\u2060"
_EMOJI = "😀😂🔥🙂💔🌹"
_PERSIAN = str.maketrans("كيهو", "کیھۆ")
_LATIN = str.maketrans(
    {"ه": "o", "ة": "o", "ا": "l", "أ": "i", "إ": "i", "و": "g", "ل": "j", "ع": "e", "س": "w"}
)
_NEUTRAL = (
    "قرأت", "المقال", "صباح", "اليوم", "في", "الجريدة", "عن", "الطقس", "والمدرسة", "ثم", "ذهبت", "الى",
    "السوق", "واشتريت", "خبزا", "وفاكهة", "من", "المحل", "القريب", "بعد", "الظهر", "مع", "الاصدقاء",
    "شاهدنا", "مباراة", "على", "التلفاز", "وعدنا", "مساء", "البيت", "الكتاب", "الجديد", "يتحدث", "تاريخ",
    "المدينة", "القديمة", "والناس", "كانوا", "هناك", "كل", "يوم", "جمعة",
)  # fmt: skip
PADDING_WORDS = 12

_ARABIZI: dict[str, tuple[str, ...]] = {
    "ا": ("a",), "أ": ("a", "2a"), "إ": ("e", "i"), "آ": ("aa", "2a"), "ب": ("b",), "ت": ("t",),
    "ث": ("th", "s"), "ج": ("j", "g"), "ح": ("7", "h"), "خ": ("kh", "5"), "د": ("d",), "ذ": ("z", "th", "d"),
    "ر": ("r",), "ز": ("z",), "س": ("s",), "ش": ("sh", "ch"), "ص": ("s", "9"), "ض": ("d", "dh"),
    "ط": ("t", "6"), "ظ": ("z", "dh"), "ع": ("3", "a"), "غ": ("gh", "3'"), "ف": ("f",),
    "ق": ("q", "9", "2", "k"), "ك": ("k",), "ل": ("l",), "م": ("m",), "ن": ("n",), "ه": ("h",),
    "ة": ("a", "eh", "ah", "e"), "و": ("w", "o", "ou", "u"), "ي": ("y", "i", "e"), "ى": ("a",),
    "ء": ("2", ""), "ؤ": ("2", "o"), "ئ": ("2", "e"),
}  # fmt: skip
_LONG = frozenset("اأإآويىةءؤئ")
_ARTICLES = ("el ", "al", "el", "il", "al-")


def each_word(change: Callable[[str, Random], str], text: str, chance: Random) -> str:
    """The text with `change` made to every Arabic word of three letters or more."""
    return _WORD.sub(lambda match: change(match[0], chance), text)


def arabizi(text: str, chance: Random) -> str:
    """The text as typed in Latin letters and digits, by one writer's habits, short vowels at will."""
    habits = {letter: chance.choice(forms) for letter, forms in _ARABIZI.items()}
    article = chance.choice(_ARTICLES)
    fullness = chance.choice((0.35, 0.7, 0.9))

    def typed(match: re.Match[str]) -> str:
        word = match[0]
        front = ""
        if word.startswith("ال") and len(word) > 3:
            front, word = article, word[2:]
        written = [front]
        for place, letter in enumerate(word):
            written.append(habits.get(letter, letter))
            pair = word[place : place + 2]
            if len(pair) == 2 and not _LONG & set(pair) and chance.random() < fullness:
                written.append(chance.choice("aaeeiou"))
        return "".join(written)

    return re.sub(r"[\u0621-\u063a\u0641-\u064a]+", typed, re.sub(r"[\u064b-\u0652\u0640]", "", text))


def padded(text: str, chance: Random) -> str:
    """The text with twelve neutral words in front, behind, or around it."""
    words = [chance.choice(_NEUTRAL) for _ in range(PADDING_WORDS)]
    front = chance.choice((0, PADDING_WORDS // 2, PADDING_WORDS))
    return " ".join([*words[:front], text, *words[front:]])


def _between(signs: str, word: str, chance: Random) -> str:
    return "".join(letter + chance.choice(signs) for letter in word[:-1]) + word[-1]


def _once_inside(signs: str, word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice(signs) + word[place:]


def _repeated(word: str, chance: Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place] * chance.randint(2, 5) + word[place + 1 :]


def _starred(word: str, chance: Random) -> str:
    """A star in place of an inner letter, or beside one where the word is short."""
    if len(word) < 4 or chance.random() < 0.5:
        return _once_inside("*", word, chance)
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + "*" + word[place + 1 :]


def _look_alike(word: str, _: Random) -> str:
    """One letter, the last that has one, as the Latin letter that looks like it."""
    for place in range(len(word) - 1, -1, -1):
        changed = word[place].translate(_LATIN)
        if changed != word[place]:
            return word[:place] + changed + word[place + 1 :]
    return word


def _dropped(word: str, chance: Random) -> str:
    place = chance.randrange(len(word)) if len(word) > 3 else 0
    return word[:place] + word[place + 1 :] if len(word) > 3 else word


def _swapped(word: str, chance: Random) -> str:
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


DISGUISES: Mapping[str, Change] = {
    "tatweel": partial(each_word, partial(_between, "\u0640")),
    "diacritics": partial(each_word, partial(_between, _MARKS)),
    "zero_width": partial(each_word, partial(_between, _UNSEEN)),
    "spaced": partial(each_word, partial(_between, " ")),
    "dotted": partial(each_word, partial(_between, ".")),
    "persian": lambda text, _: text.translate(_PERSIAN),
    "repeated": partial(each_word, _repeated),
    "star": partial(each_word, _starred),
    "digit": partial(each_word, partial(_once_inside, "0123456789")),
    "emoji": partial(each_word, partial(_once_inside, _EMOJI)),
    "look_alike": partial(each_word, _look_alike),
    "padded": padded,
    "dropped": partial(each_word, _dropped),
    "swapped": partial(each_word, _swapped),
    "arabizi": arabizi,
}
"""Every disguise by name."""
