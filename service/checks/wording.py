"""Short names of the reason codes, in Arabic and English: (ar, en)."""

from collections.abc import Mapping
from types import MappingProxyType

LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "abuse.threat": ("تهديد", "Threat"),
        "abuse.hate": ("خطاب كراهية", "Hate"),
        "abuse.obscene": ("ألفاظ بذيئة", "Obscene language"),
        "abuse.insult": ("إهانة", "Insult"),
        "abuse.model": ("لغة مسيئة على الأرجح", "Probably abusive"),
        "list.match": ("عبارة من قوائم الموقع", "On one of the site's lists"),
        "spam.phrase": ("عبارة إعلانية", "Advertising phrase"),
        "spam.model": ("دعاية أو رسالة مزعجة على الأرجح", "Probably spam"),
        "spam.links": ("روابط كثيرة أو مموّهة", "Too many links, or disguised ones"),
        "spam.offer": ("عرض دعائي ودعوة إلى التواصل", "Offer with a call to get in touch"),
        "spam.chain": ("رسالة متسلسلة", "Chain letter"),
        "spam.author_link": ("رابط دعائي في خانة الموقع", "Promotional link as website"),
        "name.impersonation": ("انتحال اسم", "Borrowed name"),
        "name.direction": ("محارف خفيّة في الاسم", "Hidden characters in the name"),
        "name.advertising": ("إعلان في الاسم", "Advertising in the name"),
        "form.honeypot": ("تعبئة آلية للنموذج", "Form filled by a machine"),
        "form.too_fast": ("إرسال أسرع من المعتاد", "Sent too fast"),
        "form.stale": ("نموذج قديم", "Old form"),
        "repetition.campaign": ("نص متكرر من عدة أشخاص", "Same text from many people"),
        "repetition.same_author": ("نص متكرر من الكاتب نفسه", "Same text from one author"),
        "velocity.author": ("تعليقات متلاحقة", "Many comments in a short time"),
        "privacy.phone": ("رقم هاتف", "Phone number"),
        "privacy.account": ("رقم حساب مصرفي", "Bank account number"),
        "privacy.card": ("رقم بطاقة دفع", "Payment card number"),
        "privacy.national_id": ("رقم هوية وطنية", "National identity number"),
        "privacy.email": ("عنوان بريد إلكتروني", "E-mail address"),
        "privacy.chat_link": ("دعوة إلى مجموعة محادثة", "Invitation to a chat group"),
        "sanction.ban": ("كاتب محظور", "Banned author"),
        "sanction.hold_all": ("كاتب تُراجَع كل تعليقاته", "Author whose comments are all reviewed"),
        "quote.article": ("اقتباس من عنوان المقال", "Quotes the article's title"),
        "quote.parent": ("اقتباس من التعليق السابق", "Quotes the comment it answers"),
        "quote.marked": ("كلام بين علامتي اقتباس", "Quotation in marks"),
        "quote.told": ("كلام محكيّ عن غيره", "Reported words"),
        "author.trust": ("سجلّ الكاتب لدى المحررين", "The author's record with the editors"),
        "author.new": ("كاتب جديد", "New author"),
        "article.pre": ("المقال يُراجَع قبل النشر", "Article is reviewed before publishing"),
        "article.closed": ("التعليقات مغلقة", "Comments are closed"),
        "check.unavailable": ("فحص لم يكتمل", "A check could not run"),
        "check.failed": ("تعذّر الفحص", "Checking failed"),
    }
)

OWN_LABEL = ("سبب خاص بالموقع", "A reason of this site")
"""For reasons that a newsroom gave its own list entries."""

IN_NAME = ("، في اسم الكاتب", ", in the author's name")
"""Where only the name holds the entry, as part of a sentence."""

ON_TRIAL = ("، والمدخل قيد التجربة فلا يحجز تعليقاً", ", an entry on trial that holds nothing")
"""Of a shadow entry, as the end of a sentence part."""

READINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "typed": ("", ""),
        "doubled": ("، مكتوبة بحروف مكررة", ", typed with repeated letters"),
        "joined": ("، مكتوبة بحروف مفصولة", ", typed with its letters set apart"),
        "look_alike": ("، مكتوبة برموز تشبه الحروف", ", typed with signs that look like letters"),
        "arabizi": ("، مكتوبة بحروف لاتينية", ", typed in Latin letters"),
        "masked": ("، مكتوبة بحروف محجوبة", ", typed with letters starred out"),
        "parted": ("، مكتوبة مقسومة بمسافة", ", typed with a space inside"),
    }
)
"""How a listed word was typed, as the end of a sentence part."""

QUOTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "article": (
            " الكلام مقتبس من عنوان المقال، فخُفِّف أثره.",
            " Quoted from the article's title, so it counts less.",
        ),
        "parent": (
            " الكلام مقتبس من التعليق السابق، فخُفِّف أثره.",
            " Quoted from the comment it answers, so it counts less.",
        ),
        "marked": (
            " الكلام بين علامتي اقتباس ومنسوب إلى غير الكاتب، فخُفِّف أثره.",
            " Quoted in marks as somebody else's words, so it counts less.",
        ),
        "told": (
            " الكلام محكيّ عن غير الكاتب، فخُفِّف أثره.",
            " Told as somebody else's words, so it counts less.",
        ),
    }
)
"""Why a finding in quoted words counts less, by where they come from; a sentence to add."""

NAMED = (
    " جاء ذكر جماعة من الناس بلا سوء، فخُفِّف أثره.",
    " A group of people is named without ill will, so it counts less.",
)
"""Why the abuse model's finding counts less where only a name had made it."""
