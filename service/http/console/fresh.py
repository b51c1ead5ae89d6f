"""What changes how a person signs in wants a sign-in of the last ten minutes: an open laptop is not enough."""

import threading
from datetime import timedelta

from service.domain.errors import TaliqError
from service.http.context import now
from service.http.sessions import current_session

FRESH = timedelta(minutes=10)
# argon2 takes 64 MiB and a core for about 0.1 s; more at once would starve readers.
hashing = threading.BoundedSemaphore(2)


def require_fresh() -> None:
    """Raises TaliqError (`auth.not_fresh`) where the person signed in longer ago; a page then asks again."""
    if not is_fresh():
        raise TaliqError("auth.not_fresh")


def is_fresh() -> bool:
    """Whether this session's person proved who they are in the last ten minutes."""
    return now() - current_session().created_at < FRESH
