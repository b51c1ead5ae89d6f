"""Repetition: the same text again from one author; `campaign` looks for that of many.

A text is known by two numbers: a hash of its folded letters, equal only for
equal texts, and a 64-bit simhash that differs in few bits for similar ones
(Charikar 2002, "Similarity estimation techniques from rounding algorithms").
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from service.checks.text import FoldedText
from service.checks.views import undoubled
from service.domain.comments import CommentFacts, RecentText
from service.domain.verdicts import Signal

NAME = "repetition"

_OTHER_THAN_LETTERS = re.compile(r"[\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+")
_GRAM = 3
_FACTOR = np.uint64(0x100000001B3)
_BITS = 64
_NEAR_BITS = 12
"""Bits in which two simhashes may differ and still be one text with small changes. Unrelated Arabic
comments differed in 13 or more in half a million pairs; two changed words cost about six."""

_FEWEST_LETTERS = 20
_RITUAL_WORDS = """
    الله اللهم لله بالله والله يا رب العالمين انا وانا اليه راجعون لا حول ولا قوه الا الحمد حسبي
    ونعم الوكيل يرحمه يرحمها رحمه رحمها ارحمه ارحمها واغفر اغفر له لها ويغفر يغفر ويسكنه ويسكنها
    يسكنه اسكنه واسكنه فسيح جناته جناتك الفردوس الاعلي الصبر والسلوان يلهم الهم اهله وذويه واهله
    امين اجمعين شكرا جزيلا بارك فيك فيكم جزاك جزاكم خيرا كل الخير عام وانتم بخير مبروك الف ما شاء
    تبارك سبحان صلي عليه وسلم محمد سيدنا علي النبي استغفر العظيم السلام عليكم ورحمه وبركاته البقاء
    عظم اجركم تعازينا الحاره صبح مساء ان في من و
    احسنت احسنتم رائع رائعه الرائع الرائعه جدا جميل جميله ممتاز ممتازه مفيد مقال المقال مقاله الكاتب
    استاذ مجهود المجهود مجهودك مجهودكم جهودكم موفق موفقين تحياتي تحيه لك لكم علي هذا هذه
"""
_RITUAL = frozenset(_RITUAL_WORDS.split())
"""Words of thanks, praise, prayer, condolence and greeting, folded: many people rightly write the same."""

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How a text is found again.

    exact, simhash: signed 64-bit.
    """

    exact: int
    simhash: int


def fingerprint(folded: FoldedText) -> Fingerprint:
    """The fingerprint of a text: its letters, without digits, punctuation and doubled letters.

    Stable across machines and versions: it is stored.
    """
    return _fingerprint(_letters(folded))


# Kept for a while: the search for similar texts and the check ask for the same one.
@lru_cache(maxsize=256)
def _fingerprint(letters: str) -> Fingerprint:
    digest = hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return Fingerprint(int.from_bytes(digest, "little", signed=True), _signed(_simhash(letters)))


def check_repetition(facts: CommentFacts, folded: FoldedText) -> tuple[Signal, ...]:
    """Signal a text that the author sent before within 24 hours; see `campaign` for those of many.

    Fewer than 20 letters beyond words of thanks and prayer never count. Evidence: `count` of
    the other comments, `articles` they stand under.
    """
    if not facts.recent or counting_letters(folded)[1] < _FEWEST_LETTERS:
        return ()
    own = fingerprint(folded)
    mine = [
        recent for recent in facts.recent if recent.comment_id != facts.comment_id and _is_near(recent, own)
    ]
    if not mine:
        return ()
    score = min(1.0, 0.5 + 0.15 * (len(mine) - 1))
    return (Signal(NAME, "repetition.same_author", score, (), _evidence(mine)),)


def counting_letters(folded: FoldedText) -> tuple[str, int]:
    """The letters that make a text one's own, without spaces, and how many there are.

    Words of thanks, prayer, condolence, greeting and praise are left out. A lone letter stays in the
    text and does not count: it is a piece of a word that was taken apart, or «و». Links and names
    that are addressed do not count either: many rightly share one.
    """
    words = _OTHER_THAN_LETTERS.sub(" ", _ADDRESS.sub(" ", folded.folded)).split()
    own = [word for word in words if len(word) == 1 or word not in _RITUAL]
    return "".join(own), sum(len(word) for word in own if word not in _RITUAL)


def bits_apart(first: int, second: int) -> int:
    """In how many of 64 bits two simhashes differ, 0..64."""
    return ((first ^ second) & 0xFFFFFFFFFFFFFFFF).bit_count()


def _is_near(recent: RecentText, own: Fingerprint) -> bool:
    return recent.exact == own.exact or bits_apart(recent.simhash, own.simhash) <= _NEAR_BITS


def _evidence(alike: list[RecentText]) -> dict[str, str | int | float]:
    return {"count": len(alike), "articles": len({recent.article_key for recent in alike})}


def _letters(folded: FoldedText) -> str:
    return undoubled(_OTHER_THAN_LETTERS.sub(" ", folded.folded).strip())


def _simhash(letters: str) -> int:
    """Unsigned simhash over runs of three characters; 0 for a text without letters."""
    if not letters:
        return 0
    mixed = np.sort(_mixed(grams(letters.ljust(_GRAM, "\0")))).astype("<u8", copy=False)
    mixed = mixed[np.concatenate([[True], mixed[1:] != mixed[:-1]])]
    bits = np.unpackbits(mixed.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    majority = 2 * bits.sum(axis=0, dtype=np.int32) > len(mixed)
    return int.from_bytes(np.packbits(majority, bitorder="little").tobytes(), "little")


def grams(letters: str) -> Words:
    """One number for every run of three letters, in their order; three letters or more."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    return (codes[:-2] * _FACTOR + codes[1:-1]) * _FACTOR + codes[2:]


def _mixed(values: Words) -> Words:
    """Values spread over 64 bits (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _signed(unsigned: int) -> int:
    return unsigned - (1 << _BITS) if unsigned >> (_BITS - 1) else unsigned
