import itertools
import socket
import threading

import pytest

from service.moderation.targets import TargetGuard
from tests.workers.webhooks.receiver import Receiver, answering, writing
from workers.webhooks.sender import Answer, Sender

WALL_CLOCK_S = 0.6


def post(receiver: Receiver, *, body: bytes = b"{}") -> Answer:
    send = Sender(TargetGuard(allow_private=True), wall_clock_s=WALL_CLOCK_S)
    return send(receiver.url, body, {"content-type": "application/json", "webhook-id": "evt_1"})


class TestRequest:
    def test_the_bytes_arrive_as_they_were_given(self, receive):
        receiver = receive()
        body = '{"data":{"body":"نصّ  بمسافتين"}}'.encode()
        assert post(receiver, body=body).error is None
        (received,) = receiver.received
        assert received.body == body
        assert received.path == "/hooks?to=taliq"
        assert received.headers["content-type"] == "application/json"
        assert received.headers["host"] == f"127.0.0.1:{receiver.port}"

    def test_no_proxy_is_asked(self, receive, monkeypatch):
        receiver, proxy = receive(), receive()
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("all_proxy", f"http://127.0.0.1:{proxy.port}")
        assert post(receiver).error is None
        assert (len(receiver.received), len(proxy.received)) == (1, 0)


class TestAnswers:
    @pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
    def test_any_2xx_is_success(self, receive, status):
        answer = post(receive(answering(status)))
        assert (answer.status, answer.error) == (status, None)

    @pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
    def test_others_are_failures(self, receive, status):
        answer = post(receive(answering(status)))
        assert (answer.status, answer.error) == (status, "response.status")

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_a_failure_and_is_not_followed(self, receive, connections, status):
        elsewhere = receive()
        answer = post(receive(answering(status, location=elsewhere.url)))
        assert (answer.status, answer.error) == (status, "response.redirect")
        assert elsewhere.received == []
        assert len(connections) == 1

    def test_what_a_busy_receiver_asks_for_is_passed_on(self, receive):
        assert post(receive(answering(429, retry_after="7"))).retry_after == "7"

    def test_the_first_kib_of_the_answer_is_kept_as_text(self, receive):
        answer = post(receive(answering(400, "مفتاح ".encode() * 500)))
        assert answer.response is not None
        assert answer.response.startswith("مفتاح مفتاح")
        assert len(answer.response.encode()) <= 1024 + len("\ufffd".encode())

    def test_control_characters_of_the_answer_are_not_kept(self, receive):
        answer = post(receive(answering(400, b"a\x00b\x1b[31m\nc\xff")))
        assert answer.response == "a\ufffdb\ufffd[31m\nc\ufffd"

    def test_a_compressed_answer_is_not_opened(self, receive):
        bomb = b"\x1f\x8b" + b"\x00" * 100
        answer = post(receive(answering(200, bomb, content_encoding="gzip")))
        assert (answer.status, answer.error) == (200, None)
        assert answer.response is not None
        assert len(answer.response) == len(bomb)


class TestLimits:
    def test_a_huge_body_is_cut_off_at_64_kib(self, receive):
        endless = itertools.chain([b"HTTP/1.1 200 OK\r\n\r\n"], itertools.repeat(b"x" * 65536, 1600))
        answer = post(receive(writing(endless)))
        assert (answer.status, answer.error) == (200, "response.too_large")
        assert answer.duration_ms < WALL_CLOCK_S * 1000

    @pytest.mark.parametrize("size", [64 * 1024, 64 * 1024 + 1])
    def test_64_kib_are_the_most(self, receive, size):
        answer = post(receive(answering(200, b"x" * size)))
        assert (answer.error is None) is (size == 64 * 1024)

    @pytest.mark.parametrize(
        "start",
        [
            pytest.param(b"HTTP/1.1 200 OK\r\n\r\n", id="body until the end"),
            pytest.param(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n", id="body of a length"),
            pytest.param(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n", id="chunks"),
            pytest.param(b"HTTP/1.1 200 OK\r\nx-slow: ", id="headers"),
            pytest.param(b"", id="status line"),
        ],
    )
    def test_a_slow_drip_is_cut_by_the_wall_clock(self, receive, start):
        receiver = receive()
        drops = itertools.chain([start] if start else [], itertools.repeat(b"x"))
        receiver.behaviour = writing(drops, pause=lambda: receiver.closing.wait(0.05))
        answer = post(receiver)
        assert answer.error == "response.timeout"
        assert WALL_CLOCK_S * 1000 <= answer.duration_ms < WALL_CLOCK_S * 1000 + 500

    def test_silence_is_cut_by_the_wall_clock(self, receive):
        receiver = receive()
        receiver.behaviour = lambda _request: receiver.closing.wait()
        assert post(receiver).error == "response.timeout"


class TestBrokenConnections:
    @pytest.mark.parametrize(
        "start",
        [
            b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf",
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhalf",
        ],
    )
    def test_a_reset_in_the_middle_of_the_body_is_a_failure(self, receive, start):
        answer = post(receive(writing(iter([start]))))
        assert (answer.status, answer.error) == (200, "response.reset")

    def test_hanging_up_without_an_answer_is_a_failure(self, receive):
        answer = post(receive(writing(iter([]))))
        assert (answer.status, answer.error) == (None, "response.reset")

    def test_something_that_is_not_http_is_a_failure(self, receive):
        answer = post(receive(writing(iter([b"220 mail.example ESMTP\r\n"]))))
        assert (answer.status, answer.error) == (None, "response.malformed")

    def test_nobody_listens(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        send = Sender(TargetGuard(allow_private=True))
        assert send(f"http://127.0.0.1:{port}/", b"{}", {}).error == "connect.refused"

    def test_no_thread_or_connection_is_left_behind(self, receive):
        before = threading.active_count()
        receiver = receive(answering(200))
        running = threading.active_count()
        for _ in range(5):
            post(receiver)
        assert running == before + 1
        assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
