"""Variants of one text, as campaigns write them: seeded, so that every run sees the same."""

import random
from collections.abc import Callable

CALL = (
    "يا جماعة انتبهوا جيدا، شركة النجم الأزرق للاستثمار نصبت على عائلتي وسرقت كل ما ادخرناه خلال عشر سنوات، "
    "لا تصدقوا إعلاناتها ولا موظفيها الذين يتصلون بكم كل مساء، انشروا هذه الرسالة في كل مكان وطالبوا الحكومة "
    "بإغلاق مكاتبها فورا قبل أن يخسر غيرنا بيته وماله"
)
_OTHER_WORDS = {
    "جماعة": ["ناس", "إخوان", "شباب"],
    "انتبهوا": ["احذروا", "تنبهوا"],
    "جيدا": ["كثيرا", "من فضلكم"],
    "عائلتي": ["أهلي", "والدي", "جيراننا"],
    "سرقت": ["نهبت", "أخذت"],
    "ادخرناه": ["جمعناه", "وفرناه"],
    "تصدقوا": ["تثقوا في"],
    "مساء": ["يوم", "صباح"],
    "الرسالة": ["الكلمات", "الحقيقة"],
    "الحكومة": ["الوزارة", "الشرطة"],
    "فورا": ["حالا", "اليوم"],
}
_NAMES = ["النجم الأزرق", "النجم الأزرق الدولية", "النجمة الزرقاء", "نجم أزرق"]
_NUMBERS = ["عشر", "عشرين", "خمس", "10", "١٥", "7"]
_EMOJI = "😡🔥🚨⚠️👇💔😱📢"
_LOOK_ALIKE = str.maketrans("كيه", "کیہ")
_MARKS = "\u064b\u064c\u064e\u064f\u0650\u0651\u0652"


def variants(count: int, seed: int = 1, text: str = CALL) -> list[str]:
    """`count` different variants: words and names changed and moved, signs and disguises added."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        made[_variant(text, chance)] = None
    return list(made)


def _variant(text: str, chance: random.Random) -> str:
    text = text.replace("النجم الأزرق", chance.choice(_NAMES)).replace("عشر", chance.choice(_NUMBERS))
    words = [_other(word, chance) for word in text.split()]
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(words) - 1)
        words[place], words[place + 1] = words[place + 1], words[place]
    for _ in range(chance.randint(0, 2)):
        del words[chance.randrange(len(words))]
    for disguise in chance.sample(_DISGUISES, chance.randint(0, 2)):
        words = [disguise(word, chance) for word in words]
    for _ in range(chance.randint(0, 4)):
        words.insert(chance.randrange(len(words)), chance.choice(_EMOJI))
    return " ".join(words) + "!" * chance.randint(0, 4)


def _other(word: str, chance: random.Random) -> str:
    known = _OTHER_WORDS.get(word.strip("،"))
    return chance.choice(known) if known and chance.random() < 0.4 else word


def _lengthened(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return (
        word[: place + 1] + word[place] * chance.randint(2, 5) + word[place + 1 :] if _lucky(chance) else word
    )


def _stretched(word: str, chance: random.Random) -> str:
    return "ـ".join(word) if len(word) > 3 and _lucky(chance) else word


def _marked(word: str, chance: random.Random) -> str:
    return "".join(letter + chance.choice(_MARKS) for letter in word) if _lucky(chance) else word


def _spaced(word: str, chance: random.Random) -> str:
    return " ".join(word) if len(word) > 3 and _lucky(chance) else word


def _dotted(word: str, chance: random.Random) -> str:
    return ".".join(word) if len(word) > 3 and _lucky(chance) else word


def _hidden(word: str, chance: random.Random) -> str:
    return "\u200b".join(word) if _lucky(chance) else word


def _starred(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() > 0.15:
        return word
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + "*" + word[place + 1 :]


def _foreign(word: str, _chance: random.Random) -> str:
    return word.translate(_LOOK_ALIKE)


def _lucky(chance: random.Random) -> bool:
    return chance.random() < 0.3


_DISGUISES: list[Callable[[str, random.Random], str]] = [
    _lengthened,
    _stretched,
    _marked,
    _spaced,
    _dotted,
    _hidden,
    _starred,
    _foreign,
]
