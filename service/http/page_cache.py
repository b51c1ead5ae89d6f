"""First pages of threads, served from process memory before Flask is asked.

A page lives for one second; a worker that publishes says so (`Nudge.listen`), which drops
it at once. So a reader sees a new comment immediately where Redis carries the word, and
after a second where it does not. What is kept is the whole reply of the application,
ETag and CORS headers included; the key holds everything that it depends on.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from prometheus_client import Counter

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

FRESH_S = 1.0
_STALE_AT_MOST_S = 2.0
_LARGEST_STORE_BYTES = 64 * 1024 * 1024
_PREFIX, _SUFFIX = "/v1/articles/", "/comments"
_PER_REPLY = {"x-request-id", "date"}

_served = Counter("taliq_page_cache_requests", "First pages of threads, by how they were served.", ["result"])
_hit = _served.labels("hit")
_miss = _served.labels("miss")


@dataclass(slots=True)
class _Page:
    article_key: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    made_at: float


class PageCache:
    """WSGI middleware. `drop` may be called from any thread."""

    def __init__(self, app: WsgiApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._pages: OrderedDict[tuple[str, ...], _Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._making: set[tuple[str, ...]] = set()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a first page from memory, everything else from the application."""
        key = _key(environ)
        if key is None:
            return self._app(environ, start_response)
        page = self._pages.get(key)
        now = self._clock()
        if page is None or (now - page.made_at > FRESH_S and self._may_refresh(key, page, now)):
            _miss.inc()
            return self._make(key, environ, start_response)
        _hit.inc()
        return _reply(page, environ, start_response)

    def drop(self, article_keys: Iterable[str]) -> None:
        """Forget every page of these articles (their external ids, of whatever site)."""
        gone = set(article_keys)
        with self._lock:
            for key in [key for key, page in self._pages.items() if page.article_key in gone]:
                self._forget(key)

    def _may_refresh(self, key: tuple[str, ...], page: _Page, now: float) -> bool:
        """One caller renews a page; the others get the old one meanwhile, as long as it is not too old."""
        return key not in self._making or now - page.made_at > _STALE_AT_MOST_S

    def _make(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self._making.add(key)
        captured: list[Any] = []
        began = self._clock()

        def capture(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            captured[:] = [status, headers]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        try:
            chunks = self._app({**environ, "REQUEST_METHOD": "GET"}, capture)
            try:
                body = b"".join(chunks)
            finally:
                getattr(chunks, "close", lambda: None)()
        finally:
            self._making.discard(key)
        status, headers = captured
        names = {name.lower(): value for name, value in headers}
        if status.startswith("200") and "etag" in names and "set-cookie" not in names:
            kept = [(name, value) for name, value in headers if name.lower() not in _PER_REPLY]
            self._keep(key, _Page(_article_key(environ), kept, body, names["etag"], began))
        return [body] if environ["REQUEST_METHOD"] == "GET" else [b""]

    def _keep(self, key: tuple[str, ...], page: _Page) -> None:
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > _LARGEST_STORE_BYTES:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: tuple[str, ...]) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= len(page.body)


def _key(environ: Environ) -> tuple[str, ...] | None:
    """What a page depends on, or None for anything that is not a first page.

    Conditional requests are keyed as plain ones: the 304 is made from the kept ETag.
    """
    path: str = environ["PATH_INFO"]
    if not (path.startswith(_PREFIX) and path.endswith(_SUFFIX)):
        return None
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "cursor" in query or len(query) > 200:
        return None
    return (
        path,
        query,
        environ.get("HTTP_HOST", ""),
        environ.get("HTTP_ORIGIN", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", "")[:40],
    )


def _article_key(environ: Environ) -> str:
    """The site's own id of the article; WSGI hands the path over as Latin-1."""
    path: str = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    return path[len(_PREFIX) : -len(_SUFFIX)]


def _reply(page: _Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if _is_known(page.etag, environ.get("HTTP_IF_NONE_MATCH")):
        headers = [pair for pair in page.headers if pair[0].lower() not in {"content-length", "content-type"}]
        start_response("304 Not Modified", headers)
        return [b""]
    start_response("200 OK", page.headers)
    return [page.body] if environ["REQUEST_METHOD"] == "GET" else [b""]


def _is_known(etag: str, wanted: str | None) -> bool:
    """RFC 9110 §13.1.2: weak comparison, any of a list, or `*`."""
    if not wanted:
        return False
    return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in wanted.split(","))
