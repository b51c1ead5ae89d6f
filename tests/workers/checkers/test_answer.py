"""What counts as an answer of a checker, and what counts as none."""

from typing import Any

import orjson
import pytest

from service.checks.explain import explain
from service.domain.verdicts import Effect
from workers.checkers.answer import MOST_SIGNALS, AnswerInvalid, read_answer

BODY = "نصّ 👍🏽 قصير"
GOOD: dict[str, Any] = {"code": "abuse.insult", "score": 0.8, "spans": [[0, 3]]}


def read(*signals: Any, effect: Effect | None = None) -> Any:
    return read_answer(orjson.dumps({"signals": signals}), check="checker:tone", body=BODY, effect=effect)


def refused(content: bytes) -> str:
    with pytest.raises(AnswerInvalid) as refusal:
        read_answer(content, check="checker:tone", body=BODY, effect=None)
    return refusal.value.code


class TestAnAnswer:
    def test_it_becomes_signals_of_the_checkers_own_check(self):
        (signal,) = read(GOOD)
        assert (signal.check, signal.code, signal.score) == ("checker:tone", "abuse.insult", 0.8)
        assert (signal.spans, signal.effect) == (((0, 3),), None)

    def test_finding_nothing_is_an_answer(self):
        assert read() == ()

    def test_a_shadow_checker_only_notes(self):
        assert read(GOOD, effect=Effect.NOTE)[0].effect is Effect.NOTE

    @pytest.mark.parametrize(("language", "sentence"), [("ar", "نبرة حادة."), ("en", "Harsh tone.")])
    def test_its_own_sentence_is_shown_in_both_languages(self, language: str, sentence: str):
        (signal,) = read(GOOD | {"message": {"ar": "نبرة حادة.", "en": "Harsh tone."}})
        assert explain(signal, language) == sentence

    @pytest.mark.parametrize(
        ("language", "sentence"), [("ar", "الفاحص «tone»: إهانة."), ("en", "The checker “tone”: Insult.")]
    )
    def test_without_a_sentence_the_checker_is_named(self, language: str, sentence: str):
        (signal,) = read(GOOD)
        assert explain(signal, language) == sentence

    def test_a_code_of_the_newsrooms_own_is_shown_as_it_is(self):
        (signal,) = read(GOOD | {"code": "house.style"})
        assert explain(signal, "en") == "The checker “tone”: house.style."


class TestNoAnswer:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "answer.not_json"),
            (b"<html>", "answer.not_json"),
            (b'{"signals": [NaN]}', "answer.not_json"),
            (b'{"signals": "\xff"}', "answer.not_json"),
            (b"[]", "answer.form"),
            (b"{}", "answer.form"),
            (b'{"signals": {}}', "answer.form"),
            (b'{"signals": [], "verdict": "ok"}', "answer.form"),
            (b'{"signals": [3]}', "answer.form"),
        ],
    )
    def test_another_form(self, content: bytes, code: str):
        assert refused(content) == code

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"score": -0.01}, "answer.score"),
            ({"score": 1.01}, "answer.score"),
            ({"score": True}, "answer.score"),
            ({"score": "0.5"}, "answer.score"),
            ({"code": "Abuse"}, "answer.code"),
            ({"code": "a" * 81}, "answer.code"),
            ({"code": "repetition.campaign"}, "answer.code"),
            ({"code": "check.unavailable"}, "answer.code"),
            ({"spans": [[0, len(BODY) + 1]]}, "answer.spans"),
            ({"spans": [[2, 2]]}, "answer.spans"),
            ({"spans": [[-1, 2]]}, "answer.spans"),
            ({"spans": [[0, 1, 2]]}, "answer.spans"),
            ({"spans": [[0, True]]}, "answer.spans"),
            ({"spans": "0-1"}, "answer.spans"),
            ({"message": {"ar": "نبرة"}}, "answer.message"),
            ({"message": {"ar": "نبرة", "en": ""}}, "answer.message"),
            ({"message": {"ar": "نبرة", "en": "a\x00b"}}, "answer.message"),
            ({"message": "harsh"}, "answer.message"),
            ({"colour": "red"}, "answer.form"),
        ],
    )
    def test_a_signal_that_is_not_as_agreed(self, change: dict[str, Any], code: str):
        assert refused(orjson.dumps({"signals": [GOOD | change]})) == code

    @pytest.mark.parametrize(("count", "taken"), [(MOST_SIGNALS, True), (MOST_SIGNALS + 1, False)])
    def test_twenty_signals_are_the_most(self, count: int, taken: bool):
        content = orjson.dumps({"signals": [GOOD] * count})
        if taken:
            assert len(read(*[GOOD] * count)) == count
        else:
            assert refused(content) == "answer.too_many"

    def test_a_span_may_reach_the_end_of_the_body_in_code_points(self):
        (signal,) = read(GOOD | {"spans": [[4, len(BODY)]]})
        assert BODY[slice(*signal.spans[0])] == "👍🏽 قصير"
