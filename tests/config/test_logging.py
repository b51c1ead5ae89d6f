"""A log line is one line of JSON, and holds nothing of a person."""

import io
import json
import logging
from typing import Any

import pytest
import structlog

from config.logging import REDACTED, configure
from config.settings import Settings

CANARY = "canary.reader@mail.example"


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a process would print on standard error; logging is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    configure(Settings.from_env({}), role="serve")
    yield stream
    root.handlers[:], root.level = handlers, level
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


class TestLine:
    def test_it_says_when_what_and_where(self, stream: io.StringIO):
        structlog.contextvars.bind_contextvars(request_id="req_1", comment_id="cmt_1", task_id="t")
        structlog.get_logger("x").info("comment.accepted", ms=3)
        [line] = lines(stream)
        assert line.pop("timestamp").endswith("Z")
        assert line == {
            "event": "comment.accepted",
            "level": "info",
            "role": "serve",
            "request_id": "req_1",
            "comment_id": "cmt_1",
            "task_id": "t",
            "ms": 3,
        }

    def test_libraries_write_the_same(self, stream: io.StringIO):
        logging.getLogger("celery.worker").warning("lost %s", "the broker")
        [line] = lines(stream)
        assert (line["event"], line["level"], line["logger"]) == (
            "lost the broker",
            "warning",
            "celery.worker",
        )

    def test_arabic_stays_readable(self, stream: io.StringIO):
        structlog.get_logger().info("x", section="رأي")
        assert "رأي" in stream.getvalue()

    @pytest.mark.parametrize("forged", ["a\nb", "a\r\nb", "a\u2028b", "a\u0085b", "a\x1b[31mb", "a\u202eb"])
    def test_no_value_can_forge_another_line_or_steer_a_terminal(self, stream: io.StringIO, forged: str):
        structlog.get_logger().info("x", path=forged)
        logging.getLogger("lib").warning(forged)
        assert len(stream.getvalue().splitlines()) == 2
        assert not set(forged[1:-1]) & set(stream.getvalue()) - set("\n[31m")

    def test_a_long_value_is_cut(self, stream: io.StringIO):
        structlog.get_logger().info("x", path="p" * 100_000)
        assert len(stream.getvalue()) < 3_000


class TestRedaction:
    @pytest.mark.parametrize(
        "text",
        [
            CANARY,
            f"duplicate key ({CANARY})",
            f"mailto:{CANARY}?subject=x",
            "سلمى@موقع.السعودية",
            "Authorization: Bearer abcdefghijkl",
            "Cookie: session=abc",
            "'Idempotency-Key': '0b5d5b1c-long'",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "tq_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
            "/status?token=abcdef",
            "postgresql://taliq:abcdef@host/db",
        ],
    )
    def test_private_text_is_taken_out_of_messages(self, stream: io.StringIO, text: str):
        logging.getLogger("lib").error("failed: %s", text)
        structlog.get_logger().info("x", detail={"deep": [text]})
        assert REDACTED in stream.getvalue()
        for part in (CANARY, "سلمى", "abcdef", "session=abc", "0b5d5b1c", "MfKQ9r8", "0123456789abc"):
            assert part not in stream.getvalue()

    @pytest.mark.parametrize(
        "key", ["body", "author_email", "token", "Authorization", "Cookie", "client_ip", "ip"]
    )
    def test_private_keys_keep_no_value(self, stream: io.StringIO, key: str):
        structlog.get_logger().info("x", **{key: "anything"})
        assert lines(stream)[0][key] == REDACTED

    def test_ids_and_codes_stay(self, stream: io.StringIO):
        structlog.get_logger().info("x", comment_id="cmt_01HZX3M8Y7K2N4P6Q8R0S2T4V6", code="article.closed")
        [line] = lines(stream)
        assert line["comment_id"] == "cmt_01HZX3M8Y7K2N4P6Q8R0S2T4V6"
        assert line["code"] == "article.closed"

    def test_an_exception_is_its_type_and_place_not_its_message(self, stream: io.StringIO):
        try:
            int(f"private text of {CANARY}")
        except ValueError:
            structlog.get_logger().exception("task.broke")
            logging.getLogger("lib").exception("broke")
        for line in lines(stream):
            assert line["error"] == "builtins.ValueError"
            assert line["trace"][-1].startswith("test_logging.py:")
        assert "private text" not in stream.getvalue()
