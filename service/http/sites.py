"""Which site a request is for: `site=KEY`, else the site that owns the Host, else `default`."""

import threading
import time
from collections.abc import Callable

from service.domain.errors import NotFound
from service.store.engine import Store
from service.store.sites import Site, all_sites

DEFAULT_SITE = "default"
_FRESH_S = 2.0


class SiteDirectory:
    """The sites, read again when older than two seconds: every request asks, and they hardly change."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._read_at = float("-inf")
        self._by_key: dict[str, Site] = {}
        self._by_host: dict[str, Site] = {}
        self._reading = threading.Lock()

    def find(self, *, key: str | None, host: str) -> Site:
        """The site of a request. key: the query's, None where it has none. Raises NotFound for an unknown one."""
        if self._clock() - self._read_at > _FRESH_S:
            with self._reading:
                self._read()
        found = self._by_key.get(key) if key is not None else self._by_host.get(host.lower())
        if found is None and key is None:
            found = self._by_key.get(DEFAULT_SITE)
        if found is None:
            raise NotFound("site.unknown")
        return found

    def _read(self) -> None:
        if self._clock() - self._read_at <= _FRESH_S:
            return
        with self._store.read() as db:
            sites = all_sites(db)
        self._by_key = {site.key: site for site in sites}
        self._by_host = {host.lower(): site for site in sites for host in site.hosts}
        self._read_at = self._clock()
