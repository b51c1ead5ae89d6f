"""The callable of one web process: first pages from memory, everything else from Flask."""

from config.settings import Settings
from service.http.app import create_app
from service.http.context import EXTENSION
from service.http.page_cache import PageCache, WsgiApp

__all__ = ["WsgiApp", "build"]


def build(settings: Settings) -> WsgiApp:
    """The application behind its page cache, listening for what workers publish."""
    app = create_app(settings)
    cache = PageCache(app)
    app.extensions[EXTENSION].nudge.listen(cache.drop)
    return cache
