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
)


def account_texts(language: str) -> AccountTexts:
    """The texts in `ar` or `en`."""
    return _ENGLISH if language == "en" else _ARABIC
