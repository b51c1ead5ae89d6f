"""The reasons that a person may give for turning a comment down, with the words a reader gets.

They stand without a full stop, as the names of the checks' codes do. The sentences name
no one and accuse no one: they speak of the comment. Codes are API (events, statistics,
saved filters) and are never renamed.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class ReasonText(NamedTuple):
    """What a reader is told, in both languages."""

    ar: str
    en: str


_REASONS = {
    "abuse": ReasonText("يتضمّن التعليق إساءة", "The comment is abusive"),
    "abuse.insult": ReasonText(
        "يتضمّن التعليق إهانةً لشخص أو لجماعة", "The comment insults a person or a group"
    ),
    "abuse.threat": ReasonText(
        "يتضمّن التعليق تهديداً أو تحريضاً على العنف", "The comment threatens or calls for violence"
    ),
    "abuse.hate": ReasonText(
        "يحطّ التعليق من قدر الناس بسبب أصلهم أو دينهم أو جنسهم أو إعاقتهم",
        "The comment demeans people for their origin, religion, sex or disability",
    ),
    "abuse.obscene": ReasonText("يتضمّن التعليق ألفاظاً نابية", "The comment uses obscene language"),
    "abuse.harassment": ReasonText(
        "يلاحق التعليق شخصاً بعينه بالإساءة", "The comment pursues one person with abuse"
    ),
    "spam": ReasonText("التعليق رسالة مزعجة", "The comment is spam"),
    "spam.advertising": ReasonText(
        "التعليق إعلان أو ترويج لا صلة له بالمقال", "The comment is an advertisement"
    ),
    "spam.fraud": ReasonText(
        "يبدو التعليق محاولة احتيال أو تصيّد", "The comment appears to be a fraud or a phishing attempt"
    ),
    "privacy": ReasonText("يمسّ التعليق خصوصية أحد الأشخاص", "The comment intrudes on somebody's privacy"),
    "privacy.personal": ReasonText(
        "يكشف التعليق معلومات شخصية عن أحد", "The comment reveals someone's personal information"
    ),
    "offtopic": ReasonText("لا يتّصل التعليق بموضوع المقال", "The comment is not about the article"),
    "misinformation": ReasonText(
        "يتضمّن التعليق معلومات ثبت أنها غير صحيحة وقد تضرّ بالناس",
        "The comment states things that are proven false and may do harm",
    ),
    "impersonation": ReasonText(
        "كُتب التعليق باسم شخص أو جهة أخرى", "The comment was written in the name of somebody else"
    ),
    "duplicate": ReasonText("نُشر التعليق نفسه من قبل", "The same comment has been posted before"),
    "unintelligible": ReasonText("لا يُفهم نصّ التعليق", "The text of the comment cannot be understood"),
    "legal": ReasonText(
        "لا يمكن نشر التعليق لأسباب قانونية", "The comment cannot be published for legal reasons"
    ),
    "other": ReasonText(
        "لا يوافق التعليق قواعد النشر في هذا الموقع", "The comment does not follow the rules of this site"
    ),
}

REASONS: Mapping[str, ReasonText] = MappingProxyType(_REASONS)
"""Reason codes that a decision may name, in the order in which a moderator is offered them."""

ANY_REASON = "other"
"""Where a reason has to be named and nobody has named one."""

MODERATOR_HELD = "moderator.held"
"""Reason of a case that a person opened without naming one."""

_WORK = {
    MODERATOR_HELD: ReasonText(
        "أعاده أحد المشرفين إلى قائمة الانتظار لينظر فيه من جديد",
        "A moderator put it back into the queue to be looked at again",
    )
}


def reason_text(code: str) -> ReasonText | None:
    """The sentences of a person's reason; None for a code that is none."""
    return _REASONS.get(code) or _WORK.get(code)
