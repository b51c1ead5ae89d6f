"""The texts of signing in, of one's own settings and of people, in Arabic and English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoorTexts:
    """These pages in one language. Braces name what a sentence needs.

    notices: why somebody stands at the door, by the `notice` of the address.
    """

    notices: Mapping[str, str]


_ARABIC = DoorTexts(
    notices={
        "ended": "انتهت جلستك. سجّل الدخول لتتابع.",
        "out": "سجّلت الخروج.",
        "elsewhere": "أُنهيت هذه الجلسة من جهاز آخر سجّلت الدخول فيه. إن لم تكن أنت من أنهاها فغيّر كلمة المرور.",
        "admin": "أنهى مدير الموقع هذه الجلسة. راجعه إن رأيت في ذلك خطأ.",
        "security": "تغيّرت بيانات دخولك أو دورك، فأُنهيت الجلسات المفتوحة. سجّل الدخول لتتابع.",
    },
)

_ENGLISH = DoorTexts(
    notices={
        "ended": "Your session has ended. Sign in to go on.",
        "out": "You have signed out.",
        "elsewhere": "This session was ended from another of your devices. If that was not you, change your password.",
        "admin": "An administrator ended this session. Ask them if you think that is a mistake.",
        "security": "How you sign in, or your role, has changed, so open sessions were ended. Sign in to go on.",
    },
)


def door_texts(language: str) -> DoorTexts:
    """The texts in `ar` or `en`."""
    return _ENGLISH if language == "en" else _ARABIC
