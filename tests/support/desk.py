"""What people decided, and models trained on a few texts, for tests of learning from the desk."""

from datetime import date
from pathlib import Path

from service.checks.features import FeatureSettings
from service.checks.models import Models
from service.learn.fit import is_held_out
from service.learn.rows import Row
from service.learn.train import TrainOptions, train
from service.store.engine import Db
from tests.support.deciding import decide_one
from tests.support.held import a_held_comment

SMALL = TrainOptions(settings=FeatureSettings(bits=12))


def decided(db: Db, body: str, action: str, reason: str | None = None) -> str:
    """A comment that was held and that a moderator decided on."""
    made = a_held_comment(db, body)
    assert decide_one(db, made, action, **({"reason": reason} if reason else {})).status == "done"
    return made


def texts_like(text: str, count: int, *, kept_apart: bool) -> list[str]:
    """Numbered variants, all of the tenth that is kept apart or none of it."""
    found, number = [], 0
    while len(found) < count:
        number += 1
        variant = f"{text} {number}"
        if is_held_out(Row(variant, {}, "desk", None, None)) is kept_apart:
            found.append(variant)
    return found


def rows_against(word: str, *harmless: str) -> list[Row]:
    """Labelled rows: what holds `word` is abuse, the other words are not."""
    texts = {f"عندي {word} كثير": (1, 0), "اربح الآن من الرابط": (0, 1)}
    texts |= {f"عندي {other} كثير": (0, 0) for other in (*harmless, "خبز")}
    return [
        Row(f"{text} {number}", {"abuse": abuse, "spam": spam}, "own", None, None)
        for text, (abuse, spam) in texts.items()
        for number in range(20)
    ]


def models_against(word: str, *harmless: str, folder: Path) -> Models:
    """Small models, written to `folder`, that take what holds `word` for abuse."""
    return train(rows_against(word, *harmless), folder, SMALL, date(2026, 3, 1), lambda *_: None)
