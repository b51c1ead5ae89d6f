"""Every text of the console in Arabic and English; the sentences of refusals are in `service.http.i18n`.

Words that a page of both kinds shares carry its name first: `queue_title`, `sign_in_button`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from service.checks.plurals import Noun

MINUTES = Noun("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة", "دقيقة", ("minute", "minutes"))
HOURS = Noun("ساعة واحدة", "ساعتين", "ساعات", "ساعة", "ساعة", ("hour", "hours"))
DAYS = Noun("يوم واحد", "يومين", "أيام", "يوماً", "يوم", ("day", "days"))
"""In the case that «منذ» asks for."""


@dataclass(frozen=True, slots=True)
class ConsoleTexts:
    """The console in one language. Braces name what a sentence needs.

    outcomes: what became of a decision, by its status. states: a comment's state as a sentence part.
    """

    lang: str
    direction: str
    other_lang: str
    other_name: str
    product: str
    console: str
    skip: str
    sign_out: str
    no_second_factor: str

    email: str
    password: str
    show_password: str
    password_rule: str
    invitation_title: str
    invitation_lead: str
    invitation_button: str
    sign_in_title: str
    sign_in_button: str
    sign_in_failed: str
    sign_in_no_link: str
    spent_title: str
    spent_lead: str
    spent_remedy: str
    to_sign_in: str

    queue_title: str
    queue_lead: str
    queue_more: str
    queue_first_page: str
    queue_empty_title: str
    queue_empty_lead: str
    queue_past_end: str
    queue_reload: str
    queue_demo: str
    keys: str
    read_only: str

    under: str
    in_reply_to: str
    findings: str
    first_comment: str
    author_counts: str
    author_site: str
    network: str
    edited: str
    priority: str
    waiting: str
    just_now: str
    claimed_by_other: str
    claimed_by_you: str
    approve: str
    reject: str
    reason: str
    choose_reason: str

    present_text: str
    back_to_queue: str
    outcomes: Mapping[str, str]
    states: Mapping[str, str]


_ARABIC = ConsoleTexts(
    lang="ar",
    direction="rtl",
    other_lang="en",
    other_name="English",
    product="تعليق",
    console="لوحة الإشراف",
    skip="إلى المحتوى",
    sign_out="تسجيل الخروج",
    no_second_factor="بيئة تطوير: يمكن هنا تأجيل العامل الثاني للدخول، فلا تضع فيها تعليقات حقيقية.",
    email="البريد الإلكتروني",
    password="كلمة المرور",  # noqa: S106 - a label
    show_password="إظهار كلمة المرور",  # noqa: S106 - a label
    password_rule="من {least} إلى {most} حرفاً. جملة لا يعرفها غيرك أسهل حفظاً من رموز متفرقة.",  # noqa: S106
    invitation_title="أهلاً بك في لوحة الإشراف",
    invitation_lead="اختر كلمة المرور التي ستدخل بها بعد الآن. يعمل هذا الرابط مرة واحدة.",
    invitation_button="حفظ والدخول",
    sign_in_title="تسجيل الدخول",
    sign_in_button="دخول",
    sign_in_failed=(
        "البريد الإلكتروني أو كلمة المرور غير صحيحة. بعد محاولات خاطئة متتالية "
        "تتوقف المحاولات مدة قد تصل إلى ربع ساعة."
    ),
    sign_in_no_link="نسيت كلمة المرور؟ يرسل إليك مدير الموقع رابط دخول جديداً.",
    spent_title="لم يعد هذا الرابط صالحاً",
    spent_lead="يعمل رابط الدخول مرة واحدة، وخلال 24 ساعة من إنشائه.",
    spent_remedy="للحصول على رابط جديد يكتب مدير الموقع على الخادم:",
    to_sign_in="لديك كلمة مرور؟ سجّل الدخول",
    queue_title="بانتظار القرار",
    queue_lead="الأشد حاجة إلى النظر أولاً.",
    queue_more="التعليقات التالية",
    queue_first_page="العودة إلى أول القائمة",
    queue_empty_title="لا تعليق بانتظار قرارك",
    queue_empty_lead="ما تشك فيه الفحوص يظهر هنا مع أسبابه. حدّث الصفحة لترى الجديد.",
    queue_past_end="لا مزيد بعد هذه الصفحة.",
    queue_reload="تحديث",
    queue_demo="اكتب تعليقاً في صفحة التجربة",
    keys="للوحة المفاتيح: A نشر، R رفض، J التالي، K السابق.",
    read_only="دورك «مطّلع»: ترى التعليقات ولا تقرّر فيها.",
    under="على مقال",
    in_reply_to="رداً على",
    findings="ما وجدته الفحوص",
    first_comment="أول تعليق لهذا الكاتب",
    author_counts="سابقاً: نُشر {published}، رُفض {rejected}",
    author_site="موقع الكاتب",
    network="الشبكة",
    edited="عُدّل بعد إرساله",
    priority="الأولوية {number} من 100",
    waiting="ينتظر منذ {age}",
    just_now="ينتظر منذ أقل من دقيقة",
    claimed_by_other="يعمل زميل على هذا التعليق الآن.",
    claimed_by_you="هذا التعليق محجوز لك.",
    approve="نشر",
    reject="رفض",
    reason="سبب الرفض",
    choose_reason="اختر سبباً…",
    present_text="نصه الآن:",
    back_to_queue="العودة إلى القائمة",
    outcomes={
        "done": "نُفِّذ قرارك: التعليق {state}.",
        "unchanged": "لم يتغير شيء: التعليق {state} من قبل.",
        "decision.stale": "لم يُنفَّذ قرارك لأن التعليق تغيّر بعد أن قرأته. هو الآن {state}.",
        "case.claimed": "لم يُنفَّذ قرارك: يعمل زميل على هذا التعليق الآن.",
        "reason.required": "لم يُنفَّذ قرارك: اختر سبب الرفض، فالقارئ يُخبَر به.",
        "other": "لم يُنفَّذ قرارك. التعليق الآن {state}.",
    },
    states={
        "pending": "قيد الفحص",
        "held": "بانتظار القرار",
        "published": "منشور",
        "rejected": "مرفوض",
        "removed": "مُزال بعد النشر",
        "withdrawn": "مسحوب من كاتبه",
        "erased": "محذوف ببياناته",
    },
)

_ENGLISH = ConsoleTexts(
    lang="en",
    direction="ltr",
    other_lang="ar",
    other_name="العربية",
    product="Taliq",
    console="Moderation",
    skip="To the content",
    sign_out="Sign out",
    no_second_factor="Development: the second factor for signing in may be put off here, so keep real comments out.",
    email="E-mail address",
    password="Password",  # noqa: S106 - a label
    show_password="Show password",  # noqa: S106 - a label
    password_rule="{least} to {most} characters. A sentence only you know is easier to keep than a jumble.",  # noqa: S106
    invitation_title="Welcome to the console",
    invitation_lead="Choose the password that you will sign in with from now on. This link works once.",
    invitation_button="Save and sign in",
    sign_in_title="Sign in",
    sign_in_button="Sign in",
    sign_in_failed=(
        "The e-mail address or the password is not right. After several wrong attempts "
        "new ones are paused for up to a quarter of an hour."
    ),
    sign_in_no_link="Forgot your password? An administrator can send you a new sign-in link.",
    spent_title="This link does not work any more",
    spent_lead="A sign-in link works once, within 24 hours of being made.",
    spent_remedy="For a new one, an administrator runs this on the server:",
    to_sign_in="You have a password? Sign in",
    queue_title="Waiting for a decision",
    queue_lead="What needs eyes most comes first.",
    queue_more="Next comments",
    queue_first_page="Back to the top of the queue",
    queue_empty_title="Nothing is waiting for you",
    queue_empty_lead="Comments that the checks doubt appear here with the reasons. Reload to see new ones.",
    queue_past_end="There is nothing more after this page.",
    queue_reload="Reload",
    queue_demo="Write a comment on the demo page",
    keys="Keys: A approve, R reject, J next, K previous.",
    read_only="Your role is viewer: you see the comments and decide nothing.",
    under="On",
    in_reply_to="In reply to",
    findings="What the checks found",
    first_comment="First comment",
    author_counts="Before: {published} published, {rejected} rejected",
    author_site="Website",
    network="Network",
    edited="Edited after it was sent",
    priority="Priority {number} of 100",
    waiting="Waiting for {age}",
    just_now="Waiting for less than a minute",
    claimed_by_other="A colleague is working on this comment.",
    claimed_by_you="This comment is claimed for you.",
    approve="Approve",
    reject="Reject",
    reason="Reason for rejecting",
    choose_reason="Choose a reason…",
    present_text="Its text now:",
    back_to_queue="Back to the queue",
    outcomes={
        "done": "Done: the comment is {state}.",
        "unchanged": "Nothing changed: the comment is {state} already.",
        "decision.stale": (
            "Your decision was not carried out, because the comment changed after you read it. "
            "It is {state} now."
        ),
        "case.claimed": "Your decision was not carried out: a colleague is working on this comment.",
        "reason.required": "Your decision was not carried out: choose a reason; the reader is told.",
        "other": "Your decision was not carried out. The comment is {state} now.",
    },
    states={
        "pending": "being checked",
        "held": "waiting for a decision",
        "published": "published",
        "rejected": "rejected",
        "removed": "removed after publication",
        "withdrawn": "withdrawn by its author",
        "erased": "erased",
    },
)

_TEXTS = {"ar": _ARABIC, "en": _ENGLISH}


def console_texts(language: str) -> ConsoleTexts:
    """The texts of `ar` or `en`."""
    return _TEXTS[language]
