"""Connecting to a receiver: only to an address that was judged, only for a limited time."""

import socket
import ssl
import time
from collections.abc import Sequence
from threading import Timer
from types import TracebackType

from service.moderation.targets import Target

CONNECT_S = 3.0


class AttemptFailed(Exception):
    """One attempt came to nothing. code: a short one for the delivery log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Deadline:
    """The wall clock of one attempt.

    Timeouts of sockets and of urllib3 count from the last byte, so a receiver that drips one
    byte a second would hold them for ever. This one closes the connection from outside when
    the time is over, whatever the connection is doing: handshake, headers or body.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer: Timer | None = None
        self._connection: socket.socket | None = None

    @property
    def remaining_s(self) -> float:
        """Seconds left, never below a millisecond: a socket takes 0 for "do not block"."""
        return max(0.001, self._end - time.monotonic())

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection when the time is over."""
        # A duplicate stays valid when TLS takes the original's descriptor over, or it is closed.
        self._connection = connection.dup()
        self._timer = Timer(self.remaining_s, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> "Deadline":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._connection is not None:
            self._connection.close()

    def _cut(self) -> None:
        if self._connection is not None:
            _shut(self._connection)


def dial(
    target: Target, addresses: Sequence[str], deadline: Deadline, *, may_reach_itself: bool
) -> socket.socket:
    """A connection to the first of the judged addresses that answers.

    addresses: what TargetGuard.addresses returned; the name itself is not looked up again.
    may_reach_itself: development only; otherwise an address of this machine is refused.
    Raises AttemptFailed `target.own_address` or `connect.…`; takes up to 3 s.
    """
    end = time.monotonic() + CONNECT_S
    failure = AttemptFailed("connect.timeout")
    for address in addresses:
        left = min(end - time.monotonic(), deadline.remaining_s)
        if left <= 0:
            break
        if not may_reach_itself and _is_own(address, target.port):
            raise AttemptFailed("target.own_address")
        try:
            return _connect(address, target.port, left)
        except TimeoutError:
            failure = AttemptFailed("connect.timeout")
        except ConnectionRefusedError:
            failure = AttemptFailed("connect.refused")
        except OSError:
            failure = AttemptFailed("connect.failed")
    raise failure


def secured(raw: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline) -> socket.socket:
    """The connection under TLS, with the certificate checked for the name that was asked for.

    Raises AttemptFailed `tls.invalid` for a certificate that does not hold, else `tls.failed`
    or `tls.timeout`.
    """
    raw.settimeout(deadline.remaining_s)
    try:
        return context.wrap_socket(raw, server_hostname=host)
    except ssl.SSLCertVerificationError:
        raise AttemptFailed("tls.invalid") from None
    except (OSError, ValueError):
        raise AttemptFailed("tls.timeout" if deadline.is_over else "tls.failed") from None


def _connect(address: str, port: int, timeout_s: float) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout_s)
        connection.connect((address, port))
        if connection.getpeername()[0] != address:
            raise ConnectionError("connected to another address than the one judged")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        connection.close()
        raise
    return connection


def _is_own(address: str, port: int) -> bool:
    """Whether the address is one of this machine's: then it would talk to itself.

    Connecting a UDP socket sends nothing; it only makes the system choose the way out.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, port))
        except OSError:
            return False  # no way there: the connection will say so
        return bool(probe.getsockname()[0] == address)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the receiver closed it first
