"""Accepting a comment: everything that a 202 promises, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.checks.names import name_key
from service.domain.comments import ArticleMode
from service.domain.errors import Fault, Invalid, NotFound, Refused
from service.domain.ids import new_id
from service.moderation.author_credentials import issue_credential, proven_line
from service.moderation.repeats import IdempotencyKey, Reply, idempotent
from service.secrets import Keyring, Secret, email_domain, token_hash
from service.store import submissions
from service.store.articles import Article, add_article, complete_article, find_article
from service.store.commenters import Commenter, email_place, lock_commenter
from service.store.engine import Db
from service.store.sites import Site

EDIT_WINDOW = timedelta(minutes=5)
DUPLICATE_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What is kept of the client's address: a keyed name that changes every day, and its network."""

    ip_key: str | None
    ip_prefix: str | None


@dataclass(frozen=True, slots=True)
class Submission:
    """A validated submission. raw_body: as it was sent, kept only as a hash.

    author_token: the credential of an earlier comment (see author_credentials), good or not.
    """

    author_name: str
    author_email: Secret
    author_url: str | None
    body: str
    raw_body: str
    parent_id: str | None = None
    article_title: str = ""
    article_url: str | None = None
    honeypot_filled: bool = False
    rendered_at: datetime | None = None
    author_token: Secret | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the author is told. status: 202, or 200 for a text sent again; replayed: accepted before."""

    comment_id: str
    token: str
    author_token: str
    edit_until: datetime
    status: int
    replayed: bool


def submit_comment(
    db: Db,
    *,
    keyring: Keyring,
    site: Site,
    article_external_id: str,
    submission: Submission,
    client: ClientFacts,
    idempotency: IdempotencyKey | None,
    now: datetime,
) -> Accepted:
    """Store a comment as pending, or find that it is stored already.

    Raises NotFound (`article.unknown`), Refused (`article.comments_closed`), Invalid
    (`parent.unknown`) and Conflict (see `idempotent`); then nothing is stored.
    """

    def run() -> Reply:
        return _store(db, keyring, site, article_external_id, submission, client, now)

    reply = idempotent(db, idempotency, now=now, run=run)
    comment_id = reply.body["id"]
    return Accepted(
        comment_id=comment_id,
        token=keyring.author_token(comment_id),
        author_token=_credential(keyring, site, reply, now),
        edit_until=datetime.fromisoformat(reply.body["edit_until"]),
        status=reply.status,
        replayed=reply.replayed or reply.status == 200,
    )


def _store(
    db: Db,
    keyring: Keyring,
    site: Site,
    article_external_id: str,
    submission: Submission,
    client: ClientFacts,
    now: datetime,
) -> Reply:
    # Rows are locked in the order in which decisions lock them: comments, articles, commenters.
    known = find_article(db, site.id, article_external_id)
    if known is None and site.known_articles_only:
        raise NotFound("article.unknown")
    if known is not None and _is_closed(known, now):
        raise Refused("article.comments_closed")
    depth = _depth(db, known, submission.parent_id)
    article_id = _article_id(db, site, article_external_id, known, submission, now)
    commenter = lock_commenter(
        db,
        site.id,
        keyring.email_index(submission.author_email),
        seal=lambda row_id: keyring.encrypt(submission.author_email, place=email_place(row_id)),
        email_domain=email_domain(submission.author_email.reveal()),
        display_name=submission.author_name,
        now=now,
    )
    line = _line(keyring, site, commenter, submission, now)
    body_key = keyring.guard("body", article_id, submission.body)
    if not commenter.is_new:
        recent = submissions.same_comment_since(
            db,
            commenter_id=commenter.id,
            article_id=article_id,
            body_key=body_key,
            since=now - DUPLICATE_WINDOW,
        )
        if recent is not None:
            # Who sends a text again may have read it: only a proof of their own continues a line.
            return _receipt(200, recent.id, recent.edit_until, commenter.id, line or new_id("cmt"))
    row = {
        "id": new_id("cmt"),
        "site_id": site.id,
        "article_id": article_id,
        "commenter_id": commenter.id,
        "author_line": line,
        "depth": depth,
        "body_key": body_key,
    }
    return _add(db, keyring, row, submission, client, now)


def _add(
    db: Db, keyring: Keyring, row: dict[str, Any], submission: Submission, client: ClientFacts, now: datetime
) -> Reply:
    edit_until = now + EDIT_WINDOW
    facts = {
        "author_line": row["author_line"] or row["id"],
        "parent_id": submission.parent_id,
        "author_name": submission.author_name,
        "name_key": name_key(submission.author_name, site_id=row["site_id"]),
        "author_url": submission.author_url,
        "token_hash": token_hash(keyring.author_token(row["id"])),
        "ip_key": client.ip_key,
        "ip_prefix": client.ip_prefix,
        "form_seconds": _form_seconds(submission.rendered_at, now),
        "honeypot_filled": submission.honeypot_filled,
        "submitted_at": now,
        "edit_until": edit_until,
    }
    raw_hash = keyring.guard("raw", submission.raw_body)
    submissions.add_comment(db, {**row, **facts}, body=submission.body, raw_hash=raw_hash)
    return _receipt(202, row["id"], edit_until, row["commenter_id"], facts["author_line"])


def _line(
    keyring: Keyring, site: Site, commenter: Commenter, submission: Submission, now: datetime
) -> str | None:
    """The line that the submission proves to continue; None where it begins one."""
    if commenter.is_new:
        return None
    return proven_line(keyring, submission.author_token, site_id=site.id, commenter_id=commenter.id, now=now)


def _receipt(status: int, comment_id: str, edit_until: datetime, commenter_id: str, line: str) -> Reply:
    body = {"id": comment_id, "edit_until": edit_until.isoformat(), "commenter": commenter_id, "line": line}
    return Reply(status, body)


def _credential(keyring: Keyring, site: Site, reply: Reply, now: datetime) -> str:
    # A reply kept by an older version names neither; what is made of it proves nothing and is no fault.
    commenter_id, line = reply.body.get("commenter", ""), reply.body.get("line", reply.body["id"])
    return issue_credential(keyring, site_id=site.id, commenter_id=commenter_id, line=line, now=now)


def _is_closed(known: Article, now: datetime) -> bool:
    return known.mode == ArticleMode.CLOSED or (known.closes_at is not None and known.closes_at <= now)


def _depth(db: Db, known: Article | None, parent_id: str | None) -> int:
    if parent_id is None:
        return 0
    parent = submissions.public_parent(db, known.id, parent_id) if known is not None else None
    if parent is None:
        raise Invalid([Fault("parent_id", "parent.unknown")])
    return parent.depth + 1


def _article_id(
    db: Db, site: Site, external_id: str, known: Article | None, submission: Submission, now: datetime
) -> str:
    """The article's id; what nobody knew of it so far is filled in."""
    title, url = submission.article_title, submission.article_url
    if known is None:
        made = add_article(db, site.id, external_id, title=title, url=url, mode=site.default_mode, now=now)
        return made.id
    if (title and not known.title) or (url and not known.url):
        complete_article(db, known.id, title=known.title or title, url=known.url or url)
    return known.id


def _form_seconds(rendered_at: datetime | None, now: datetime) -> float | None:
    """How long the form was open; a clock that is ahead says nothing good, so it counts as no time."""
    return None if rendered_at is None else max(0.0, (now - rendered_at).total_seconds())
