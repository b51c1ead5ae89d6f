"""A sentence for every signal and a short name for every code, in Arabic ("ar") and English.

Any language but "ar" is answered in English. No sentence repeats a private
detail: evidence holds none.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from service.checks import plurals
from service.checks.explain_offers import offer_sentence, unasked_sentence
from service.checks.wording import IN_NAME, LABELS, NAMED, ON_TRIAL, OWN_LABEL, QUOTED, READINGS
from service.domain.reasons import reason_text
from service.domain.verdicts import Signal, checker_name

Sentence = Callable[[Signal, str], str]


def explain(signal: Signal, language: str) -> str:
    """One sentence that says what was found, with its evidence."""
    if checker_name(signal.check) is not None:
        return _checkers_own(signal, language)
    if signal.check == "lists":
        sentence = _listed(signal, language)
    elif signal.code in _SENTENCES:
        sentence = _SENTENCES[signal.code](signal, language)
    else:
        sentence = explain_code(signal.code, language) + "."
    return sentence + _quoted(signal, language) + unasked_sentence(signal, language)


def explain_code(code: str, language: str) -> str:
    """A short name for a reason code, without a full stop; one for all of a newsroom's own codes."""
    return _pick(LABELS.get(code) or reason_text(code) or OWN_LABEL, language)


def explain_reason(code: str, check: str | None, language: str) -> str:
    """As `explain_code`, naming the checker that gave no answer. check: behind the reason, if known."""
    name = checker_name(check or "")
    if code == "check.unavailable" and name is not None:
        return _pick((f"لم يُجب الفاحص «{name}»", f"The checker “{name}” did not answer"), language)
    return explain_code(code, language)


def _checkers_own(signal: Signal, language: str) -> str:
    """The sentence that a newsroom's own checker sent, else one that names it."""
    name, label = checker_name(signal.check), LABELS.get(signal.code)
    what = (signal.code, signal.code) if label is None else label
    own = signal.evidence.get("message_ar" if language == "ar" else "message_en")
    return str(own or _pick((f"الفاحص «{name}»: {what[0]}.", f"The checker “{name}”: {what[1]}."), language))


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[language != "ar"]


def _number(signal: Signal, name: str, default: int = 1) -> int:
    return int(signal.evidence.get(name, default))


def _fixed(arabic: str, english: str) -> Sentence:
    def sentence(_: Signal, language: str) -> str:
        return _pick((arabic, english), language)

    return sentence


def _listed(signal: Signal, language: str) -> str:
    value = signal.evidence.get("value", "")
    reading = _pick(READINGS[str(signal.evidence.get("reading", "typed"))], language)
    label = explain_code(signal.code, language)
    count = _number(signal, "count")
    where = _pick(IN_NAME, language) if signal.evidence.get("field") == "author_name" else ""
    trial = _pick(ON_TRIAL, language) if signal.evidence.get("mode") == "shadow" else ""
    if language == "ar":
        times = "" if count == 1 else f"، وردت {plurals.TIMES.counted(count, 'ar')}"
        return f"{label}: «{value}» من قوائم الموقع{reading}{where}{times}{trial}."
    times = "" if count == 1 else f", {plurals.TIMES.counted(count, 'en')}"
    return f"{label}: “{value}” from the site's lists{reading}{where}{times}{trial}."


def _quoted(signal: Signal, language: str) -> str:
    source = signal.evidence.get("quoted")
    if "named" in signal.evidence:
        return _pick(NAMED, language)
    return "" if source is None else _pick(QUOTED[str(source)], language)


def _links(signal: Signal, language: str) -> str:
    found = plurals.LINKS.counted(_number(signal, "count"), language)
    allowed = _number(signal, "allowed", 0)
    hidden = _number(signal, "invites", 0) + _number(signal, "disguised", 0)
    if language == "ar":
        tail = "، ومنها ما هو مموّه أو دعوة إلى مجموعة" if hidden else ""
        return f"في التعليق {found}، والحد المسموح به في الموقع {allowed}{tail}."
    tail = ", some of them disguised or invitations" if hidden else ""
    return f"The comment has {found}; the site allows {allowed}{tail}."


def _author_link(signal: Signal, language: str) -> str:
    host = signal.evidence.get("host", "")
    return _pick(
        (
            f"الموقع الذي وضعه الكاتب رابط دعائي أو مختصر ({host}).",
            f"The author's website is an invitation or a shortened link ({host}).",
        ),
        language,
    )


def _impersonation(signal: Signal, language: str) -> str:
    author, staff = signal.evidence.get("author"), signal.evidence.get("staff", "")
    if author is not None:
        return _pick(
            (
                f"الاسم يشبه اسم «{author}»، وهو قارئ آخر يكتب هنا كثيرًا.",
                f"The name looks like “{author}”, another reader who often writes here.",
            ),
            language,
        )
    return _pick(
        (f"الاسم يشبه اسم «{staff}» من فريق الموقع.", f"The name looks like “{staff}”, a name of the staff."),
        language,
    )


def _direction(signal: Signal, language: str) -> str:
    found = plurals.SIGNS.counted(_number(signal, "count"), language)
    return _pick(
        (
            f"في الاسم ما لا يُرى أو ما يقلب اتجاه النص: {found}.",
            f"The name holds what cannot be seen or turns the text around: {found}.",
        ),
        language,
    )


def _too_fast(signal: Signal, language: str) -> str:
    seconds, least = float(signal.evidence.get("seconds", 0)), float(signal.evidence.get("least", 0))
    return _pick(
        (
            f"أُرسل التعليق بعد {seconds:g} ث من عرض النموذج، والمعتاد {least:g} ث على الأقل.",
            f"Sent {seconds:g} s after the form was shown; at least {least:g} s is usual.",
        ),
        language,
    )


def _stale(signal: Signal, language: str) -> str:
    hours = plurals.HOURS.counted(_number(signal, "hours"), language)
    return _pick(
        (f"عُرض النموذج قبل الإرسال بنحو {hours}.", f"The form had been open for about {hours}."), language
    )


def _campaign(signal: Signal, language: str) -> str:
    comments = plurals.COMMENTS.counted(_number(signal, "count") + 1, language)
    authors = plurals.AUTHORS.counted(_number(signal, "authors"), language)
    places = plurals.ARTICLES.counted(_number(signal, "articles"), language)
    hours = plurals.HOURS.counted(_number(signal, "hours"), language)
    return _pick(
        (
            f"النص نفسه تقريبًا في {comments} من {authors}، في {places} خلال {hours}.",
            f"Nearly the same text in {comments} by {authors}, under {places} within {hours}.",
        ),
        language,
    )


def _same_author(signal: Signal, language: str) -> str:
    times = plurals.TIMES.counted(_number(signal, "count"), language)
    return _pick(
        (
            f"سبق أن أرسل الكاتب النص نفسه تقريبًا {times} خلال 24 ساعة.",
            f"The author already sent nearly the same text within 24 hours ({times}).",
        ),
        language,
    )


def _velocity(signal: Signal, language: str) -> str:
    count, allowed = _number(signal, "count"), _number(signal, "allowed", 0)
    comments = plurals.COMMENTS.counted(count, language)
    return _pick(
        (
            f"{comments} من الكاتب نفسه خلال عشر دقائق، والحد {allowed}.",
            f"{comments} by this author within ten minutes; the limit is {allowed}.",
        ),
        language,
    )


def _found(arabic: str, english: str) -> Sentence:
    """«… في موضعين من التعليق»: what was found, and in how many places."""

    def sentence(signal: Signal, language: str) -> str:
        count = _number(signal, "count")
        if count == 1:
            return _pick((f"في التعليق {arabic}.", f"The comment holds {english}."), language)
        places = plurals.PLACES.counted(count, language)
        return _pick(
            (f"في التعليق {arabic}، في {places}.", f"The comment holds {english}, in {places}."), language
        )

    return sentence


def _sanctioned(arabic: str, english: str, domain_ar: str, domain_en: str) -> Sentence:
    def sentence(signal: Signal, language: str) -> str:
        whole = (domain_ar, domain_en) if signal.evidence.get("scope") == "domain" else (arabic, english)
        reason = signal.evidence.get("reason")
        tail = _pick((f" السبب: {reason}.", f" Reason: {reason}."), language) if reason else ""
        return _pick(whole, language) + tail

    return sentence


def _quotes(arabic: str, english: str) -> Sentence:
    def sentence(signal: Signal, language: str) -> str:
        words = plurals.WORDS.counted(_number(signal, "words"), language)
        return _pick((f"في التعليق {words} {arabic}.", f"The comment quotes {words} {english}."), language)

    return sentence


def _trust(signal: Signal, language: str) -> str:
    trust = float(signal.evidence.get("trust", 0))
    good, bad = _number(signal, "approved", 0), _number(signal, "rejected", 0)
    moved = ("فارتفعت", "more") if trust > 0 else ("فانخفضت", "less")
    return _pick(
        (
            f"قرارات المحررين في تعليقات الكاتب السابقة: قُبل {good} ورُفض {bad} (الثقة {trust:+.2f})، "
            f"{moved[0]} عتبات الحجز قليلًا.",
            f"Editors' decisions on the author's earlier comments: {good} approved, {bad} rejected "
            f"(trust {trust:+.2f}), so it takes a little {moved[1]} to hold a comment.",
        ),
        language,
    )


_SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {
        "abuse.model": _fixed(
            "لغة التعليق تشبه التعليقات المسيئة.", "The wording is like that of abusive comments."
        ),
        "spam.model": _fixed("لغة التعليق تشبه الرسائل الدعائية.", "The wording is like that of spam."),
        "spam.links": _links,
        "spam.offer": offer_sentence,
        "spam.chain": _fixed(
            "يطلب التعليق تمريره إلى آخرين، كالرسائل المتسلسلة.",
            "The comment asks to be passed on, as chain letters do.",
        ),
        "spam.author_link": _author_link,
        "name.impersonation": _impersonation,
        "name.direction": _direction,
        "name.advertising": _fixed("في الاسم رابط أو رقم هاتف.", "The name holds a link or a phone number."),
        "form.honeypot": _fixed(
            "مُلئت خانة مخفية لا يراها القراء.", "A hidden field that readers cannot see was filled in."
        ),
        "form.too_fast": _too_fast,
        "form.stale": _stale,
        "repetition.campaign": _campaign,
        "repetition.same_author": _same_author,
        "velocity.author": _velocity,
        "privacy.phone": _found("رقم هاتف", "a phone number"),
        "privacy.account": _found("رقم حساب مصرفي", "a bank account number"),
        "privacy.card": _found("رقم بطاقة دفع", "a payment card number"),
        "privacy.national_id": _found("رقم هوية وطنية", "a national identity number"),
        "privacy.email": _found("عنوان بريد إلكتروني", "an e-mail address"),
        "privacy.chat_link": _found("دعوة إلى مجموعة محادثة", "an invitation to a chat group"),
        "sanction.ban": _sanctioned(
            "الكاتب محظور.",
            "The author is banned.",
            "نطاق بريد الكاتب محظور.",
            "The author's e-mail domain is banned.",
        ),
        "sanction.hold_all": _sanctioned(
            "كل تعليقات هذا الكاتب تُراجَع قبل النشر.",
            "All comments of this author are reviewed before publishing.",
            "كل التعليقات من نطاق البريد هذا تُراجَع قبل النشر.",
            "All comments from this e-mail domain are reviewed before publishing.",
        ),
        "author.trust": _trust,
        "quote.article": _quotes("من عنوان المقال", "of the article's title"),
        "quote.parent": _quotes("من التعليق السابق", "of the comment it answers"),
        "quote.marked": _quotes("بين علامتي اقتباس", "between quotation marks"),
        "quote.told": _quotes("يحكيها الكاتب عن غيره", "as said by somebody else"),
    }
)
