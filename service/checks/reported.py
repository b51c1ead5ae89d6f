"""Reported speech: words that the comment repeats in order to tell or to object, not to say them.

Two kinds of places: between quotation marks, and behind a word of telling («وصفهم بـ…», «كلمة …»,
«لا تقل له يا …»). Neither excuses an insult that is aimed at the reader, nor one that the comment
agrees with.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from service.domain.verdicts import Span

Words = Sequence[tuple[str, Span]]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_QUOTATION = re.compile(r"«[^«»\n]{2,160}»|“[^“”\n]{2,160}”|„[^„“”\n]{2,160}[“”]|\"[^\"\n]{2,160}\"")
_MARK = re.compile('[«“„"]')
_CLAUSE_END = re.compile(r"[.,،؛;!؟?…\n]")
_FRONTS = ("", "و", "ف", "ب", "ل", "وب", "ال", "بال", "وال", "لل")
_REACH = 12
"""Words behind a word of telling that can belong to what is told."""

_NEAR = 90
"""Characters around a quotation within which a word of telling says whose words they are."""

# How far behind the word the told words begin: "at once", behind "that" or "about", behind «بـ», at «يا».
_AT_ONCE, _BEHIND_THAT, _BEHIND_BY, _AS_CALL = "at once", "that", "by", "call"
_TELLING: Mapping[str, str] = MappingProxyType(
    {
        _AT_ONCE: """
        كلمه كلمات كلمتي لفظ لفظه الفاظ الفاظا عباره عبارات مصطلح شتيمه شتائم لقب هتافات هتاف هتف هتفوا وسم
        سمي سمته سماه سموه سموا يسمي يسمون تسمي تسمون نسمي تسميه نعت نعته نعتها نعتوا
        """,
        _AS_CALL: """
        ناداه ناداها نادوا نادوه ينادي يناديها يناديه ينادون ينادونه ينادونني تنادي ننادي مناداه مناديا
        صراخه صرخ يصرخ صاح يصيح شتم شتمه شتمها يشتم تشتم تشتموا يسبه سبه صيحات
        """,
        _BEHIND_THAT: """
        قال قالت قالوا يقول تقول يقولوا يقولون تقولوا تقولون نقول تقل تقولي يقال قيل قول قوله قولهم قولها بيقول بيقولوا
        كيقولو تقوله تقولها تقولهم يقوله قالها قاله تتقال ينقال تنقال كتب كتبت كتبوا يكتب تكتب مكتوب ذكر يذكر
        اتهم اتهموا زعم يزعم صرح يحرض تحريض تتمني يتمني يتمنون
        """,
        _BEHIND_BY: """
        وصف وصفه وصفها وصفهم وصفت وصفته وصفتها وصفوا وصفوه وصفوها يصف يصفه يصفها يصفهم تصف تصفه تصفهم نصف نصفهم
        سخر يسخر سخريه
        """,
    }
)


def _kinds() -> Iterator[tuple[str, str]]:
    """Every word of telling with the particles that may stand in front, and how it tells."""
    for kind, words in _TELLING.items():
        fronts = {_AT_ONCE: _FRONTS, _BEHIND_BY: ("", "و", "ف", "ال")}.get(kind, ("", "و", "ف"))
        yield from ((front + word, kind) for front in fronts for word in words.split())


_KIND: Mapping[str, str] = MappingProxyType(dict(_kinds()))
_AROUND = _set("""
    تعليق تعليقات تعليقا رد الرد رساله عنوان العنوان حرفيا بالحرف حرف قصده سمعت سمعته سمعتها ترجمت ترجم المثل مقوله
    الخطاب وردت ورد تحت اسمع بعتلي كانوا كلامك كلامه كلامها كلام اقتبس تعليقك كتبته قلته قلتها كاتبها يكتبون يعتبر
    يجوز يستحق يرد معني معناها يعني
""")
"""Words that make a marked quotation one, beside the words of telling."""

_THAT = _set("ان انه انها انهم انهن بان بانه بانها بانهم")
_ABOUT = _set("عن علي الي عنه عنها عنهم عليه عليها عليهم")
_POINTING = _set("هذا هذه هؤلاء ذلك تلك هاي هاد هذي دي ده دول اهل اي كل")
_SUCH_AS = _set("مثل متل زي نحو")
_WHO = _set("الذي الذين التي اللي من لي")
_TOLD_PRONOUNS = ("ه", "ها", "هم", "ني", "وه")
_AIMED = _set("""
    انت انتي انتم انتو انتوا انته انك انكم كلكم مثلك مثلكم امثالك امثالكم عليك عليكي تستاهل تستاهلون تستاهلي
    تتقالك تتقالكم اسميك اصفك اسميكم قلتلك اقولك بقولك اقولها بقولها لكم حضرتك
""")
_OWN_VOCATIVES = _set("يا ايها ايتها")
_AGREEING = re.compile(
    r"(?<![^\W_])(?:و|ف)?(?:صدق(?:ت|وا)? والله|صدقت|صدق(?= ال| من)|صادق|صح كلام\w*|كلام\w* صح|معه حق|معك حق|معهم حق"
    r"|معاه حق|معاك حق|الحقيقه|برافو|احسنت|صح لسان\w*|ي?ستاهل\w*|تستاهل\w*|فعلا|بل اكثر|واكثر|لم يكذب|ما كذب"
    r"|كلام ذهب|ذهب$)(?![^\W_])"
)
"""The writer takes the words for his own."""


def quotations(text: str, words: Words) -> Iterator[Span]:
    """Places in folded `text` between quotation marks that somebody else's words fill.

    words: all words of the text with their places.
    """
    marked = list(_QUOTATION.finditer(text)) if _MARK.search(text) else []
    if not marked or _agrees(text):
        return
    spans = [match.span() for match in marked]
    if any(_is_aimed(word) for word in _outside(words, spans)):
        return
    telling = [place for word, place in words if word in _AROUND or _kind(word)]
    begins, ends = [start for start, _ in telling], [end for _, end in telling]
    for start, end in spans:
        before = bisect_right(ends, start) - bisect_left(begins, start - _NEAR) > 0
        after = bisect_right(ends, end + _NEAR) - bisect_left(begins, end) > 0
        if (before or after) and not _is_called(text[max(0, start - _NEAR) : start]):
            yield start, end


def told(text: str, words: Words) -> Iterator[Span]:
    """Places in folded `text` behind words of telling; `words` are its words with their places."""
    if not any(word in _KIND for word, _ in words) or _agrees(text):
        return
    place = 0
    while place < len(words):
        kind = _kind(words[place][0])
        span = _told_behind(text, words, place, kind) if kind else None
        if span is None:
            place += 1
            continue
        first, last = span
        yield words[first][1][0], words[last][1][1]
        place = last + 1


def _told_behind(text: str, words: Words, place: int, kind: str) -> tuple[int, int] | None:
    """First and last word of what is told behind the word at `place`; None where nothing is."""
    last = _clause_end(text, words, place)
    first = _first_told(words, place, last, kind)
    if first is None:
        return None
    end = first
    while end < last and not _is_aimed(words[end + 1][0]) and not _is_own_call(words, first, end + 1):
        end += 1
    mocked = (end < len(words) - 1 and words[end + 1][0] == words[place][0]) or words[end][0] == words[place][
        0
    ]
    return None if mocked or _is_aimed(words[first][0]) else (first, end)


def _first_told(words: Words, place: int, last: int, kind: str) -> int | None:
    behind = range(place + 1, last + 1)
    if not behind:
        return None
    finders = {_AT_ONCE: _at_once, _AS_CALL: _at_call, _BEHIND_BY: _at_by, _BEHIND_THAT: _at_that}
    return finders[kind](words, place, behind)


def _at_once(words: Words, place: int, behind: range) -> int | None:
    """«كلمة …», «ألفاظ مثل …»; a word *to* somebody («كلمة للكاتب») or before a call is none."""
    first = behind[0]
    if words[first][0] == "عن":
        return None  # «عبارة عن» only means “is”
    if words[first][0] in _SUCH_AS:
        return first + 1 if len(behind) > 1 else None
    if words[first][0] in _OWN_VOCATIVES and words[place][0].startswith("ال"):
        return None
    return None if words[first][0].startswith("ل") else first


def _at_call(words: Words, place: int, behind: range) -> int | None:
    """«ناداه زملاؤه يا …», «شتم راكبة بلفظ …»; somebody must stand between, or be in the verb."""
    if words[behind[0]][0] in _OWN_VOCATIVES and not words[place][0].endswith(_TOLD_PRONOUNS):
        return None
    for each in behind[:5]:
        word = words[each][0]
        named = word.startswith("ب") and ("ناد" in words[place][0] or _kind(word) == _AT_ONCE)
        if word in _OWN_VOCATIVES or named:
            return each
    return None


def _at_by(words: Words, _: int, behind: range) -> int | None:
    """«وصفهم بـ…», «السخرية من …»."""
    return next((each for each in behind if words[each][0].startswith("ب") or words[each][0] == "من"), None)


def _at_that(words: Words, place: int, behind: range) -> int | None:
    """«قال إن …», «قال لجاره يا …», «قال عن الضيفة …», «الذي يقول …»."""
    verb, before = words[place][0], words[place - 1][0] if place else ""
    if before == "ما":
        return None  # «أقل ما يقال عنه إنه …» is the writer's own
    if before in _WHO and "ق" in verb:
        named = words[behind[0]][0]
        return None if named in _POINTING or named.startswith("ال") else behind[0]
    for each in behind[:6]:
        word = words[each][0]
        if word in _OWN_VOCATIVES:
            told_on = verb.endswith(_TOLD_PRONOUNS) or not verb.startswith("ت") or before == "ان"
            return each if _has_addressee(words, place, each) or (each == place + 1 and told_on) else None
        if word in _THAT or _kind(word) == _AT_ONCE:
            return each
        if word in _ABOUT:
            skipped = 1 + (word in {"عن", "علي", "الي"}) + (words[min(each + 1, behind[-1])][0] in _POINTING)
            return each + skipped if each + skipped <= behind[-1] else None
    return None


def _has_addressee(words: Words, place: int, vocative: int) -> bool:
    """«قال لجاره يا …»: somebody else than the reader is spoken to."""
    between = [words[each][0] for each in range(place + 1, vocative)]
    return any(word.startswith("ل") and word not in {"لي", "لك", "لكم"} for word in between[:2])


def _is_own_call(words: Words, first: int, place: int) -> bool:
    """Whether a vocative at `place` is the writer's own: neither told of nor right behind one that is."""
    if words[place][0] not in _OWN_VOCATIVES:
        return False
    behind = [words[each][0] for each in range(max(first, place - 3), place)]
    return not (_kind(behind[-1]) == _AT_ONCE or any(word in _OWN_VOCATIVES for word in behind))


def _clause_end(text: str, words: Words, place: int) -> int:
    """The last word of the clause that the word at `place` stands in, `_REACH` words on at most."""
    last = place
    for each in range(place + 1, min(len(words), place + 1 + _REACH)):
        if _CLAUSE_END.search(text, words[each - 1][1][1], words[each][1][0]):
            break
        last = each
    return last


def _kind(word: str) -> str | None:
    """How a word tells; None for one that does not."""
    return _KIND.get(word)


def _is_called(before: str) -> bool:
    """Whether the words before a quotation put it on the reader: «يا "…"», «أنت "…"»."""
    return any(word in _OWN_VOCATIVES for word in _words(before)[-2:]) or before.rstrip().endswith(" الا")


def _is_aimed(word: str) -> bool:
    """Whether a word speaks to the reader: «أنت», «وأنت», «مثلك»."""
    return word in _AIMED or (word[0] in "وف" and word[1:] in _AIMED)


def _agrees(text: str) -> bool:
    return _AGREEING.search(text) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _outside(words: Words, spans: Sequence[Span]) -> Iterator[str]:
    """The words that lie in none of the places; both are in order."""
    each = 0
    for word, (start, _) in words:
        while each < len(spans) and spans[each][1] <= start:
            each += 1
        if each == len(spans) or start < spans[each][0]:
            yield word
