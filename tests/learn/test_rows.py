"""Files of labelled comments: what is read, what is refused, what may be learned from."""

import gzip
import json

import pytest

from service.learn.rows import LearningFailed, Row, read_all, read_rows


def row(licence: str | None) -> Row:
    return Row("نص", {"abuse": 0, "spam": None}, "own", licence, None)


class TestReading:
    def test_plain_and_gzipped_files_read_alike(self, tmp_path):
        line = json.dumps({"text": "شكرا", "abuse": 0, "spam": None, "source": "own"}, ensure_ascii=False)
        plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
        plain.write_text(f"{line}\n\n{line}\n", encoding="utf-8")
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        assert list(read_rows(plain)) == list(read_rows(packed))
        assert len(list(read_rows(plain))) == 2

    def test_a_missing_label_is_nobody_looked_and_a_missing_source_is_the_file(self, tmp_path):
        path = tmp_path / "desk.jsonl"
        path.write_text('{"text": "a", "spam": 1}')
        (only,) = read_rows(path)
        assert only.labels == {"abuse": None, "spam": 1}
        assert only.source == "desk.jsonl"

    @pytest.mark.parametrize(
        "line",
        [
            "{",
            "[]",
            '{"abuse": 1}',
            '{"text": 5}',
            '{"text": "a", "abuse": 2}',
            '{"text": "a", "abuse": "1"}',
            '{"text": "a", "abuse": [1]}',
            '{"text": "a", "licence": 5}',
        ],
    )
    def test_a_broken_line_is_named_with_what_belongs_there(self, tmp_path, line):
        path = tmp_path / "broken.jsonl"
        path.write_text('{"text": "fine"}\n' + line + "\n")
        with pytest.raises(LearningFailed, match=r"broken\.jsonl, line 2: .*Each line must be"):
            list(read_rows(path))

    def test_bytes_that_are_no_utf_8_are_named(self, tmp_path):
        path = tmp_path / "latin.jsonl"
        path.write_bytes(b'{"text": "\xe9t\xe9"}\n')
        with pytest.raises(LearningFailed, match="in UTF-8"):
            list(read_rows(path))

    @pytest.mark.parametrize("keep", [3, 40])
    def test_a_gzip_file_cut_short_is_named(self, tmp_path, keep):
        path = tmp_path / "cut.jsonl.gz"
        path.write_bytes(gzip.compress(b'{"text": "a b c d e f g"}\n' * 50)[:keep])
        with pytest.raises(LearningFailed, match="not a whole gzip file"):
            list(read_rows(path))

    def test_files_without_a_row_are_refused(self, tmp_path):
        path = tmp_path / "empty.jsonl"
        path.write_text("\n")
        with pytest.raises(LearningFailed, match="no row"):
            read_all([path])


class TestLicences:
    @pytest.mark.parametrize(
        "licence",
        [
            "CC-BY-NC-SA-4.0",
            "CC BY-NC 4.0",
            "research-only (stated)",
            "Non-commercial use",
            "academic use only",
        ],
    )
    def test_non_commercial_and_research_only_rows_never_train(self, licence):
        assert not row(licence).may_train
        assert not row(licence).is_open

    @pytest.mark.parametrize(
        "licence",
        ["MIT", "Apache-2.0", "CC0", "CC-BY-4.0 (UCI)", "CC BY-SA 3.0", "CC-BY-SA-3.0 (text), CC0 (labels)"],
    )
    def test_open_licences_are_known(self, licence):
        assert row(licence).may_train
        assert row(licence).is_open

    @pytest.mark.parametrize("licence", [None, "none-stated", "none-stated (MIT on the copy)", "GPL-3.0"])
    def test_the_others_train_and_are_not_open(self, licence):
        assert row(licence).may_train
        assert not row(licence).is_open
