"""A source left out of training is told by what the others teach."""

from service.checks.features import FeatureSettings
from service.learn.rows import Row
from service.learn.sentences import own_sentences
from service.learn.stress import without_each_source
from service.learn.train import TrainOptions


def rows(source: str, insult: str, count: int = 60) -> list[Row]:
    return [
        Row(text.format(n=n, i=insult), {"abuse": label, "spam": None}, source, None, "ar")
        for n in range(count)
        for text, label in (("انت {i} رقم {n}", 1), ("شكرا على المقال رقم {n}", 0))
    ]


def auc_of(*sources: list[Row]) -> dict[str, float]:
    options = TrainOptions(settings=FeatureSettings(bits=14))
    return without_each_source([row for each in sources for row in each], options, lambda *_: None)


class TestSourcesOut:
    def test_what_another_source_teaches_is_known(self):
        assert auc_of(rows("one", "كلب"), rows("two", "كلب")) == {"one": 1.0, "two": 1.0}

    def test_a_source_with_few_rows_is_not_tested(self):
        assert list(auc_of(rows("one", "كلب"), rows("two", "كلب", count=20))) == ["one"]


class TestSentences:
    def test_names_and_insults_stand_on_both_sides(self):
        sentences = own_sentences()
        for word in ("اليهود", "النساء", "حمار", "غبي"):
            labels = {row.labels["abuse"] for row in sentences if word in row.text}
            assert labels == {0, 1}

    def test_no_sentence_is_there_twice(self):
        texts = [row.text for row in own_sentences()]
        assert len(texts) == len(set(texts))
