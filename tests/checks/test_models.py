"""The shipped models on clear cases, and what a damaged folder of models is told."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.checks.abuse import abuse_signals
from service.checks.models import DEFAULT_FOLDER, ModelFileInvalid, Models, Opinion, load_models
from service.checks.policy import DEFAULT_POLICY
from service.checks.scoring import HOLD_SCORE
from service.checks.spam import spam_signals
from service.checks.text import fold

INSULTS = (
    "يا كلب يا حمار",
    "أنت غبيّ وتافه",
    "يا حيوان روح موت",
    "you are an idiot",
    "sale connard, ferme ta gueule",
)
FAIR = (
    "شكراً على هذا المقال الوافي",
    "بارك الله فيك",
    "الله يرحمه",
    "أختلف مع الكاتب تماماً، والأرقام التي ذكرها غير صحيحة",
    "thank you for the clear report",
)
SPAM = ("رابط البث المباشر مباراة الهلال والنصر جميع الروابط https://t.co/abc كود خصم نمشي 20%",)


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def scores(models: Models, texts: tuple[str, ...] | list[str]) -> dict[str, list[float]]:
    found = models.score([fold(text).folded for text in texts])
    return {name: each.tolist() for name, each in found.items()}


class TestShippedModels:
    def test_clear_insults_are_held(self, models):
        assert min(scores(models, INSULTS)["abuse"]) >= DEFAULT_POLICY.hold_at["abuse"]

    def test_thanks_prayers_and_disagreement_are_not(self, models):
        found = scores(models, FAIR)
        assert max(found["abuse"]) < DEFAULT_POLICY.hold_at["abuse"]
        assert max(found["spam"]) < 0.3

    def test_an_insult_in_disguised_spelling_scores_the_same(self, models):
        plain, disguised = scores(models, ["يا كلب", "يا كـــلـــبْ"])["abuse"]
        assert disguised == plain

    def test_advertising_is_spam_and_no_abuse(self, models):
        found = scores(models, SPAM)
        assert found["spam"][0] >= DEFAULT_POLICY.hold_at["spam"]
        assert found["abuse"][0] < DEFAULT_POLICY.hold_at["abuse"]

    def test_a_recommended_threshold_is_what_a_site_starts_with(self, models):
        assert models.hold_at == {name: DEFAULT_POLICY.hold_at[name] for name in ("abuse", "spam")}
        assert set(models.hold_at.values()) == {HOLD_SCORE}

    def test_a_batch_gives_each_text_the_score_that_it_has_alone(self, models):
        texts = [*INSULTS, *FAIR, *SPAM, "", "  ", "كلب " * 20_000, "؟"]
        together = scores(models, texts)
        for place, text in enumerate(texts):
            alone = scores(models, [text])
            assert (alone["abuse"][0], alone["spam"][0]) == (
                together["abuse"][place],
                together["spam"][place],
            )

    def test_a_text_without_a_word_or_sign_scores_nothing(self, models):
        assert scores(models, ["", " ", "@somebody"]) == {"abuse": [0.0] * 3, "spam": [0.0] * 3}

    def test_no_text_is_an_empty_batch(self, models):
        assert scores(models, []) == {"abuse": [], "spam": []}

    @pytest.mark.parametrize(
        "text", ["\ud800 كلب", "\u0301" * 5_000, "ا" * 9_000, "😀" * 10_000, "\u202eabc\u202c كلب"]
    )
    def test_odd_texts_get_a_score_between_0_and_1(self, models, text):
        for each in scores(models, [text]).values():
            assert 0.0 <= each[0] <= 1.0

    def test_the_files_are_small(self):
        for name in ("abuse.npz", "spam.npz"):
            assert (DEFAULT_FOLDER / name).stat().st_size <= 2_000_000


def opinion_on(models: Models, which: str, text: str) -> Opinion:
    return models.opinions([fold(text).folded])[which][0]


class TestSignals:
    def test_the_spans_point_at_the_insult_as_typed(self, models):
        body = "قرأت المقال ثم قلت: أنت يا حمـــار لا تفهم"
        opinion = opinion_on(models, "abuse", body)
        (signal,) = abuse_signals(fold(body), opinion, models.version)
        assert "حمـــار" in [body[start:end] for start, end in signal.spans]
        assert (signal.check, signal.code) == ("abuse", "abuse.model")
        assert signal.score == round(opinion.score, 4)
        assert signal.effect is None
        assert signal.evidence == {"model": models.version}

    def test_spans_are_in_reading_order_and_few(self, models):
        body = "يا كلب يا حمار يا خنزير يا تافه يا غبي يا حقير يا وسخ"
        (signal,) = abuse_signals(fold(body), opinion_on(models, "abuse", body), models.version)
        assert list(signal.spans) == sorted(signal.spans)
        assert 1 <= len(signal.spans) <= 5

    @pytest.mark.parametrize(("score", "count"), [(0.299, 0), (0.3, 1)])
    def test_a_low_score_is_not_worth_a_word(self, models, score, count):
        assert len(abuse_signals(fold("يا كلب"), Opinion(score), models.version)) == count
        assert len(spam_signals(fold("اشترك الآن"), Opinion(score), models.version)) == count

    def test_the_spam_model_signs_its_own_findings(self, models):
        (signal,) = spam_signals(fold(SPAM[0]), opinion_on(models, "spam", SPAM[0]), models.version)
        assert (signal.check, signal.code) == ("spam", "spam.model")
        assert signal.spans

    def test_a_text_has_the_same_words_shown_in_a_batch_as_alone(self, models):
        texts = [fold(text).folded for text in (*INSULTS, "", *FAIR, *SPAM, "@somebody")]
        for name, together in models.opinions(texts).items():
            for text, opinion in zip(texts, together, strict=True):
                alone = models.opinions([text])[name][0]
                assert alone.score == opinion.score
                assert [(each.start, each.end) for each in alone.strongest] == [
                    (each.start, each.end) for each in opinion.strongest
                ]


def cut_short(folder: Path) -> None:
    path = folder / "abuse.npz"
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_byte(folder: Path) -> None:
    path = folder / "spam.npz"
    stored = bytearray(path.read_bytes())
    stored[len(stored) // 2] ^= 1
    path.write_bytes(stored)


def swap_models(folder: Path) -> None:
    shutil.copyfile(folder / "spam.npz", folder / "abuse.npz")


def lose_weights(folder: Path) -> None:
    (folder / "spam.npz").unlink()


def lose_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def break_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def change_manifest(folder: Path, change: Callable[[dict], None]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def raise_format(folder: Path) -> None:
    change_manifest(folder, lambda manifest: manifest.update(format=99))


def change_features(folder: Path) -> None:
    change_manifest(folder, lambda manifest: manifest["features"].update(bits=18))


def unknown_feature(folder: Path) -> None:
    change_manifest(folder, lambda manifest: manifest["features"].update(colour=1))


def lose_spam(folder: Path) -> None:
    change_manifest(folder, lambda manifest: manifest["models"].pop("spam"))


def spoil_threshold(folder: Path) -> None:
    change_manifest(
        folder, lambda manifest: manifest["models"]["abuse"]["thresholds"].update(arabic=float("nan"))
    )


class TestModelFiles:
    @pytest.mark.parametrize(
        "damage",
        [
            cut_short,
            flip_a_byte,
            swap_models,
            lose_weights,
            lose_manifest,
            break_manifest,
            raise_format,
            change_features,
            unknown_feature,
            lose_spam,
            spoil_threshold,
        ],
    )
    def test_a_folder_that_was_damaged_is_refused_with_the_remedy(self, tmp_path, damage):
        folder = shutil.copytree(DEFAULT_FOLDER, tmp_path / "models")
        damage(folder)
        with pytest.raises(ModelFileInvalid, match=r"taliq train .*restore config/models/default") as refusal:
            load_models(folder)
        assert str(folder) in str(refusal.value)

    def test_an_untouched_copy_is_the_same_model(self, tmp_path, models):
        copy = load_models(shutil.copytree(DEFAULT_FOLDER, tmp_path / "models"))
        assert copy.version == models.version
        assert np.array_equal(copy.linear["abuse"].weights, models.linear["abuse"].weights)
