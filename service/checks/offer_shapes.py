"""What advertising is told by where the words are free: addresses, sums, pointing signs, counted people."""

import re

HANDLE = re.compile(r"(?<![\w.])@[a-z0-9_](?:[a-z0-9_.]{2,30}[a-z0-9_])")
ADDRESSED = re.compile(r"(?:rt )?(?:@[\w.]+[: ]*)+")
"""Names in front: whom the comment answers."""

_NUMBER = re.compile(r"(?<![\w+])\+?\d(?:[ \-]{0,3}\d){7,14}(?!\w)")
_MAIL = re.compile(r"[\w.+\-]{2,40}@[\w\-]{2,40}\.[a-z]{2,}")
_MONEY = re.compile(
    r"(?<!\d)\d[\d.,]{0,9} ?(?:k\b|%|\$|€|£|usd|eur|btc|eth|euros?|dollars?"
    r"|دولار|ريال|درهم|جنيه|دينار|يورو|ليره)|[$€£] ?\d"
)
_POINTING = re.compile("[👇👉👈🔥🚀⬇✅🔞🔴]+|>>+|<<+|!!+")
_SITE = re.compile(r"(?<![\w@.])[a-z0-9][a-z0-9\-]{2,40}(?:\.|\[\.\])[a-z]{2,12}(?![\w@])")
"""A host name without a scheme, also under endings that `links` does not know."""

_PRIVATELY = re.compile(r"(?<![^\W_])خاص[^\w]*$")
"""«خاص» as the last word: send it privately. Elsewhere it only says “special”."""

_PEOPLE = r"(?:من )?(?:اشخاص|شخصا?|واحد|اصحاب\w{0,3}|صحاب\w{0,3}|اصدقاء|ناس|قروبات|مجموعات)"
_PASS_ON = re.compile(
    r"(?<![^\W_])و?(?:ارسل|ابعت|ابعث|انشر|شارك|مرر|وجه|حول|دز)(?:ها|ه|وا|وها|يها|و|ي)? .{0,12}?"
    rf"(?:\d+|ثلاثه|خمسه|سبعه|تسعه|عشره|عشر|عشرين|اثني عشر|ثلاث|خمس|سبع) {_PEOPLE}(?![^\W_])"
    r"|(?<![^\W_])(?:share|send|forward|copy|repost) .{0,40}?(?:with|to)"
    r" (?:\d+|three|five|seven|nine|ten|twelve|twenty)"
    r" (?:people|persons|friends|contacts|groups)"
)
"""«أرسله إلى سبعة أشخاص»: only a chain letter counts the people whom it is to be sent to."""

_RATE = re.compile(
    r"(?<![^\W_])(?:make|makes|made|making|earn|earns|earned|pays?|paid)(?: (?:me|you|us|about|over|around|up to))?"
    r" [$€£]?\d[\d.,]{0,8}k?(?: ?(?:dollars?|usd|euros?|bucks))?(?: \w{1,12}){0,2}?"
    r" (?:daily|a day|per day|every day|weekly|a week|per week|every week|an hour|per hour|monthly|a month|yesterday)"
    r"|(?<![^\W_])دخل (?:ثابت|يومي|اضافي|شهري|ممتاز|محترم|اسبوعي)"
)
"""«I make 400 dollars a day», «دخل ثابت»: income that is told for no reason but to sell it."""

_QUESTION = re.compile(
    r"^\W*(?:هل )?(?:محتاج|عايز|عاوز|تبحث|تبي|تريد|ترغب|بدك|حابب|لديك|عندك|تعبت من"
    r"|need|looking for|want|are you|tired of)[^?؟]{3,80}[?؟]"
)
"""The question that an advertisement begins with."""

_LEADS_ON = re.compile(
    r"(?:هنا|الرابط|here|link|us|[:>👇👈👉]) ?[a-z0-9][a-z0-9\-]{2,40}(?:\.|\[\.\])[a-z]{2,12}(?![\w@])"
)
"""A host right behind the word that points to it."""

_DIGITS = tuple("0123456789")
_COUNTED = (
    "شخص",
    "اشخاص",
    "واحد",
    "صحاب",
    "اصدقاء",
    "ناس",
    "قروبات",
    "مجموعات",
    "people",
    "persons",
    "friends",
    "contacts",
    "groups",
)

SHAPES = (
    (("👇", "👉", "👈", "🔥", "🚀", "⬇", "✅", "🔞", "🔴", ">", "<", "!!"), _POINTING, "push", 1),
    (_COUNTED, _PASS_ON, "chain", 5),
    (("دخل ", "day", "daily", "week", "hour", "month"), _RATE, "offer", 3),
    (("?", "؟"), _QUESTION, "push", 2),
    (_DIGITS, _MONEY, "push", 1),
    (_DIGITS, _NUMBER, "address", 2),
    (("@",), _MAIL, "address", 2),
    ((".",), _SITE, "address", 2),
    ((".",), _LEADS_ON, "call", 1),
    (("خاص",), _PRIVATELY, "address", 2),
)
"""What is told by its shape: signs one of which must be there, its pattern, role and points."""

PREPOSITION = re.compile(r"(?:علي|عبر|في|من|عن|on|via|over|through|by) (?:ال)?$")
"""In front of a messenger: «لا يردون على الماسنجر» tells, «للطلب ماسنجر» calls."""
