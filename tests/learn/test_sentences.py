"""Sentences of our own that training learns from."""

import json
from collections import Counter
from pathlib import Path

import pytest

from service.checks.text import fold
from service.learn.sentences import own_sentences

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_language_has_insults_and_hard_words_that_are_none(language):
    labels = Counter(row.labels["abuse"] for row in own_sentences() if row.language == language)
    assert min(labels[0], labels[1]) > 300


def test_no_text_that_measures_the_models_teaches_them():
    measured = {
        fold(json.loads(line)["text"]).folded
        for path in DATA.glob("*.jsonl")
        if path.name != "articles.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    assert measured.isdisjoint(fold(row.text).folded for row in own_sentences())
