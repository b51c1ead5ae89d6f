"""Facts that checks are given: plain values, loaded by the caller in a handful of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ArticleMode(StrEnum):
    AUTO = "auto"  # published when the checks find nothing
    PRE = "pre"  # every comment waits for a person
    CLOSED = "closed"  # takes no comments


@dataclass(frozen=True, slots=True)
class SanctionFact:
    """A live sanction that touches this author. kind: ban | hold_all; scope: author | domain."""

    kind: str
    scope: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecentText:
    """A comment that the same author sent in the 24 hours before.

    exact: hash of the folded text; simhash: 64 bits; seconds_ago: age, 0 or more.
    """

    comment_id: str
    article_key: str
    exact: int
    simhash: int
    seconds_ago: float


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """The last word of a person on one revision of the author's. days_ago: age in days, 0 or more."""

    approved: bool
    days_ago: float


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """Everything that the checks may know about one revision.

    body: the text as sent (after entry sanitising), at most 10,000 visible characters.
    email_domain: lower-case ASCII domain of the private address, never the address.
    form_seconds: from showing the form to sending; None where the client did not say.
    author_recent: comments of the same author (or address prefix key) of the last 10 minutes,
        this one included.
    author_published / author_rejected: counts rebuilt from decisions.
    proven_published: how many published comments are proven to be this author's; None where nobody asked.
    author_decisions: decisions of people on comments that are proven to be this author's.
    recent: what the author wrote before, the newest of it, see RecentText.
    staff_names: names that readers must not borrow.
    article_section: the site's own name for the part that the article stands in, None where unknown.
    known_author: name of a frequent author that looks like this one, where that is somebody else.
    """

    comment_id: str
    revision: int
    body: str
    author_name: str
    author_url: str | None
    email_domain: str
    article_key: str
    article_title: str
    article_mode: ArticleMode
    submitted_at: datetime
    parent_body: str | None = None
    form_seconds: float | None = None
    honeypot_filled: bool = False
    author_recent: int = 1
    author_published: int = 0
    author_rejected: int = 0
    proven_published: int | None = None
    author_decisions: tuple[DecisionFact, ...] = ()
    recent: tuple[RecentText, ...] = ()
    sanctions: tuple[SanctionFact, ...] = ()
    staff_names: tuple[str, ...] = ()
    article_section: str | None = None
    known_author: str | None = None


class MatchKind(StrEnum):
    WORD = "word"  # the folded word with Arabic particles and pronouns attached
    EXACT = "exact"  # only the folded word
    INSIDE = "inside"  # any substring of the folded text


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a word, phrase, domain, e-mail-domain or pattern list.

    kind: word | phrase | domain | email | pattern.
    action: hold | reject | note. mode: live | shadow (a shadow entry only notes).
    reason: code that the signal carries, such as `abuse.insult`.
    section: counts only under articles of this section; None: under all.
    """

    id: str
    kind: str
    value: str
    match: MatchKind = MatchKind.WORD
    action: str = "hold"
    reason: str = "list.match"
    language: str | None = None
    mode: str = "live"
    section: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
