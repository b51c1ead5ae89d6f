"""Calls to get in touch in the many forms that people give them: verb by object, not phrase by phrase.

A cue list alone knows the words that its writer thought of. These are put together from parts,
so that «راسليني», «ابعتولي» and "write her on" need not be thought of one by one.
"""

from collections.abc import Iterator
from itertools import product

_TO_US = ("ني", "وني", "يني", "نا", "ونا", "ينا")
_FOR_US = ("لي", "ولي", "يلي", "لنا", "ولنا", " لي", "وا لي", "ي لي", " لنا", "وا لنا")
_PLURAL = ("", "و", "وا", "ي")

_OUR_PLACES = (
    *(
        " لقروبنا*",
        " لقناتنا*",
        " لجروبنا*",
        " بقناتنا*",
        " بقناتي*",
        " قناتنا*",
        " قناتي*",
        " قروبنا*",
        " جروبنا*",
    ),
    *(" صفحتنا*", " صفحتي*", " موقعنا*", " موقعي*", " متجرنا*", " حسابي*", " حسابنا*", " مدونتي*"),
    *(" علي قناتي", " في قناتنا", " الي قناتنا", " علي صفحتي"),
)

_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("راسل كلم كاتب خابر حاك ادعم", _TO_US),
    ("ابعت ابعث ارسل اكتب دز طرش صيفط سيفط كتب", _FOR_US),
    (
        "يكلم يراسل يرسل يحكي يحاكي تكلم تراسل يخابر يجي يبعت يبعث تبعت يكتب تكتب فلتكتب فليكتب يشوف",
        ("ني", "لي", " لي", "ني خاص", " خاص", " عالخاص", "لنا"),
    ),
    ("يتواصل تتواصل", (" معي", " معنا", " معاي", " واتس*", " خاص", " علي الخاص")),
    (
        "اعطي ادل نعطي بعطي بدل",
        ("ه رقمه", "ته رقمه", "كم رقمه", "كم رقمها", "كم عليه", "كم عليها", "ه عليه", "ها عليها"),
    ),
)
_PAIRS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "تواصل اتصل كلم احك تعال",
        (
            " معي",
            " معنا",
            " معاي",
            " معانا",
            " بنا",
            " بي",
            "نا",
            " الان",
            " فورا",
            " عبر",
            " علي الخاص",
            " واتس*",
        ),
    ),
    (
        "انضم اشترك ادخل دور زور تابع شوف فوت",
        _OUR_PLACES,
    ),
    ("سجل", (" بياناتك*", " اسمك", " الان", " معنا", " مع المسؤول*", " رقمك")),
    (
        "احجز اطلب استلم",
        (
            " علبتك",
            " مقعدك",
            " مكانك",
            " الان",
            " نسختك",
            " من الموقع",
            " من الرابط",
            " من هنا",
            "ها الان",
            " طلبك",
        ),
    ),
)
_WANTING: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "من اللي لي يلي الي للي لمن",
        tuple(
            f" {each}"
            for each in (
                *(
                    "يهمه",
                    "يهمه الامر",
                    "اراد",
                    "اراده",
                    "ارادها",
                    "يريد",
                    "محتاج",
                    "محتاجه",
                    "حاب",
                    "حابب",
                    "حابه",
                ),
                *(
                    "مهتم",
                    "مهتمه",
                    "يبي",
                    "يبغي",
                    "تبي",
                    "تبغي",
                    "عايز",
                    "عايزه",
                    "عاوز",
                    "بده",
                    "بدو",
                    "بدها",
                    "بغا",
                ),
                *("بغي", "باغي", "يرغب", "ترغب", "جدي", "جاد", "يحب ينضم", "تحب تشتغل"),
            )
        ),
    ),
)
_YOURS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "ارسل ابعت ابعث اترك حط اكتب سيفط دز",
        (
            " جوازك",
            " صورتك",
            " اسمك",
            " رقمك",
            " بياناتك",
            " سيرتك",
            " عمرك",
            " هويتك",
            " عنوانك",
            " ايميلك",
            " وتسابك",
        ),
    ),
    (
        "اتصل تواصل كلم راسل",
        (" بالمبيعات", " بالمكتب", " المكتب", " بالاداره", " مع المبيعات", " مع المكتب"),
    ),
)
_ENGLISH: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "message text dm write contact email inbox whatsapp telegram msg reach",
        (
            " us",
            " me on",
            " me for",
            " me if",
            " me now",
            " him on",
            " her on",
            " them on",
            " him if",
            " her if",
            " him now",
        ),
    ),
    ("hit drop", (" us up", " me up", " her a line", " him a line", " us a line", " me a line")),
    (
        "contact call join follow",
        (" our team", " our office", " our page", " our group", " our channel"),
    ),
    ("call ask", (" us today", " us now", " us for", " now for", " for our")),
    (
        "order ordered grab download buy get got",
        (" it here", " here", " yours here", " yours now", " now from", " today from"),
    ),
)


def wants() -> Iterator[str]:
    """Cues that look for takers («اللي حاب», «من يهمه الأمر»): the role `call`, one point each."""
    for stems, endings in _WANTING:
        for stem, ending in product(stems.split(), endings):
            yield stem + ending


def calls() -> Iterator[str]:
    """Cues of the role `call`, two points each; a star leaves the end of the word open."""
    for stems, endings in _FORMS:
        for stem, ending in product(stems.split(), endings):
            yield stem + ending
    for stems, endings in (*_PAIRS, *_YOURS):
        for stem, number, ending in product(stems.split(), _PLURAL, endings):
            yield stem + number + ending
    for stems, endings in _ENGLISH:
        for stem, ending in product(stems.split(), endings):
            yield stem + ending
