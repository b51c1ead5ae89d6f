"""Words of the frame and of the queue around its cards: (Arabic, English)."""

DESK = {
    "nav": ("أقسام اللوحة", "Sections"),
    "nav_queue": ("القائمة", "Queue"),
    "undo": ("تراجع", "Undo"),
    "undone": ("تُراجع عن القرار: التعليق {state}.", "Taken back: the comment is {state}."),
    "decided_meanwhile": ("قُرّر فيه قبلك: التعليق {state}.", "Decided before you came to it: {state}."),
    "news": ("وصل {count}", "New: {count}"),
    "news_many": ("وصل {number} تعليقاً أو أكثر", "New: {number} comments or more"),
    # keys
    "keys_button": ("الاختصارات", "Keys"),
    "help_title": ("اختصارات لوحة المفاتيح", "Keyboard"),
    "help_lead": (
        "تعمل بمواضع المفاتيح، فلا يلزم تبديل لوحة المفاتيح إلى الإنجليزية.",
        "Keys count by their place, so they work in every layout.",
    ),
    "close": ("إغلاق", "Close"),
    "key.next": ("التعليق التالي", "Next comment"),
    "key.previous": ("التعليق السابق", "Previous comment"),
    "key.approve": ("نشر", "Approve"),
    "key.reject": ("رفض بالسبب المختار، أو اختيار سبب", "Reject for the reason chosen, or choose one"),
    "key.reason": ("رفض بسبب آخر", "Reject for another reason"),
    "key.spam": ("رفض لأنه مزعج", "Reject as spam"),
    "key.trash": ("رفض ما ينتظر، أو إزالة المنشور", "Reject what waits, remove what is published"),
    "key.undo": ("تراجع عن آخر قرار، أو سحب المنشور إلى القائمة", "Undo the last decision, or unapprove"),
    "key.restore": ("تراجع، أو استعادة المرفوض", "Undo, or restore what was turned down"),
    "key.hold": ("سحب المنشور إلى القائمة", "Hold what is published"),
    "key.escalate": ("رفع إلى مشرف أقدم", "Escalate"),
    "key.cover": ("نشر مع تغطية جزء", "Publish with a part covered"),
    "key.search": ("البحث", "Search"),
    "key.pick": ("اختيار التعليق", "Pick the comment"),
    "key.pick_all": ("اختيار كل ما في الصفحة", "Pick all on the page"),
    "key.bulk": ("نشر المختار، أو رفضه مزعجاً، أو رفضه بسبب", "Approve, spam or reject what is picked"),
    "key.unfold": ("فتح النص القاسي أو طيّه", "Unfold or fold a severe text"),
    "key.open": ("كل شيء عن التعليق", "Everything about the comment"),
    "key.help": ("هذه الورقة", "This sheet"),
    "key.leave": ("إغلاق", "Close"),
}

SCRIPT = {
    "sending": ("يُرسل قرارك…", "Sending your decision…"),
    "undo": ("تراجع", "Undo"),
    "undoing": ("يُتراجع عن القرار…", "Taking it back…"),
    "offline_one": (
        "لا اتصال بالخادم. قرار واحد محفوظ في هذا المتصفح ويُرسل حين يعود الاتصال.",
        "No connection. One decision is kept in this browser and will be sent when it is back.",
    ),
    "offline_two": (
        "لا اتصال بالخادم. قراران محفوظان في هذا المتصفح ويُرسلان حين يعود الاتصال.",
        "No connection. Two decisions are kept in this browser and will be sent when it is back.",
    ),
    "offline_few": (
        "لا اتصال بالخادم. {number} قرارات محفوظة في هذا المتصفح وتُرسل حين يعود الاتصال.",
        "No connection. {number} decisions are kept in this browser and will be sent when it is back.",
    ),
    "offline_many": (
        "لا اتصال بالخادم. {number} قراراً محفوظة في هذا المتصفح وتُرسل حين يعود الاتصال.",
        "No connection. {number} decisions are kept in this browser and will be sent when it is back.",
    ),
    "offline_other": (
        "لا اتصال بالخادم. {number} قرار محفوظة في هذا المتصفح وتُرسل حين يعود الاتصال.",
        "No connection. {number} decisions are kept in this browser and will be sent when it is back.",
    ),
    "signed_out": (
        "انتهت جلستك. قراراتك محفوظة في هذا المتصفح وتُرسل حين تسجّل الدخول من جديد.",
        "Your session has ended. Your decisions are kept in this browser and will be sent when you sign in again.",
    ),
    "sign_in": ("تسجيل الدخول", "Sign in"),
    "present_text": ("نصه الآن:", "Its text now:"),
    "edited_now": (
        "عدّل الكاتب نصه الآن. هذه صيغته الجديدة.",
        "The author has just edited it. This is the new text.",
    ),
    "nothing_to_undo": ("لا قرار حديثاً يُتراجع عنه.", "There is no recent decision to undo."),
    "picked_one": ("تعليق واحد مختار", "1 comment picked"),
    "picked_two": ("تعليقان مختاران", "2 comments picked"),
    "picked_few": ("{number} تعليقات مختارة", "{number} comments picked"),
    "picked_many": ("{number} تعليقاً مختاراً", "{number} comments picked"),
    "picked_other": ("{number} تعليق مختار", "{number} comments picked"),
    "last_card": ("هذا آخر تعليق في الصفحة.", "This is the last comment on the page."),
    "too_late": ("رفض الخادم هذا القرار: {detail}", "The server refused this decision: {detail}"),
}
"""What the page's scripts say; they are handed over with the page."""

HELP = (
    ("J", "key.next"),
    ("K", "key.previous"),
    ("A", "key.approve"),
    ("R", "key.reject"),
    ("Shift R", "key.reason"),
    ("S", "key.spam"),
    ("D", "key.trash"),
    ("U", "key.undo"),
    ("Z", "key.restore"),
    ("H", "key.hold"),
    ("E", "key.escalate"),
    ("C", "key.cover"),
    ("O", "key.open"),
    ("/", "key.search"),
    ("X", "key.pick"),
    ("Shift X", "key.pick_all"),
    ("Shift A S D", "key.bulk"),
    ("V", "key.unfold"),
    ("?", "key.help"),
    ("Esc", "key.leave"),
)
"""Keys by their place on a Latin keyboard, and what they do."""
