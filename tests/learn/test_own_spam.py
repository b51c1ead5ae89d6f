"""Advertisements of our own writing stand beside innocent talk about the same trades, apart from what measures."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from service.checks.text import fold
from service.learn.own_spam import own_spam, own_spam_by_trade

DATA = Path(__file__).parents[1] / "data"
MEASURING = ("spam_later.jsonl", "spam_today.jsonl", "comments.jsonl", "quoting.jsonl")
TRADES = sorted(own_spam_by_trade())


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text).folded))


def measuring_texts() -> list[str]:
    lines = [line for name in MEASURING for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


class TestBalance:
    @pytest.mark.parametrize("trade", TRADES)
    def test_a_trade_has_twenty_texts_of_either_label(self, trade):
        labels = Counter(row.labels["spam"] for row in own_spam_by_trade()[trade])
        assert min(labels[0], labels[1]) >= 20

    def test_there_are_many_trades(self):
        assert len(TRADES) >= 35

    def test_about_half_is_innocent(self):
        innocent = sum(row.labels["spam"] == 0 for row in own_spam())
        assert 0.45 <= innocent / len(own_spam()) <= 0.55

    @pytest.mark.parametrize("language", ["ar", "arabizi", "en", "fr"])
    def test_a_language_has_both_labels_about_equally_often(self, language):
        labels = Counter(row.labels["spam"] for row in own_spam() if row.language == language)
        assert min(labels[0], labels[1]) >= 40
        assert 2 / 3 <= labels[0] / labels[1] <= 3 / 2

    def test_they_say_nothing_of_abuse(self):
        assert {row.labels["abuse"] for row in own_spam()} == {None}


class TestTexts:
    def test_no_text_is_there_twice(self):
        texts = [folded(row.text) for row in own_spam()]
        assert len(texts) == len(set(texts))

    def test_no_text_that_measures_is_among_them(self):
        assert {folded(text) for text in measuring_texts()}.isdisjoint(folded(row.text) for row in own_spam())

    def test_no_text_that_measures_is_inside_one_of_them(self):
        joined = "\n".join(folded(row.text) for row in own_spam())
        long = [text for text in map(folded, measuring_texts()) if len(text.split()) >= 4]
        assert [text for text in long if text in joined] == []

    def test_their_addresses_can_belong_to_nobody(self):
        links = [link for row in own_spam() for link in re.findall(r"(?:https?://|www\.)\S+", row.text)]
        assert [link for link in links if not re.search(r"\bexample\b|\.invalid\b", link)] == []

    def test_their_phone_numbers_can_belong_to_nobody(self):
        written = [each for row in own_spam() for each in re.findall(r"\+?\d[\d -]{7,}\d", row.text)]
        digits = [re.sub(r"\D", "", fold(each).folded) for each in written]
        assert [each for each in digits if not re.search(r"0000|^155501", each)] == []

    def test_a_publisher_may_train_with_them(self):
        assert all(row.is_open and row.source == "taliq_spam" for row in own_spam())
