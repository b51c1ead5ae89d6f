"""What readers and authors may see."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.domain.comments import ArticleMode
from service.domain.cursors import decode_cursor, encode_cursor
from service.domain.errors import Fault, Invalid, NotFound, TaliqError
from service.domain.states import State
from service.secrets import token_hash
from service.store import threads
from service.store.decisions import decisions_of_comment
from service.store.engine import Db
from service.store.threads import ArticlePage, CommentStatus, PublicComment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of a thread. article: None where nothing is known of it; next_cursor: None at the end."""

    article: ArticlePage | None
    comments: tuple[PublicComment, ...]
    next_cursor: str | None


def thread_page(
    db: Db, *, site_id: str, article_key: str, newest_first: bool, limit: int, cursor: str | None
) -> ThreadPage:
    """A page of an article's public thread. Raises Invalid (`cursor.invalid`)."""
    after = _place(cursor)
    page = threads.article_page(db, site_id, article_key)
    if page is None:
        return ThreadPage(None, (), None)
    rows = threads.published_thread(db, page.id, newest_first=newest_first, after=after, limit=limit + 1)
    shown = tuple(rows[:limit])
    more = len(rows) > limit
    return ThreadPage(page, shown, _cursor(shown[-1]) if more else None)


def is_open(page: ArticlePage, now: datetime) -> bool:
    """Whether the article takes comments now."""
    return page.mode != ArticleMode.CLOSED and (page.closes_at is None or page.closes_at > now)


def public_comment(db: Db, *, site_id: str, comment_id: str) -> PublicComment:
    """One public comment. Raises NotFound for an unknown and for a hidden one alike."""
    found = threads.public_comment(db, site_id, comment_id)
    if found is None:
        raise NotFound("comment.not_found")
    return found


def counts(db: Db, *, site_id: str, article_keys: Sequence[str]) -> dict[str, int]:
    """Public comments of each article; 0 for one that nobody has commented on."""
    known = threads.published_counts(db, site_id, article_keys)
    return {key: known.get(key, 0) for key in article_keys}


@dataclass(frozen=True, slots=True)
class AuthorView:
    """A comment's state as told to its author. reason: code, None while nothing was decided."""

    status: CommentStatus
    reason: str | None
    decided_by_machine: bool | None


def status_for_author(db: Db, *, site_id: str, comment_id: str, token: str) -> AuthorView:
    """The state of a comment, to the holder of its token only.

    Raises TaliqError (`token.wrong`) for a wrong token and for an unknown comment alike: nobody
    without the token shall learn which comments exist.
    """
    status = threads.comment_status(db, site_id, comment_id)
    if status is None or not hmac.compare_digest(status.token_hash, token_hash(token)):
        raise TaliqError("token.wrong")
    last = next(
        (
            made
            for made in reversed(decisions_of_comment(db, comment_id))
            if made["from_state"] != made["to_state"]
        ),
        None,
    )
    if last is None or status.state is State.PENDING:
        return AuthorView(status, None, None)
    return AuthorView(status, last["reason"], last["actor_kind"] == "policy")


def _cursor(comment: PublicComment) -> str:
    return encode_cursor((comment.submitted_at - _EPOCH) // timedelta(microseconds=1), comment.id)


def _place(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    microseconds, comment_id = decode_cursor(cursor, (int, str))
    try:
        return _EPOCH + timedelta(microseconds=int(microseconds)), str(comment_id)
    except OverflowError:
        raise Invalid([Fault("cursor", "cursor.invalid")]) from None
