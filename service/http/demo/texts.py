"""Every text of the demo page in Arabic and English: the article, the form, the script's sentences.

The labels and notes of the Arabic form are WordPress's own, so that a reader
meets the form known from Arabic news sites.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ARTICLE_ID = "tram-returns"

Language = Literal["ar", "en"]


@dataclass(frozen=True, slots=True)
class Section:
    """heading: None for the text that opens the article."""

    heading: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One station of the line. after: the ride from the first station, in words."""

    name: str
    after: str


@dataclass(frozen=True, slots=True)
class DemoTexts:
    """The page in one language.

    labels: words of the template, by their use; script: sentences of the script, sent as JSON.
    Plural forms are named by CLDR category: `count_few`.
    """

    lang: Language
    direction: Literal["rtl", "ltr"]
    title: str
    kicker: str
    lead: str
    byline: str
    date: str
    sections: tuple[Section, ...]
    stops: tuple[Stop, ...]
    labels: Mapping[str, str]
    script: Mapping[str, str]


PUBLISHED_ON = "2026-11-23"

_ARABIC = DemoTexts(
    lang="ar",
    direction="rtl",
    title="ترام الميناء يعود إلى شارع البحر بعد تسعة وأربعين عاماً",
    kicker="المدينة",
    lead=(
        "تنطلق العربة الأولى فجر السبت من محطة الجمرك، وتحمل ركابها مجاناً حتى نهاية العام. "
        "ستة كيلومترات وثماني محطات، وذاكرة مدينة لم تنسَ صوت الجرس."
    ),
    byline="كتبت ليلى قاسم",
    date="الاثنين ٢٣ تشرين الثاني (نوفمبر) ٢٠٢٦",
    sections=(
        Section(
            None,
            (
                "«كان أبي يضبط ساعته على الترام، لا العكس»، تقول أمينة الخطيب وهي تشير من شرفتها إلى "
                "القضبان اللامعة أسفل البناية. عمرها واحد وسبعون عاماً، وآخر مرة سمعت فيها الجرس كانت في "
                "الثانية والعشرين. صباح السبت ستنزل لتقف على الرصيف نفسه، ومعها حفيدتها التي لم ترَ في "
                "حياتها عربة تسير على سكة.",
                "يصل الخط الجديد الجمرك بمحطة القطار عبر شارع البحر، على مسار يكاد يطابق القديم. تقطعه "
                "العربة في أربع وعشرين دقيقة، أي نصف ما تحتاج إليه الحافلة في ساعة الذروة. واستغرق العمل "
                "ثلاث سنوات ونصف السنة، بتأخر عام كامل عن الموعد الأول، وكلّف بحسب البلدية مئة وثمانين مليوناً.",
            ),
        ),
        Section(
            "أسماء على لوح خشبي",
            (
                "توقف الترام القديم في خريف ١٩٧٧، حين رأت البلدية أن المستقبل للسيارات. رُفعت الأسلاك في "
                "أسبوعين، وبقيت القضبان تحت الإسفلت إلى أن كشفتها جرافات المشروع. يقول مهندس الموقع سامر "
                "نصّار: «وجدناها سليمة كأنها صُبّت أمس. أبقينا منها أربعين متراً أمام سوق السمك، تحت زجاج، "
                "ليراها المارّة».",
                "ومن المستودع خرجت مفاجأة ثانية: العربة رقم ١٢، وعلى لوحها الخشبي أسماء حفرها جُباة "
                "متعاقبون بمفاتيحهم. رُمّمت في ورشة محلية، وستُعرض في محطة الجمرك.",
            ),
        ),
        Section(
            "المواعيد والأجرة",
            (
                "تسير العربات من الخامسة والنصف صباحاً إلى منتصف الليل، واحدة كل ثماني دقائق في الذروة وكل "
                "ربع ساعة في غيرها. ومع مطلع العام تصبح التذكرة موحدة، تصلح ساعة ونصف الساعة وتشمل "
                "الحافلات، وللطلاب ومن تجاوزوا الستين نصف الأجرة.",
            ),
        ),
        Section(
            "ما لم يُحسم بعد",
            (
                "لا يُجمع سكان الشارع على الترحيب. فقد خسر أصحاب المحال مئة وأربعين موقفاً للسيارات، ويقول "
                "وليد عبّود، صاحب متجر الأقمشة، إن مبيعاته هبطت إلى الثلث في أشهر الحفر: «قالوا سنعوّضكم، "
                "وما زلت أنتظر». وتردّ رئيسة لجنة النقل ندى شريف بأن التعويضات ستُصرف قبل نهاية العام، وبأن "
                "مرأباً يتسع لثلاثمئة سيارة سيُفتح خلف محطة القطار.",
                "أما السؤال الأكبر فهو ما بعد الخط الأول. رُسم على الخرائط خط ثانٍ إلى الأحياء الشرقية، حيث "
                "يسكن نصف أهل المدينة، لكن تمويله لم يُقَرّ. تقول شريف: «إذا امتلأت العربات هذا الشتاء صار "
                "جواب التمويل أسهل». أما أمينة الخطيب فلا تنتظر الجواب: «أنا سأملأ مقعدين يوم السبت».",
            ),
        ),
    ),
    stops=(
        Stop("الجمرك", "الانطلاق"),
        Stop("سوق السمك", "٣ دقائق"),
        Stop("المنارة", "٦ دقائق"),
        Stop("الكورنيش", "٩ دقائق"),
        Stop("المكتبة", "١٣ دقيقة"),
        Stop("المستشفى", "١٦ دقيقة"),
        Stop("الجامعة", "٢٠ دقيقة"),
        Stop("محطة القطار", "٢٤ دقيقة"),
    ),
    labels={
        "paper": "المرفأ",
        "paper_line": "جريدة المدينة وأهلها",
        "other_language": "English",
        "to_comments": "إلى التعليقات",
        "line": "الخط الأول، محطة بعد محطة",
        "comments": "التعليقات",
        "older": "المزيد من التعليقات",
        "form_title": "اترك تعليقاً",
        "email_note": "لن يتم نشر عنوان بريدك الإلكتروني.",
        "required_note": "الحقول الإلزامية مشار إليها بـ",
        "name": "الاسم",
        "email": "البريد الإلكتروني",
        "url": "الموقع الإلكتروني",
        "comment": "التعليق",
        "trap": "اترك هذا الحقل فارغاً",
        "submit": "إرسال التعليق",
        "cancel_reply": "إلغاء الرد",
        "no_script": "يحتاج عرض التعليقات وإرسالها في هذه الصفحة إلى تفعيل جافاسكربت في متصفحك.",
        "footnote": "المرفأ جريدة متخيَّلة، ومدينتها كذلك. كُتبت هذه الصفحة لتجربة تعليق.",
    },
    script={
        "loading": "يجري تحميل التعليقات…",
        "load_failed": "تعذّر تحميل التعليقات.",
        "try_again": "إعادة المحاولة",
        "closed": "التعليقات مغلقة.",
        "count_zero": "لا تعليقات بعد.",
        "count_one": "تعليق واحد",
        "count_two": "تعليقان",
        "count_few": "{n} تعليقات",
        "count_many": "{n} تعليقاً",
        "count_other": "{n} تعليق",
        "reply": "رد",
        "reply_to": "رد على {name}",
        "replying_to": "اترك رداً على {name}",
        "edited": "مُعدَّل",
        "masked": "حُجب جزء من هذا التعليق.",
        "removed": "حُذف هذا التعليق.",
        "sending": "يجري الإرسال…",
        "unreachable": "تعذّر الوصول إلى الخادم. لم يُرسل تعليقك؛ حاول مرة أخرى.",
        "your_comment": "تعليقك",
        "published": "نُشر تعليقك.",
    },
)

_ENGLISH = DemoTexts(
    lang="en",
    direction="ltr",
    title="After forty-nine years, the harbour tram returns to Sea Street",
    kicker="City",
    lead=(
        "The first car leaves Customs House at dawn on Saturday, and rides are free until the end of the "
        "year. Six kilometres, eight stops, and a city that never forgot the sound of the bell."
    ),
    byline="By Layla Qasim",
    date="Monday, 23 November 2026",
    sections=(
        Section(
            None,
            (
                "“My father set his watch by the tram, never the other way round,” says Amina al-Khatib, "
                "pointing from her balcony at the bright rails below. She is seventy-one and was twenty-two "
                "when she last heard the bell. On Saturday morning she will go down and stand on the same "
                "pavement, with a granddaughter who has never seen a car run on rails.",
                "The new line joins Customs House to the railway station along Sea Street, on very nearly "
                "the old route. The ride takes twenty-four minutes, half of what the bus needs at rush hour. "
                "The work took three and a half years, one year longer than promised, and cost 180 million "
                "by the city’s own figures.",
            ),
        ),
        Section(
            "Names on a wooden board",
            (
                "The old tram stopped in the autumn of 1977, when the city decided that the future belonged "
                "to cars. The wires came down within two weeks; the rails stayed under the asphalt until "
                "this project’s diggers found them. “They were sound, as if cast yesterday,” says the site "
                "engineer, Samer Nassar. “We kept forty metres in front of the fish market, under glass, "
                "for people walking by.”",
                "The depot held a second surprise: car number 12, its wooden board cut with the names of "
                "conductors who had scratched them there with their keys. A local workshop has restored "
                "it, and it will stand in Customs House station.",
            ),
        ),
        Section(
            "Times and fares",
            (
                "Cars run from half past five in the morning until midnight, every eight minutes at rush "
                "hour and every quarter of an hour otherwise. From the new year a single ticket is good for "
                "ninety minutes, buses included; students and people over sixty pay half.",
            ),
        ),
        Section(
            "What is not settled",
            (
                "Not everyone on the street is glad. Shopkeepers lost 140 parking spaces, and Walid Abboud, "
                "who sells cloth, says his takings fell to a third during the digging: “They said we would "
                "be compensated. I am still waiting.” Nada Sharif, who chairs the transport committee, "
                "answers that payments will be made before the year is out, and that a garage for three "
                "hundred cars will open behind the railway station.",
                "The larger question is what comes after. A second line is drawn on the maps, to the "
                "eastern districts where half the city lives, but its money has not been voted. “If the cars "
                "are full this winter, that answer gets easier,” says Sharif. Amina al-Khatib is not waiting "
                "for the answer. “I will fill two seats on Saturday.”",
            ),
        ),
    ),
    stops=(
        Stop("Customs House", "departs"),
        Stop("Fish Market", "3 min"),
        Stop("Lighthouse", "6 min"),
        Stop("Corniche", "9 min"),
        Stop("Library", "13 min"),
        Stop("Hospital", "16 min"),
        Stop("University", "20 min"),
        Stop("Railway Station", "24 min"),
    ),
    labels={
        "paper": "Al Marfa",
        "paper_line": "The city’s paper",
        "other_language": "العربية",
        "to_comments": "To the comments",
        "line": "Line 1, stop by stop",
        "comments": "Comments",
        "older": "More comments",
        "form_title": "Leave a comment",
        "email_note": "Your email address will not be published.",
        "required_note": "Required fields are marked",
        "name": "Name",
        "email": "Email",
        "url": "Website",
        "comment": "Comment",
        "trap": "Leave this field empty",
        "submit": "Post comment",
        "cancel_reply": "Cancel reply",
        "no_script": "Reading and sending comments on this page needs JavaScript.",
        "footnote": "Al Marfa is an invented paper in an invented city. This page exists to try Taliq.",
    },
    script={
        "loading": "Loading comments…",
        "load_failed": "The comments could not be loaded.",
        "try_again": "Try again",
        "closed": "Comments are closed.",
        "count_zero": "No comments yet.",
        "count_one": "One comment",
        "count_two": "{n} comments",
        "count_few": "{n} comments",
        "count_many": "{n} comments",
        "count_other": "{n} comments",
        "reply": "Reply",
        "reply_to": "Reply to {name}",
        "replying_to": "Reply to {name}",
        "edited": "edited",
        "masked": "Part of this comment is covered.",
        "removed": "This comment was removed.",
        "sending": "Sending…",
        "unreachable": "The server cannot be reached. Your comment was not sent; try again.",
        "your_comment": "Your comment",
        "published": "Your comment is published.",
    },
)

_BY_LANGUAGE: Mapping[str, DemoTexts] = {"ar": _ARABIC, "en": _ENGLISH}


def demo_texts(language: str | None) -> DemoTexts:
    """The page in `language`; in Arabic where there is none or another is asked for."""
    return _BY_LANGUAGE.get(language or "ar", _ARABIC)
