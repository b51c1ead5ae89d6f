"""The texts of one's own settings and of people, in Arabic and English."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.checks.plurals import Noun

CODES = Noun("رمز واحد", "رمزان", "رموز", "رمزاً", "رمز", ("code", "codes"))
ATTEMPTS = Noun(
    "محاولة خاطئة واحدة",
    "محاولتان خاطئتان",
    "محاولات خاطئة",
    "محاولة خاطئة",
    "محاولة خاطئة",
    ("wrong attempt", "wrong attempts"),
)


@dataclass(frozen=True, slots=True)
class AccountTexts:
    """These pages in one language. Braces name what a sentence needs.

    roles: a role as one word. done: what just happened, by the `done` of the address.
    """

    lang: str
    account: str
    people: str
    address: str
    role: str
    roles: Mapping[str, str]
    done: Mapping[str, str]
    password_title: str
    password_lead: str
    password_new: str
    password_button: str
    factor_title: str
    factor_off: str
    factor_on: str
    factor_add: str
    factor_replace: str
    factor_remove: str
    codes_title: str
    codes_left: str
    codes_none: str
    codes_renew: str
    codes_renew_hint: str
    sessions_title: str
    this_session: str
    unknown_device: str
    last_seen: str
    seen_now: str
    never_seen: str
    end_session: str
    end_others: str
    attempts: str
    role_duties: Mapping[str, str]
    person_states: Mapping[str, str]
    with_factor: str
    without_factor: str
    you: str
    invite_title: str
    invite_button: str
    link_for: str
    link_once: str
    manage: str
    change_role: str
    make_link: str
    reset_factor: str
    disable: str
    enable: str
    last_admin: str


_ARABIC = AccountTexts(
    lang="ar",
    account="حسابي",
    people="المشرفون",
    address="البريد الإلكتروني",
    role="الدور",
    roles={"admin": "مدير", "editor": "محرّر", "moderator": "مشرف", "viewer": "مطّلع"},
    done={
        "authenticator_removed": "أُزيل تطبيق المصادقة، وأُنهيت جلساتك الأخرى.",
        "authenticator_added": "فُعّل تطبيق المصادقة، وأُنهيت جلساتك الأخرى.",
        "session_ended": "أُنهيت الجلسة.",
        "sessions_ended": "أُنهيت جلساتك الأخرى.",
        "role_changed": "تغيّر الدور، ويسجّل صاحبه الدخول من جديد.",
        "disabled": "أُوقف الحساب وأُنهيت جلساته.",
        "enabled": "أُعيد تفعيل الحساب.",
        "factor_reset": "أُلغي العامل الثاني، ويضيف صاحبه عاملاً جديداً حين يدخل.",
        "password_changed": "تغيّرت كلمة المرور، وأُنهيت جلساتك الأخرى.",
    },
    password_title="كلمة المرور",  # noqa: S106 - a label
    password_lead="تنتهي جلساتك الأخرى حين تغيّرها.",  # noqa: S106 - a label
    password_new="كلمة المرور الجديدة",  # noqa: S106 - a label
    password_button="تغيير كلمة المرور",  # noqa: S106 - a label
    factor_title="تطبيق المصادقة",
    factor_off="غير مفعّل.",
    factor_on="مفعّل: يُطلب رمزه بعد كلمة المرور.",
    factor_add="إضافة تطبيق مصادقة",
    factor_replace="الانتقال إلى هاتف آخر",
    factor_remove="إزالة",
    codes_title="رموز الاسترداد",
    codes_left="بقي لك {codes}.",
    codes_none="لم يبق لك أي رمز.",
    codes_renew="رموز جديدة",
    codes_renew_hint="تبطل الرموز القديمة.",
    sessions_title="الجلسات المفتوحة",
    this_session="هذه الجلسة",
    unknown_device="جهاز غير معروف",
    last_seen="آخر استعمال منذ {age}",
    seen_now="تُستعمل الآن",
    never_seen="لا جلسة في آخر 12 ساعة",
    end_session="إنهاء",
    end_others="إنهاء كل الجلسات الأخرى",
    attempts=("منذ دخولك السابق: {attempts} في دخول حسابك من متصفحات أخرى. إن لم تكن منك فغيّر كلمة المرور."),
    role_duties={
        "viewer": "يرى ولا يقرّر",
        "moderator": "يقرّر في التعليقات",
        "editor": "يضبط القوائم والسياسة أيضاً",
        "admin": "يدير المشرفين والإعدادات أيضاً",
    },
    person_states={
        "active": "نشط",
        "invited": "مدعو، لم يدخل بعد",
        "expired": "مدعو، انتهى رابطه",
        "disabled": "موقوف",
    },
    with_factor="بعامل ثانٍ",
    without_factor="من دون عامل ثانٍ",
    you="أنت",
    invite_title="دعوة مشرف",
    invite_button="دعوة",
    link_for="رابط الدخول لصاحب العنوان",
    link_once="انقله إليه بنفسك. يعمل مرة واحدة وخلال 24 ساعة، ولن يظهر هنا مرة أخرى.",
    manage="إدارة",
    change_role="تغيير الدور",
    make_link="رابط دخول جديد",
    reset_factor="إلغاء العامل الثاني",
    disable="إيقاف",
    enable="إعادة التفعيل",
    last_admin="هذا آخر مدير، فلا يُوقف ولا يتغيّر دوره قبل أن يصير غيره مديراً.",
)

_ENGLISH = AccountTexts(
    lang="en",
    account="My account",
    people="People",
    address="E-mail address",
    role="Role",
    roles={"admin": "Administrator", "editor": "Editor", "moderator": "Moderator", "viewer": "Viewer"},
    done={
        "authenticator_removed": "The authenticator app was removed, and your other sessions were ended.",
        "authenticator_added": "The authenticator app is on, and your other sessions were ended.",
        "session_ended": "The session was ended.",
        "sessions_ended": "Your other sessions were ended.",
        "role_changed": "The role was changed; the person signs in anew.",
        "disabled": "The account was disabled and its sessions ended.",
        "enabled": "The account is enabled again.",
        "factor_reset": "The second factor was reset; the person sets up a new one after signing in.",
        "password_changed": "The password was changed, and your other sessions were ended.",
    },
    password_title="Password",  # noqa: S106 - a label
    password_lead="Changing it ends your other sessions.",  # noqa: S106 - a label
    password_new="New password",  # noqa: S106 - a label
    password_button="Change password",  # noqa: S106 - a label
    factor_title="Authenticator app",
    factor_off="Off.",
    factor_on="On: its code is asked for after the password.",
    factor_add="Add an authenticator app",
    factor_replace="Move to another phone",
    factor_remove="Remove",
    codes_title="Recovery codes",
    codes_left="You have {codes} left.",
    codes_none="You have none left.",
    codes_renew="Make new codes",
    codes_renew_hint="The old ones stop working.",
    sessions_title="Open sessions",
    this_session="This session",
    unknown_device="Unknown device",
    last_seen="Last used {age} ago",
    seen_now="In use now",
    never_seen="No session in the last 12 hours",
    end_session="End",
    end_others="End all other sessions",
    attempts=(
        "Since you signed in before: {attempts} at your account from other browsers. If they were "
        "not yours, change your password."
    ),
    role_duties={
        "viewer": "sees, and decides nothing",
        "moderator": "decides on comments",
        "editor": "also sets lists and policy",
        "admin": "also manages people and settings",
    },
    person_states={
        "active": "Active",
        "invited": "Invited, not in yet",
        "expired": "Invited, link expired",
        "disabled": "Disabled",
    },
    with_factor="Second factor",
    without_factor="No second factor",
    you="You",
    invite_title="Invite somebody",
    invite_button="Invite",
    link_for="Sign-in link for",
    link_once="Hand it over yourself. It works once, within 24 hours, and is not shown here again.",
    manage="Manage",
    change_role="Change role",
    make_link="New sign-in link",
    reset_factor="Reset second factor",
    disable="Disable",
    enable="Enable again",
    last_admin=(
        "This is the last administrator: somebody else must become one before this one can be "
        "disabled or changed."
    ),
)


def account_texts(language: str) -> AccountTexts:
    """The texts in `ar` or `en`."""
    return _ENGLISH if language == "en" else _ARABIC
