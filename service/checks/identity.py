"""Peoples, faiths and groups named without ill will: a name by itself is no reason to hold.

Abuse of the training data names groups more often than harmless texts do, so that a model may
take the name for the abuse. Where a comment speaks kindly or merely counts, the model is asked
again with every such name replaced by «الناس»; if nothing worth a note is left, that counts.
"""

import re
from dataclasses import replace

from service.checks.models import NOTE_FROM
from service.domain.verdicts import CheckResult, Signal


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+")
_NEUTRAL = "الناس"
_FRONTS = ("", "ال", "و", "وال", "لل", "ب", "بال", "ل", "ف", "فال", "كال")
_GROUPS = _set(
    """
    مسلم مسلمه مسلمون مسلمين مسلمات مسيحي مسيحيه مسيحيون مسيحيين نصاري قبطي اقباط يهودي يهوديه يهود شيعي شيعه سني سنه
    علوي علويون علويين درزي دروز ايزيدي ايزيديون ايزيديين ايزيديات صابئه بهائي بهائيون بهائيين ملحد ملحدون ملحدين كردي
    اكراد كرد امازيغ امازيغي تركمان اشوريون اشوريين ارمن ارمني نوبيون نوبيين غجر نور بدو عرب فرس ترك اتراك مصري
    مصريون مصريين سوري سوريون سوريين سوريات عراقي عراقيون عراقيين لبناني لبنانيون لبنانيين فلسطيني فلسطينيون فلسطينيين
    اردنيون اردنيين سعودي سعوديون سعوديين يمنيون يمنيين سوداني سودانيون سودانيين ليبيون ليبيين تونسي تونسيون تونسيين
    جزائري جزائريون جزائريين مغربي مغاربه مغربيات ايراني ايرانيون ايرانيين هندي هنود بنغال افريقي افارقه اسود سود سمر
    زنوج صعايده اسرائيليون اسرائيليين نساء نسويات امراه بنات لاجئ لاجئون لاجئين نازحون نازحين مهاجر مهاجرون مهاجرين
    مثليون مثليين
    """
)
_NAMES = frozenset(front + group for front in _FRONTS for group in _GROUPS)
_KINDLY = _set(
    """
    اخوه اخوتنا اخواننا اخوتي اهلنا اهل جيران جيراننا جاري جيراني صديق صديقي صديقتي اصدقاء اصدقائي زميل زميلي زميلتي
    طيب طيبون طيبين اطيب كرم كرماء كرام محترم محترمون محترمين نحترم احترم احترام احترامي شكرا نشكر تحيه تحياتي محبه
    نحب احب نحتفل احتفل عيد اعياد يحتفلون تهنئه مبروك عريق حضاره ثقافه لغه ادب تاريخ عاش عاشوا تعايش يتعايشوا
    حقوق حق عدد كم زار زارنا وفد ولدت درست يعمل يعملون بنوا شاركوا ساهموا خاوه
    """
)


def without_names(folded: str) -> str | None:
    """The folded text with the names of groups replaced; None where it names none or says nothing kind."""
    words = _WORD.findall(folded)
    if not any(map(_is_group, words)) or not any(word in _KINDLY or word[1:] in _KINDLY for word in words):
        return None
    return " ".join(_NEUTRAL if _is_group(word) else word for word in words)


def _is_group(word: str) -> bool:
    return word in _NAMES


def renamed(result: CheckResult, own: float | None) -> CheckResult:
    """The abuse model's result, weakened where the name alone had made it. Its evidence says so.

    own: the score without the names, None where it was not asked for.
    """
    if own is None or own >= NOTE_FROM:
        return result
    return replace(result, signals=tuple(_renamed(signal, own) for signal in result.signals))


def _renamed(signal: Signal, own: float) -> Signal:
    if signal.code != "abuse.model":
        return signal
    return replace(signal, score=round(own, 4), evidence={**signal.evidence, "named": 1})
