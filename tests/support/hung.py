"""A server that takes connections and never answers: half of what a network can do to a client."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hung_server() -> Iterator[int]:
    """A port of loopback where everything that is sent disappears."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        yield listening.getsockname()[1]
