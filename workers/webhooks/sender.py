"""One HTTP POST to a receiver that nobody vouches for."""

import contextlib
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Protocol

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.response import BaseHTTPResponse

from service.moderation.targets import Target, TargetGuard, TargetRefused
from workers.webhooks.target import AttemptFailed, Deadline, dial, secured

WALL_CLOCK_S = 15.0
LARGEST_ANSWER = 64 * 1024
KEPT = 1024
_PIECE = 8 * 1024
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt.

    status: None when no answer began. error: None for a 2xx that arrived whole and in time, else
    a short code such as `connect.timeout`, `response.too_large`, `response.status`.
    response: the first KiB of the answer's body as text; None when no answer began.
    content: the body as it came, as far as the sender keeps it.
    """

    status: int | None
    error: str | None
    duration_ms: float
    response: str | None = None
    retry_after: str | None = None
    content: bytes = field(default=b"", repr=False)


class Send(Protocol):
    """How a delivery leaves: never raises for what a receiver or the network does."""

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer: ...


class Sender:
    """Sends with urllib3 over a connection made here.

    No redirect is followed, no proxy is asked, no connection is kept, nothing is decompressed.
    kept: bytes of an answer that are kept; reading goes on to 64 KiB in any case.
    """

    def __init__(
        self,
        guard: TargetGuard,
        *,
        tls: ssl.SSLContext | None = None,
        wall_clock_s: float = WALL_CLOCK_S,
        kept: int = KEPT,
    ) -> None:
        self._guard = guard
        self._kept = kept
        self._tls = tls or ssl.create_default_context()
        self._wall_clock_s = wall_clock_s

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST the body as it is; everything together takes at most `wall_clock_s`."""
        started = time.monotonic()
        heard = _Heard(self._kept)
        error: str | None
        with Deadline(self._wall_clock_s) as deadline:
            try:
                self._exchange(url, body, headers, deadline, heard)
                error = _error_of(heard.status)
            except (TargetRefused, AttemptFailed) as failure:
                error = failure.reason if isinstance(failure, TargetRefused) else failure.code
        return Answer(
            status=heard.status,
            error=error,
            duration_ms=round((time.monotonic() - started) * 1000, 1),
            response=None if heard.status is None else _as_text(heard.body[:KEPT]),
            retry_after=heard.retry_after,
            content=heard.body,
        )

    def _exchange(
        self, url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline, heard: "_Heard"
    ) -> None:
        target = self._guard.read(url)
        addresses = self._guard.addresses(target)
        raw = dial(target, addresses, deadline, may_reach_itself=self._guard.allow_private)
        with contextlib.ExitStack() as stack:
            stack.callback(raw.close)
            deadline.watch(raw)
            if target.scheme == "https":
                raw = secured(raw, target.host, self._tls, deadline)
                stack.callback(raw.close)
            connection = HTTPConnection(target.host, target.port, timeout=deadline.remaining_s)
            connection.sock = raw
            stack.callback(connection.close)
            try:
                _talk(connection, target, body, headers, deadline, heard)
            except (HTTPError, HTTPException, OSError, ValueError) as failure:
                raise AttemptFailed(_code_of(failure, deadline)) from None


@dataclass(slots=True)
class _Heard:
    """What has been understood of the answer so far; it stands even if the rest never comes."""

    kept: int
    status: int | None = None
    retry_after: str | None = None
    body: bytes = b""


def _talk(
    connection: HTTPConnection,
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    deadline: Deadline,
    heard: _Heard,
) -> None:
    framing = {"host": target.host_header, "connection": "close", "accept-encoding": "identity"}
    connection.request(
        "POST", target.path, body, {**headers, **framing}, preload_content=False, decode_content=False
    )
    response = connection.getresponse()
    heard.status = response.status
    heard.retry_after = response.headers.get("retry-after")
    try:
        _read(response, deadline, heard)
    finally:
        response.close()


def _read(response: BaseHTTPResponse, deadline: Deadline, heard: _Heard) -> None:
    size = 0
    while piece := response.read1(_PIECE, decode_content=False):
        heard.body = (heard.body + piece)[: heard.kept]
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise AttemptFailed("response.too_large")
        if deadline.is_over:
            break
    # Being cut off by the deadline can look like the regular end of a body without a length.
    if deadline.is_over:
        raise AttemptFailed("response.timeout")


def _error_of(status: int | None) -> str | None:
    if status is not None and 200 <= status < 300:
        return None
    return "response.redirect" if status is not None and 300 <= status < 400 else "response.status"


def _code_of(failure: Exception, deadline: Deadline) -> str:
    if deadline.is_over or isinstance(failure, TimeoutError):
        return "response.timeout"
    if isinstance(failure, (ConnectionError, ProtocolError, ssl.SSLError)):
        return "response.reset"
    return "response.malformed"


def _as_text(body: bytes) -> str:
    # PostgreSQL stores no NUL, and a console shall not be steered by a receiver.
    return body.decode("utf-8", errors="replace").translate(_CONTROLS)
