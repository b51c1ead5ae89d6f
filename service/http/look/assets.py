"""Files of our own pages: compressed where it pays, and kept by browsers as long as they stay the same."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Response, abort, request, url_for
from werkzeug.security import safe_join

_TEXTS = {".css", ".js", ".svg"}
_YEAR = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class _Loaded:
    plain: bytes
    packed: bytes | None
    version: str


@dataclass(frozen=True, slots=True)
class Assets:
    """A folder of files, and the endpoint that sends them. The endpoint takes a `filename`."""

    folder: Path
    endpoint: str

    def url(self, filename: str) -> str:
        """The address of a file in its present state."""
        return url_for(self.endpoint, filename=filename, v=_load(self._path(filename)).version)

    def send(self, filename: str) -> Response:
        """The file; 404 for what is not in the folder."""
        path = self._path(filename)
        loaded = _load(path)
        reply = Response(mimetype=_mimetype(path))
        if loaded.packed is not None:
            reply.vary.add("Accept-Encoding")
        if loaded.packed is not None and request.accept_encodings.quality("gzip"):
            reply.headers["Content-Encoding"] = "gzip"
            reply.set_data(loaded.packed)
            reply.set_etag(f"{loaded.version}-gzip")
        else:
            reply.set_data(loaded.plain)
            reply.set_etag(loaded.version)
        reply.headers["Cache-Control"] = self._lifetime(path, loaded.version)
        reply.make_conditional(request)
        return reply

    def _path(self, filename: str) -> Path:
        joined = safe_join(str(self.folder), filename)
        if joined is None or not Path(joined).is_file():
            abort(404)
        return Path(joined)

    def _lifetime(self, path: Path, version: str) -> str:
        if request.args.get("v") == version:
            return _YEAR
        # A font's address stands in a style sheet, where no version can be put; its bytes hardly ever change.
        return _DAY if path.suffix == ".woff2" else "no-cache"


def packed_page(reply: Response) -> Response:
    """A page compressed for browsers that take it; the cookie is SameSite=Strict, so no other site can probe it."""
    reply.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        reply.set_data(gzip.compress(reply.get_data(), compresslevel=5, mtime=0))
        reply.headers["Content-Encoding"] = "gzip"
    return reply


def _load(path: Path) -> _Loaded:
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=128)
def _loaded(path: Path, _changed_at: int) -> _Loaded:
    plain = path.read_bytes()
    packed = gzip.compress(plain, compresslevel=9, mtime=0) if path.suffix in _TEXTS else None
    return _Loaded(plain, packed, hashlib.sha256(plain).hexdigest()[:12])


def _mimetype(path: Path) -> str:
    if path.suffix == ".woff2":
        return "font/woff2"
    return guess_type(path.name)[0] or "application/octet-stream"
