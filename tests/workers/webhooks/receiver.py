"""A receiver on loopback that answers as a test tells it, and remembers what it was sent."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]


Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """behaviour: what it does once a request is read; replace it at any time."""

    behaviour: Behaviour
    received: list[Received] = field(default_factory=list)
    port: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?to=taliq"


def answering(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answers with this status; header names are written with underscores."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def writing(pieces: Iterator[bytes], *, pause: Callable[[], Any] = lambda: None) -> Behaviour:
    """Writes raw bytes piece by piece, calls `pause` between them, and closes."""

    def write(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        try:
            for piece in pieces:
                request.wfile.write(piece)
                request.wfile.flush()
                pause()
        except OSError:
            return  # the sender hung up, which is what such a receiver deserves

    return write


@contextmanager
def receiving(
    behaviour: Behaviour, *, tls: ssl.SSLContext | None = None, port: int = 0
) -> Iterator[Receiver]:
    """port: that of one that was stopped; 0 for any that is free."""
    receiver = Receiver(behaviour)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(self.path, headers, body))
            receiver.behaviour(self)

        def log_message(self, *_args: object) -> None:
            """Keep the output of the tests free of request lines."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """A sender that refuses a certificate hangs up: no news here."""

    server = Server(("127.0.0.1", port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
