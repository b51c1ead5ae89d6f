"""Rows for tests that begin in the middle: an article, a commenter, a comment that waits for its checks.

Every builder writes the smallest valid row and returns its id; a test names only what matters to it.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from service.domain.ids import new_id
from service.store.engine import Db
from service.store.tables import article, comment, commenter, revision, sanction, site

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SITE = "sit_default"
PLAIN = "شكراً على المقال، قرأته مرتين وأرسلته إلى أخي."
"""A body that no check has anything to say about."""


def change_site(db: Db, **values: Any) -> None:
    """Set columns of the default site, such as `staff_names` or `policy_version`."""
    db.execute(update(site).where(site.c.id == SITE).values(**values))


def an_article(
    db: Db,
    *,
    key: str | None = None,
    title: str = "مقال",
    mode: str = "auto",
    closes_at: datetime | None = None,
) -> str:
    made = new_id("art")
    db.execute(
        insert(article).values(
            id=made,
            site_id=SITE,
            external_id=key or made,
            title=title,
            url="https://news.example/a",
            mode=mode,
            closes_at=closes_at,
            published_count=0,
            version=1,
            created_at=NOON,
        )
    )
    return made


def a_commenter(
    db: Db, *, name: str = "سلمى", email_domain: str = "example.org", published: int = 0, rejected: int = 0
) -> str:
    made = new_id("usr")
    db.execute(
        insert(commenter).values(
            id=made,
            site_id=SITE,
            email_index=hashlib.sha256(made.encode()).hexdigest(),
            email_ciphertext=b"\x01",
            email_domain=email_domain,
            display_name=name,
            published=published,
            rejected=rejected,
            first_seen_at=NOON,
        )
    )
    return made


def a_pending_comment(
    db: Db,
    body: str = PLAIN,
    *,
    article_id: str | None = None,
    commenter_id: str | None = None,
    submitted_at: datetime = NOON,
    **columns: Any,
) -> str:
    """A comment as `submit` leaves it: revision 1, waiting for its checks. columns: of `comment`."""
    made = new_id("cmt")
    db.execute(
        insert(comment).values(
            {
                "id": made,
                "site_id": SITE,
                "article_id": article_id or an_article(db),
                "depth": 0,
                "commenter_id": commenter_id or a_commenter(db),
                "author_name": "سلمى",
                "state": "pending",
                "state_since": submitted_at,
                "version": 1,
                "sequence": 0,
                "head_rev": 1,
                "unchecked_rev": 1,
                "attempts": 0,
                "token_hash": b"t" * 32,
                "body_key": hashlib.sha256(body.encode()).digest(),
                "honeypot_filled": False,
                "submitted_at": submitted_at,
                "edit_until": submitted_at + timedelta(minutes=5),
            }
            | columns
        )
    )
    a_revision(db, made, 1, body, at=submitted_at)
    return made


def a_revision(db: Db, comment_id: str, number: int, body: str, *, at: datetime = NOON) -> None:
    db.execute(
        insert(revision).values(
            comment_id=comment_id,
            number=number,
            body=body,
            raw_hash=hashlib.sha256(body.encode()).digest(),
            created_at=at,
        )
    )


def an_edit(db: Db, comment_id: str, body: str, *, number: int = 2, at: datetime = NOON) -> None:
    """A new revision of a comment, waiting for its checks, as an author's edit leaves it."""
    a_revision(db, comment_id, number, body, at=at)
    db.execute(
        update(comment)
        .where(comment.c.id == comment_id)
        .values(
            head_rev=number, unchecked_rev=number, attempts=0, lease_until=None, version=comment.c.version + 1
        )
    )


def a_sanction(
    db: Db, *, kind: str, scope: str, subject: str, until: datetime | None = None, **columns: Any
) -> str:
    made = new_id("san")
    db.execute(
        insert(sanction).values(
            {
                "id": made,
                "site_id": SITE,
                "kind": kind,
                "scope": scope,
                "subject": subject,
                "reason": "sanction.ban",
                "created_at": NOON,
                "until": until,
            }
            | columns
        )
    )
    return made
