"""A newsroom's afternoon, made through the public doors: articles, comments, a campaign, an edit, decisions.

All texts are our own.
"""

from itertools import count
from typing import Any

from config.settings import Settings
from service.store.engine import Store
from tests.support.product import Product, until
from tests.support.rows import an_edit

ARTICLES = {
    "port-tram": {
        "title": "ترام الميناء يعود إلى العمل بعد عشرين عاماً",
        "lead": "تبدأ الرحلات الأولى صباح الأحد على خط واحد من ثماني محطات، والتذكرة مجانية في الشهر الأول.",
        "url": "https://news.example/port-tram",
        "section": "المدينة",
    },
    "school-meals": {
        "title": "وجبات ساخنة في المدارس من الفصل المقبل",
        "lead": "تشمل المرحلة الأولى مئة وعشرين مدرسة، وتقول الوزارة إن الكلفة من موازنتها.",
        "url": "https://news.example/school-meals",
        "section": "تعليم",
    },
    "harbour-light": {
        "title": "The harbour light is burning again",
        "lead": "After two winters of repairs the keepers' cottage opens as a small museum.",
        "url": "https://news.example/harbour-light",
        "section": "Region",
    },
}
GOOD = (
    "خبر جميل، كنت أركبه مع جدي إلى السوق كل جمعة.",
    "هل ستكون المحطات مهيأة للكراسي المتحركة؟",
    "شكراً على المقال، ينقصه موعد آخر رحلة في المساء.",
    "أرجو أن يمتد الخط إلى الجامعة أيضاً.",
)
HELD = (
    ("port-tram", "سامر", "أنت كاتب غبي يا كلب، لم تركب الترام في حياتك"),
    ("port-tram", "ليان", "للتواصل ومعرفة المواعيد اتصلوا بي على ٠٩٣٣ ١٢٣ ٤٥٦ أو 0944123456"),
    ("school-meals", "رامي الحسن", "تمويل سريع بدون كفيل ارسل لنا على الخاص https://bit.example/loan"),
    ("school-meals", "منى", "حسبي الله على كل مسؤول حـ.ـقـ.ـيـ.ـر مثلك يا حمار"),
    ("harbour-light", "بلال", "سأقتلك يا كلب، أعرف أين تسكن"),
    ("harbour-light", "Karim", "You are an idiot and everyone in your town knows it"),
)
CAMPAIGN = "اربح هاتفاً جديداً اليوم سجّل في القناة قبل نفاد الكمية والعرض محدود جداً"
LONG = "لا بد من قول الحقيقة كاملة لمن يريد أن يقرأ، وهذه ملاحظاتي على الخط محطة محطة. " * 40
_numbers = count(1)


def fill(product: Product) -> None:
    """Make all of it, and wait until everything is checked."""
    key = {"Authorization": f"Bearer {product.key('moderate')}"}
    for name, article in ARTICLES.items():
        product.request("PUT", f"/v1/moderation/articles/{name}", article, headers=key)
    salma = _history(product, key)
    parent = _send(product, "port-tram", "ليث", "من يعرف ثمن الاشتراك الشهري؟")
    until(lambda: product.state(parent) == "published", within_s=30)
    made = [_send(product, *each) for each in HELD]
    made.append(
        _send(product, "port-tram", "وائل", "اسكت يا تافه يا حقير، لا أحد سألك", parent_id=parent["id"])
    )
    made.append(_send(product, "port-tram", "سلمى", "يا حمار هذا ليس ترام هذا باص", **salma))
    made.append(_send(product, "school-meals", "هدى", f"{LONG} يا كلب"))
    made.append(_edited(product))
    made += [_send(product, "school-meals", f"زائر {number}", f"{CAMPAIGN} {number}") for number in range(7)]
    for each in made:
        product.decided(each)


def _history(product: Product, key: dict[str, str]) -> dict[str, Any]:
    """Somebody whose earlier comments people have decided on; returns what proves to be the same author."""
    known: dict[str, Any] = {"author_email": "salma.h@reader.example"}
    for body in GOOD:
        made = _send(product, "school-meals", "سلمى", body, **known)
        known["author_token"] = made["author_token"]
        product.decided(made)
    for body in ("يا كلب اسكت", "أنت حمار كبير"):
        made = _send(product, "school-meals", "سلمى", body, **known)
        product.decided(made)
        decision = {"comment_id": made["id"], "revision": 1, "action": "reject", "reason": "abuse.insult"}
        product.post("/v1/moderation/decisions", {"decisions": [decision]}, headers=key)
    return known


def _edited(product: Product) -> dict[str, Any]:
    made = _send(product, "school-meals", "نور", "الوجبات فكرة غبية وأنتم كلاب وأشكر نفسي عليها")
    product.decided(made)
    text = "الوجبات فكرة متعجلة وأنتم كلاب، وأشكر نفسي عليها"
    store = Store(Settings.from_env(product.settings).database_url)
    with store.transaction() as db:
        an_edit(db, made["id"], text)
    store.close()
    return made


def _send(product: Product, article: str, name: str, body: str, **fields: Any) -> Any:
    fields.setdefault("author_email", f"reader{next(_numbers)}@reader.example")
    return product.comment(article, body, author_name=name, **fields)
