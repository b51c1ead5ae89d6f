"""Counted nouns in Arabic and English, by the plural forms of each language (Unicode CLDR)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in the forms that a number asks for.

    one, two: the whole phrase, number included («رابط واحد», «رابطان»). few: behind 3..10;
    many: behind 11..99; other: behind 100, 101, 102 and fractions.
    """

    one: str
    two: str
    few: str
    many: str
    other: str
    english: tuple[str, str]

    def counted(self, number: int, language: str) -> str:
        """`number` with the noun, such as «٣ روابط» written with ASCII digits."""
        if language != "ar":
            return f"{number} {self.english[number != 1]}"
        if number in {1, 2}:
            return self.one if number == 1 else self.two
        rest = number % 100
        if 3 <= rest <= 10:
            return f"{number} {self.few}"
        return f"{number} {self.many if rest >= 11 else self.other}"


LINKS = Noun("رابط واحد", "رابطان", "روابط", "رابطًا", "رابط", ("link", "links"))
COMMENTS = Noun("تعليق واحد", "تعليقان", "تعليقات", "تعليقًا", "تعليق", ("comment", "comments"))
AUTHORS = Noun("كاتب واحد", "كاتبين", "كتّاب", "كاتبًا", "كاتب", ("author", "authors"))
ARTICLES = Noun("مقال واحد", "مقالين", "مقالات", "مقالًا", "مقال", ("article", "articles"))
PLACES = Noun("موضع واحد", "موضعين", "مواضع", "موضعًا", "موضع", ("place", "places"))
TIMES = Noun("مرة واحدة", "مرتين", "مرات", "مرة", "مرة", ("time", "times"))
WORDS = Noun("كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة", ("word", "words"))
HOURS = Noun("ساعة واحدة", "ساعتين", "ساعات", "ساعة", "ساعة", ("hour", "hours"))
SIGNS = Noun("محرف واحد", "محرفان", "محارف", "محرفًا", "محرف", ("character", "characters"))
