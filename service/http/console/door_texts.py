"""The texts of signing in, in Arabic and English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoorTexts:
    """These pages in one language. Braces name what a sentence needs.

    notices: why somebody stands at the door, by the `notice` of the address.
    """

    notices: Mapping[str, str]
    step_title: str
    step_lead: str
    step_code: str
    step_hint: str
    step_button: str
    step_wrong: str
    step_paused: str
    step_other: str
    offer_title: str
    offer_lead: str
    offer_picture: str
    offer_secret: str
    offer_code: str
    offer_button: str
    offer_old: str
    later: str
    later_hint: str
    codes_title: str
    codes_lead: str
    codes_once: str
    codes_next: str
    confirm_title: str
    confirm_lead: str
    confirm_button: str
    confirm_wrong: str
    confirm_other: str


_ARABIC = DoorTexts(
    notices={
        "ended": "انتهت جلستك. سجّل الدخول لتتابع.",
        "out": "سجّلت الخروج.",
        "elsewhere": (
            "أُنهيت هذه الجلسة من جهاز آخر سجّلت الدخول فيه. إن لم تكن أنت من أنهاها فغيّر كلمة المرور."
        ),
        "admin": "أنهى مدير الموقع هذه الجلسة. راجعه إن رأيت في ذلك خطأ.",
        "security": "تغيّرت بيانات دخولك أو دورك، فأُنهيت الجلسات المفتوحة. سجّل الدخول لتتابع.",
        "step_over": "انقضى وقت الخطوة الثانية أو استُعملت من قبل. ابدأ من جديد.",
    },
    step_title="الخطوة الثانية",
    step_lead="أدخل الرمز الذي يعرضه تطبيق المصادقة الآن.",
    step_code="الرمز",
    step_hint=(
        "ستة أرقام تتغير كل نصف دقيقة. ضاع هاتفك؟ أدخل أحد رموز الاسترداد، وكل رمز منها يعمل مرة واحدة."
    ),
    step_button="دخول",
    step_wrong="الرمز غير صحيح أو استُعمل من قبل. انتظر الرمز التالي ثم أعد المحاولة.",
    step_paused="محاولات خاطئة كثيرة. انتظر قليلاً، وقد يطول ذلك إلى ربع ساعة، ثم أعد المحاولة.",
    step_other="الدخول بحساب آخر",
    offer_title="أضف عاملاً ثانياً",
    offer_lead=(
        "امسح هذا الرمز بتطبيق مصادقة على هاتفك، ثم أدخل الأرقام الستة التي يعرضها. بعد ذلك لا "
        "تكفي كلمة المرور وحدها لدخول حسابك."
    ),
    offer_picture="رمز مربع يقرؤه تطبيق المصادقة",
    offer_secret="تعذّر المسح؟ اكتب هذا المفتاح في التطبيق:",  # noqa: S106 - a label
    offer_code="الأرقام الستة",
    offer_button="تفعيل",
    offer_old="مضى على هذه الصفحة وقت طويل. امسح الرمز الجديد.",
    later="لاحقاً",
    later_hint="هذه بيئة تطوير، فيمكن تأجيل ذلك. في التشغيل الفعلي لا يدخل أحد بكلمة المرور وحدها.",
    codes_title="رموز الاسترداد",
    codes_lead=(
        "إن ضاع هاتفك فبأحد هذه الرموز تدخل. احفظها في مكان آمن بعيداً عن هذا الجهاز: كل رمز منها "
        "يعمل مرة واحدة."
    ),
    codes_once="لن تظهر هذه الرموز مرة أخرى.",
    codes_next="حفظتها، تابع",
    confirm_title="تأكيد هويتك",
    confirm_lead=(
        "ما تطلبه يغيّر طريقة دخولك، ومضى على دخولك أكثر من عشر دقائق. أدخل كلمة المرور مرة أخرى "
        "ثم أعد المحاولة."
    ),
    confirm_button="تأكيد",
    confirm_wrong=(
        "كلمة المرور غير صحيحة. بعد محاولات خاطئة متتالية تتوقف المحاولات مدة قد تصل إلى ربع ساعة."
    ),
    confirm_other="تدخل من دون كلمة مرور؟ سجّل الخروج ثم ادخل من جديد.",
)

_ENGLISH = DoorTexts(
    notices={
        "ended": "Your session has ended. Sign in to go on.",
        "out": "You have signed out.",
        "elsewhere": (
            "This session was ended from another of your devices. If that was not you, change your password."
        ),
        "admin": "An administrator ended this session. Ask them if you think that is a mistake.",
        "security": (
            "How you sign in, or your role, has changed, so open sessions were ended. Sign in to go on."
        ),
        "step_over": "The second step took too long or was used already. Begin again.",
    },
    step_title="Second step",
    step_lead="Enter the code that your authenticator app shows now.",
    step_code="Code",
    step_hint=(
        "Six digits that change every half minute. Lost your phone? Enter a recovery code; each works once."
    ),
    step_button="Sign in",
    step_wrong="The code is not right, or was used already. Wait for the next one and try again.",
    step_paused="Too many wrong codes. Wait a little, up to a quarter of an hour, and try again.",
    step_other="Sign in as somebody else",
    offer_title="Add a second factor",
    offer_lead=(
        "Scan this picture with an authenticator app on your phone, then enter the six digits "
        "that it shows. From then on the password alone does not open your account."
    ),
    offer_picture="Square code for an authenticator app",
    offer_secret="Cannot scan? Type this key into the app:",  # noqa: S106 - a label
    offer_code="The six digits",
    offer_button="Switch on",
    offer_old="This page was open for too long. Scan the new picture.",
    later="Later",
    later_hint=(
        "This is a development setting, so it may wait. In production nobody comes in by password alone."
    ),
    codes_title="Recovery codes",
    codes_lead=(
        "If you lose your phone, one of these lets you in. Keep them somewhere safe, away from "
        "this device: each works once."
    ),
    codes_once="They are not shown again.",
    codes_next="Saved them, go on",
    confirm_title="Show that it is you",
    confirm_lead=(
        "This changes how you sign in, and you signed in more than ten minutes ago. Enter your "
        "password once more, then try again."
    ),
    confirm_button="Confirm",
    confirm_wrong=(
        "The password is not right. After several wrong attempts new ones are paused for up to a "
        "quarter of an hour."
    ),
    confirm_other="You sign in without a password? Sign out, then sign in again.",
)


def door_texts(language: str) -> DoorTexts:
    """The texts in `ar` or `en`."""
    return _ENGLISH if language == "en" else _ARABIC
